"""A very small Zendesk account that answers requests in memory, and how to drive a flow with it.

The stand-in in ``contract_tests`` behaves like the vendor; this one only gives the adapter's own
tests something to talk to, with its state in plain sight.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator
from typing import Any, TypeVar

from gateway.sdk import DeliveryError, VendorRequest, VendorResponse

T = TypeVar("T")
SITE = "https://acme.zendesk.test"
# More than any case has.
_MOST = 200
Exchange = tuple[VendorRequest, VendorResponse]
# What of a ticket that is sent does not stay its member.
_ACTIONS = ("comment", "metadata", "via_followup_source_id")


def reply(status: int, document: Any, *headers: tuple[str, str]) -> VendorResponse:
    """A reply with a JSON body."""
    return VendorResponse(
        status=status,
        headers=(("content-type", "application/json"), *headers),
        body=json.dumps(document).encode(),
    )


def drive(
    flow: Generator[VendorRequest, VendorResponse, T],
    answer: Callable[[VendorRequest], VendorResponse],
) -> tuple[T | DeliveryError, list[Exchange]]:
    """Run a flow to its end by hand; its result or error, and every exchange."""
    exchanges: list[Exchange] = []
    try:
        request = next(flow)
        while True:
            response = answer(request)
            exchanges.append((request, response))
            assert len(exchanges) < _MOST, "it does not end"
            request = flow.send(response)
    except StopIteration as stop:
        return stop.value, exchanges
    except DeliveryError as error:
        return error, exchanges


Meanwhile = Callable[["Account", dict[str, Any]], object]


class Account:
    """One account. Tests change its members between writing and reading."""

    def __init__(self) -> None:
        self.users: dict[int, dict[str, Any]] = {}
        self.uploads: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.tickets: dict[int, dict[str, Any]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.audits: dict[int, list[dict[str, Any]]] = {}
        self.uploads_that_run_out = 0
        self.page_size = 100
        self.me: dict[str, Any] = {"id": 1, "name": "Bot", "role": "agent"}
        self.elsewhere: dict[str, VendorResponse] = {}
        self.shows_audit_of_writes = True
        # What others do just before each update, one after the other.
        self.meanwhile: list[Meanwhile] = []
        self.closed: set[int] = set()
        self._last_id = 1000
        self._changes = 0

    def __call__(self, request: VendorRequest) -> VendorResponse:
        if request.path in self.elsewhere:
            assert request.path.startswith("/") or not request.credentials
            return self.elsewhere[request.path]
        for method, pattern, handle in self._routes():
            match = re.fullmatch(pattern, request.path)
            if match and method == request.method:
                return handle(request, *match.groups())
        raise AssertionError(f"no such endpoint: {request.method} {request.path}")

    def _routes(self) -> tuple[tuple[str, str, Callable[..., VendorResponse]], ...]:
        return (
            ("POST", r"/api/v2/users/create_or_update", self._upsert_user),
            ("GET", r"/api/v2/users/me", self._me),
            ("GET", r"/api/v2/users/(\d+)", self._show_user),
            ("POST", r"/api/v2/uploads", self._upload),
            ("POST", r"/api/v2/tickets", self._create),
            ("PUT", r"/api/v2/tickets/(\d+)", self._update),
            ("GET", r"/api/v2/tickets", self._find),
            ("GET", r"/api/v2/tickets/(\d+)", self._show),
            ("GET", r"/api/v2/tickets/(\d+)/(comments|audits)", self._list),
            ("GET", r"(/attachments/\d+\?name=.*)", self._file),
        )

    def _id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _upsert_user(self, request: VendorRequest) -> VendorResponse:
        sent = json.loads(request.body)["user"]
        assert sent.pop("skip_verify_email") is True
        for user in self.users.values():
            if any(sent.get(key) and sent[key] == user[key] for key in ("email", "external_id")):
                user.update(sent)
                return reply(200, {"user": user})
        if not sent.get("name"):
            return reply(422, {"error": "RecordInvalid", "details": {"name": []}})
        user = {"email": None, "phone": None, "external_id": None, **sent, "id": self._id()}
        self.users[user["id"]] = user
        return reply(201, {"user": user})

    def _me(self, _: VendorRequest) -> VendorResponse:
        return reply(200, {"user": self.me})

    def _show_user(self, _: VendorRequest, ref: str) -> VendorResponse:
        user = self.users.get(int(ref))
        return reply(200, {"user": user}) if user else reply(404, {"error": "RecordNotFound"})

    def _upload(self, request: VendorRequest) -> VendorResponse:
        ref = self._id()
        name = dict(request.query)["filename"]
        url = f"{SITE}/attachments/{ref}?name={name}"
        self.files[url.removeprefix(SITE)] = request.body
        token = f"token-{ref}"
        if self.uploads_that_run_out:
            self.uploads_that_run_out -= 1
        else:
            self.uploads[token] = {"id": ref, "file_name": name, "content_url": url}
        return reply(201, {"upload": {"token": token, "attachment": {"id": ref}}})

    def _create(self, request: VendorRequest) -> VendorResponse:
        sent = json.loads(request.body)["ticket"]
        if any(token not in self.uploads for token in sent["comment"].get("uploads", ())):
            return reply(422, {"error": "RecordInvalid", "details": {"base": []}})
        ref = self._id()
        blank = {"subject": None, "priority": None, "type": None, "tags": [], "group_id": None}
        members = {k: v for k, v in sent.items() if k not in _ACTIONS}
        url = f"{SITE}/api/v2/tickets/{ref}.json"
        self.tickets[ref] = {**blank, "id": ref, "url": url, **members}
        return reply(201, self.written(ref, sent))

    def _update(self, request: VendorRequest, ref: str) -> VendorResponse:
        sent = json.loads(request.body)["ticket"]
        ticket = self.tickets[int(ref)]
        if self.meanwhile:
            self.meanwhile.pop(0)(self, sent)
        if int(ref) in self.closed:
            return reply(422, {"error": "RecordInvalid", "details": {"status": []}})
        if sent["safe_update"] and sent["updated_stamp"] != ticket["updated_at"]:
            return reply(409, {"error": "UpdateConflict"})
        return reply(200, self.written(int(ref), sent))

    def change(self, ref: int) -> None:
        """Somebody changes a ticket."""
        self._changes += 1
        self.tickets[ref]["updated_at"] = f"2026-01-05T09:00:{self._changes:02}Z"

    def written(self, ref: int, sent: dict[str, Any]) -> dict[str, Any]:
        comment = {
            "id": self._id(),
            "type": "Comment",
            "html_body": f'<div class="zd-comment" dir="auto">{sent["comment"]["html_body"]}</div>',
            "public": sent["comment"].get("public", True),
            "attachments": [self.uploads[t] for t in sent["comment"].get("uploads", ())],
        }
        events = [{"id": self._id(), "type": "Create"}, comment]
        audit = {"id": self._id(), "events": events, "metadata": {"custom": sent.get("metadata")}}
        self.comments.setdefault(ref, []).append(comment)
        self.audits.setdefault(ref, []).append(audit)
        self.change(ref)
        return {"ticket": self.tickets[ref], "audit": audit if self.shows_audit_of_writes else None}

    def _find(self, request: VendorRequest) -> VendorResponse:
        wanted = dict(request.query)["external_id"]
        found = [t for t in self.tickets.values() if t.get("external_id") == wanted]
        return reply(200, {"tickets": found})

    def _show(self, _: VendorRequest, ref: str) -> VendorResponse:
        ticket = self.tickets.get(int(ref))
        return reply(200, {"ticket": ticket}) if ticket else reply(404, {"error": "RecordNotFound"})

    def _list(self, request: VendorRequest, ref: str, kind: str) -> VendorResponse:
        items = (self.comments if kind == "comments" else self.audits)[int(ref)]
        query = dict(request.query)
        size = min(int(query["page[size]"]), self.page_size)
        start = int(query.get("page[after]", 0))
        more = start + size < len(items)
        meta = {"has_more": more, "after_cursor": str(start + size) if more else None}
        links = {"next": "https://evil.test/next" if more else None}
        return reply(200, {kind: items[start : start + size], "meta": meta, "links": links})

    def _file(self, request: VendorRequest, path: str) -> VendorResponse:
        assert request.credentials
        return VendorResponse(status=200, body=self.files[path])
