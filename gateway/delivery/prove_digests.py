"""Proof by digest: the vendor does not show a value, and yet says what only its holder can say.

Only the sent value is hashed here; whether the vendor's digest is that one is all that is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET

from gateway.delivery.proof import Proof
from gateway.delivery.prove_capsule import FIELD as CAPSULE
from gateway.sdk.consignment import Consignment, Stored
from gateway.sdk.digest import has_digest

Digested: TypeAlias = Mapping[str, Proof]
"""Place names with what their digest proves; places without a digest are not in it."""

NOTHING_DIGESTED: Digested = {}


def by_digest(stored: Stored, consignment: Consignment) -> Digested:
    """``verified`` or ``altered`` for each place that has a digest and whose value was not read."""
    if not stored.digests:
        return NOTHING_DIGESTED
    shown = {field.name for field in stored.fields}
    if stored.capsule is not None:
        shown.add(CAPSULE)
    if stored.note and consignment.note:
        shown.add(consignment.note.field)
    sent = _sent(consignment)
    return {
        digest.name: _proof(sent.get(digest.name, UNSET), digest.sha256)
        for digest in stored.digests
        if digest.name not in shown
    }


def _proof(sent: Any, sha256: str) -> Proof:
    # Something that was not sent cannot be proved by anything.
    return "verified" if sent is not UNSET and has_digest(sent, sha256) else "altered"


def _sent(consignment: Consignment) -> dict[str, Any]:
    """What was sent, by the name of its place."""
    sent: dict[str, Any] = {field.name: field.value for field in consignment.fields}
    if consignment.note:
        sent[consignment.note.field] = consignment.note.body
    if consignment.capsule:
        sent[CAPSULE] = msgspec.json.decode(consignment.capsule.data)
    else:
        sent.pop(CAPSULE, None)
    return sent
