"""An independent judge: reads with Twilio's own client, which knows nothing of our adapter."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import requests
from msgspec import Struct
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from contract_tests.stand_ins.frame import Credentials


class ToStandIn(HttpClient):
    """Sends what is meant for ``https://SERVICE.twilio.com`` to ``BASE/SERVICE``."""

    def __init__(self, base_url: str) -> None:
        super().__init__(logger=None, is_async=False)
        self._base_url = base_url

    def request(self, method: str, url: str, **rest: Any) -> Response:
        """One exchange over the socket."""
        parts = urlsplit(url)
        service = (parts.hostname or "").removesuffix(".twilio.com")
        query = f"?{parts.query}" if parts.query else ""
        with requests.Session() as session:
            session.trust_env = False
            reply = session.request(
                method.upper(),
                f"{self._base_url}/{service}{parts.path}{query}",
                params=rest.get("params"),
                data=rest.get("data"),
                headers=rest.get("headers"),
                auth=rest.get("auth"),
                timeout=10,
            )
        return Response(reply.status_code, reply.text, reply.headers)


class Judged(Struct, frozen=True, kw_only=True):
    """What stands in the account, by the client's word; ``listed`` is a task as a list shows it."""

    conversation: Any
    messages: list[Any]
    participants: list[Any]
    task: Any
    attributes: dict[str, Any]
    listed: Any
    channels: list[Any]
    capsule: bytes
    manifest: dict[str, Any]


def read_task(
    base_url: str, ref: str, credentials: Credentials, settings: dict[str, str]
) -> Judged:
    """Read a task and all that belongs to it."""
    client = Client(
        credentials.members["username"],
        credentials.secret,
        "AC" + "0" * 32,
        http_client=ToStandIn(base_url),
    )
    workspace = client.taskrouter.v1.workspaces(settings["workspace_sid"])
    task = workspace.tasks(ref).fetch()
    attributes = json.loads(task.attributes)
    service = client.conversations.v1.services(settings["conversation_service_sid"])
    conversation = service.conversations(attributes["conversationSid"])
    shown = conversation.fetch()
    documents = client.sync.v1.services(settings["sync_service_sid"]).documents
    name = json.loads(shown.attributes)["readback"]["capsule"]
    manifest = documents(name).fetch().data
    parts = [
        documents(f"{name}-{number}").fetch().data["text"]
        for number in range(1, manifest["parts"] + 1)
    ]
    channels = client.flex_api.v1.interaction(attributes["flexInteractionSid"]).channels
    return Judged(
        conversation=shown,
        messages=conversation.messages.list(),
        participants=conversation.participants.list(),
        task=task,
        attributes=attributes,
        listed=next(one for one in workspace.tasks.list() if one.sid == ref),
        channels=[channels(attributes["flexInteractionChannelSid"]).fetch()],
        capsule="".join(parts).encode(),
        manifest=manifest,
    )
