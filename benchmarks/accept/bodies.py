"""The handoff that is sent over and over, each time of another conversation."""

from __future__ import annotations

import msgspec

from benchmarks.accept.load import Template
from benchmarks.door import body as at_the_door
from gateway.schema.codec import decode_handoff, handoff_document

PLACE = "web-000000000000"
"""The conversation's id in it; ``Template`` puts another one of the same length there."""


def body() -> bytes:
    """20 KB as a bot sends them: without an id and without what the gateway adds."""
    document = handoff_document(decode_handoff(at_the_door()))
    document = {key: value for key, value in document.items() if key not in ("id", "provenance")}
    document["conversation"] = {**document["conversation"], "id": PLACE}  # type: ignore[dict-item]
    sent = msgspec.json.encode(document)
    decode_handoff(sent)
    return sent


def request(sent: bytes, key: str) -> Template:
    """The whole request for a body."""
    lines = (
        "POST /v1/handoffs HTTP/1.1",
        "Host: gateway.test",
        "Content-Type: application/json",
        f"Content-Length: {len(sent)}",
        f"Authorization: Bearer {key}",
    )
    head, tail = sent.split(PLACE.encode())
    return Template("\r\n".join((*lines, "", "")).encode() + head, tail)
