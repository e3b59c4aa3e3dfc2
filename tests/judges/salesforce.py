"""An independent judge: reads a case with simple-salesforce, which knows nothing of our adapter.

It only ever speaks https to its host, so its session sends the same requests to the stand-in's
plain address.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from msgspec import Struct
from requests.adapters import HTTPAdapter
from simple_salesforce.api import Salesforce
from simple_salesforce.login import SalesforceLogin

FIELDS = (
    *("Id", "Handoff_Id__c", "Subject", "Description", "Status", "Priority", "Origin", "OwnerId"),
    *("SuppliedName", "SuppliedEmail", "SuppliedPhone", "SuppliedCompany"),
)


class JudgedCase(Struct, frozen=True, kw_only=True):
    """What stands in the org, by simple-salesforce's word; ``files`` are bytes by title."""

    fields: dict[str, Any]
    comments: tuple[tuple[str, bool], ...]
    files: dict[str, bytes]
    writable: frozenset[str]


class _PlainAddress(HTTPAdapter):
    """Sends what was meant for any https address to one plain one."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._netloc = urlsplit(base_url).netloc

    def send(self, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        request.url = parts._replace(scheme="http", netloc=self._netloc).geturl()
        return super().send(request, **more)


def session_for(base_url: str) -> requests.Session:
    """A session in which every https address is the stand-in's."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", _PlainAddress(base_url))
    return session


def sign_in_with_key(base_url: str, client_id: str, subject: str, private_key: str) -> str:
    """An access token for an assertion that simple-salesforce has signed."""
    with session_for(base_url) as session:
        token, _ = SalesforceLogin(
            session=session,
            username=subject,
            consumer_key=client_id,
            privatekey=private_key,
            domain="login",
        )
    return token


def read_case(base_url: str, handoff_id: str, token: str) -> JudgedCase:
    """Read one case over a socket, by queries and by its description."""
    with session_for(base_url) as session:
        client = Salesforce(instance_url="https://judge.test", session_id=token, session=session)
        quoted = handoff_id.replace("\\", "\\\\").replace("'", "\\'")
        (case,) = _all(client, FIELDS, "Case", f"Handoff_Id__c = '{quoted}'")
        comments = _all(
            client,
            ("Id", "CommentBody", "IsPublished"),
            "CaseComment",
            f"ParentId = '{case['Id']}'",
        )
        return JudgedCase(
            fields={name: case[name] for name in FIELDS},
            comments=tuple((one["CommentBody"], one["IsPublished"]) for one in comments),
            files=_files(client, case["Id"]),
            writable=frozenset(
                field["name"] for field in client.Case.describe()["fields"] if field["createable"]
            ),
        )


def _files(client: Salesforce, case_id: str) -> dict[str, bytes]:
    links = _all(
        client, ("ContentDocumentId",), "ContentDocumentLink", f"LinkedEntityId = '{case_id}'"
    )
    files = {}
    for link in links:
        where = f"ContentDocumentId = '{link['ContentDocumentId']}' AND IsLatest = true"
        (version,) = _all(client, ("Title", "VersionData"), "ContentVersion", where)
        url = f"https://judge.test{version['VersionData']}"
        reply = client.session.get(url, headers=client.headers)
        reply.raise_for_status()
        files[version["Title"]] = reply.content
    return files


def _all(client: Salesforce, fields: tuple[str, ...], object_: str, where: str) -> list[Any]:
    text = " ".join(("SELECT", ", ".join(fields), "FROM", object_, "WHERE", where))
    return list(client.query_all(text)["records"])
