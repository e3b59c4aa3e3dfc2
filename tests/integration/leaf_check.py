"""Delivers one canonical document to a fresh vendor in this process, and says what it holds.

No door, no socket and no store: the document goes through the mapping and the adapter as it is,
so that a difference at the vendor comes from the one leaf that was changed.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import msgspec

from contract_tests.stand_ins.wire import Request
from gateway.cli.stand_ins import load_stand_in
from gateway.delivery.catalogue import load_adapter
from gateway.delivery.consign import consign
from gateway.delivery.destination import compile_plan
from gateway.schema.codec import decode_handoff, encode_handoff
from gateway.schema.leaves import leaves
from gateway.sdk.consignment import Delivered, Stored
from gateway.sdk.exchange import VendorRequest, VendorResponse
from gateway.sdk.html import visible_text
from mappings.accounting import account
from mappings.translation import Translation

VISIBLE = {"name": "support", "base_url": "https://stand-in.test"}
# A changed value changes the field it stands in, unless the field says that it holds less.
_FAITHFUL = ("exact", "reformatted", "translated", "note")


@dataclass(frozen=True)
class Arrival:
    """What one delivery left at the vendor."""

    translation: Translation
    delivered: Delivered
    stored: Stored
    holds: Any

    def field(self, name: str) -> Any:
        """What stands in one field now; for the note, the text that a person sees."""
        if self.translation.note and name == self.translation.note.field:
            return [visible_text(part.stored or "").text for part in self.stored.note]
        return next((field.value for field in self.stored.fields if field.name == name), None)

    def fields_of(self, pointer: str) -> set[str]:
        """The fields in which a leaf stands whole."""
        fields = {
            result.name
            for result in self.translation.fields
            for placement in result.placements
            if placement.pointer == pointer and placement.fate in _FAITHFUL
        }
        note = self.translation.note
        if note and any(printed.pointer == pointer and printed.whole for printed in note.prints):
            fields.add(note.field)
        return fields


def fresh_vendor() -> Any:
    """A kind account that nobody has used."""
    return load_stand_in("zendesk").create()


@cache
def _plan() -> Any:
    stand_in, adapter = load_stand_in("zendesk"), load_adapter("zendesk")
    text = stand_in.mapping.read_text("utf-8")
    return compile_plan(text, adapter.manifest, adapter.manifest.targets[0], "support")


def arrive(document: dict[str, Any]) -> Arrival:
    """Deliver and read back."""
    adapter, app = load_adapter("zendesk"), fresh_vendor()
    handoff = decode_handoff(json.dumps(document).encode())
    translation = _plan().apply(handoff, VISIBLE)
    consignment = consign(
        translation,
        fates=account(translation, leaves(handoff)),
        package=encode_handoff(handoff),
        delivery_id="d-1",
        handoff_id="h-1",
    )
    settings = msgspec.convert({}, adapter.manifest.settings)
    delivered = _driven(app, adapter.deliver(consignment, settings))
    stored = _driven(app, adapter.read_back(delivered, consignment, settings))
    return Arrival(translation, delivered, stored, _holds(app.account))


def _holds(account: Any) -> bytes:
    return msgspec.json.encode([account.tickets, account.users])


def _driven(app: Any, flow: Any) -> Any:
    try:
        request = next(flow)
        while True:
            request = flow.send(_reply(app, request))
    except StopIteration as done:
        return done.value


def _reply(app: Any, request: VendorRequest) -> VendorResponse:
    reply = app.reply_to(
        Request(
            method=request.method,
            path=urlsplit(request.path).path,
            query=request.query,
            headers=(*request.headers, ("authorization", _sign_in())),
            body=request.body,
        )
    )
    headers = tuple((name.lower(), value) for name, value in reply.headers)
    return VendorResponse(status=reply.status, headers=headers, body=reply.body)


@cache
def _sign_in() -> str:
    shown = next(c for c in load_stand_in("zendesk").credentials if c.scheme == "basic")
    pair = f"{shown.members['username']}:{shown.secret}".encode()
    return "Basic " + base64.b64encode(pair).decode()


_WORDS = (
    *("customer", "bot", "agent", "tool", "system", "other"),
    *("verified", "partial", "unverified", "failed", "unknown"),
    *("low", "normal", "high", "critical", "stable", "watcher", "unstable"),
    *("model", "human", "rule", "potential", "active", "completed", "skipped"),
    *("open", "fulfilled", "broken", "withdrawn", "declared", "extracted"),
    *("similarity", "distance", "certainty", "bm25", "hybrid", "rerank", "USD", "GBP"),
)


def another_value(document: dict[str, Any], put: Any, pointer: str, value: Any) -> Any:
    """A document with another valid value at the pointer; None where there is only one.

    (The tag of a message part is such a leaf: it says what the other members are.)
    """
    for candidate in _candidates(value):
        changed = put(document, pointer, candidate)
        try:
            decode_handoff(json.dumps(changed).encode())
        except msgspec.ValidationError:
            continue
        return changed
    return None


def _candidates(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value / 2, value + 1, 0, 1)
    elif isinstance(value, str):
        yield value + "zz"
        yield from (_other_digit(value, at.start()) for at in re.finditer("[0-9]", value))
        yield from (word for word in _WORDS if word != value)
    else:
        yield from ("filled", ["filled"], {"filled": "filled"}, True)


def _other_digit(value: str, at: int) -> str:
    return value[:at] + ("1" if value[at] != "1" else "2") + value[at + 1 :]
