"""Exchanges as golden files: written once, then replayed strictly both ways.

Another request than the recorded one fails, and so does a recorded exchange that nobody asks for.
Bodies that are JSON are shown as such, so that a change is read as a diff.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from gateway.sdk.exchange import VendorRequest, VendorResponse

Document: TypeAlias = dict[str, Any]

_WRITERS: dict[str, Callable[[Any], bytes]] = {
    "json": msgspec.json.encode,
    "spaced_json": lambda document: json.dumps(document).encode(),
}


class Tape:
    """Recorded replies, each given only to the very request it was recorded for."""

    def __init__(self, entries: list[Document]) -> None:
        self._entries = list(entries)

    def __call__(self, request: VendorRequest) -> VendorResponse:
        """The next reply. Raises ``AssertionError`` where another request was recorded, or none."""
        if not self._entries:
            raise AssertionError(f"not recorded: {request.step}")
        entry = self._entries.pop(0)
        asked, recorded = request_document(request), entry["request"]
        if asked != recorded:
            changed = sorted(
                name for name in {*asked, *recorded} if asked.get(name) != recorded.get(name)
            )
            raise AssertionError(
                f"{request.step}: not what was recorded ({', '.join(changed)})\n"
                f"recorded: {json.dumps(recorded)[:2000]}\nasked:    {json.dumps(asked)[:2000]}"
            )
        return _response(entry["response"])

    def require_all_used(self) -> None:
        """Raise ``AssertionError`` where something was recorded that nobody asked for."""
        left = [entry["request"]["step"] for entry in self._entries]
        if left:
            raise AssertionError(f"recorded, and not asked for: {', '.join(left)}")


def exchange_document(request: VendorRequest, response: VendorResponse) -> Document:
    """One exchange as plain JSON."""
    return {"request": request_document(request), "response": response_document(response)}


def request_document(request: VendorRequest) -> Document:
    """A request as plain JSON; a service only where there is one."""
    members = msgspec.to_builtins(request)
    shown = {name: members[name] for name in members if name not in ("body", "service")}
    service = {"service": request.service} if request.service else {}
    return _plain({**shown, **service, **_body(request.body)})


def response_document(response: VendorResponse) -> Document:
    """A reply as plain JSON."""
    return _plain({"status": response.status, "headers": response.headers, **_body(response.body)})


def load(file: Path) -> Any:
    """A recording."""
    return json.loads(file.read_text("utf-8"))


def save(file: Path, document: Any) -> None:
    """Write a recording, to be reviewed as a diff."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
    file.write_text(text, "utf-8")


def file_name(case: str) -> str:
    """A case's name as a file name."""
    return f"{case.replace(',', '').replace(' ', '_')}.json"


def _response(document: Document) -> VendorResponse:
    return VendorResponse(
        status=document["status"],
        headers=tuple((name, value) for name, value in document["headers"]),
        body=_bytes(document),
    )


def _body(body: bytes) -> Document:
    if not body:
        return {}
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}
    try:
        document = json.loads(text)
    except ValueError:
        return {"text": text}
    way = next((name for name, write in _WRITERS.items() if write(document) == body), None)
    return {way: document} if way else {"text": text}


def _bytes(document: Document) -> bytes:
    for name, write in _WRITERS.items():
        if name in document:
            return write(document[name])
    if "base64" in document:
        return binascii.a2b_base64(document["base64"])
    return str(document.get("text", "")).encode()


def _plain(document: Document) -> Document:
    plain: Document = json.loads(json.dumps(document))
    return plain
