"""Promises about the receipt: every fate is what happened, every proof was really read."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from msgspec.structs import replace

from contract_tests import handoffs
from contract_tests.contract import Contract
from contract_tests.filled import WORD
from contract_tests.harness.flows import Read, consigned, deliver_and_read, translated
from contract_tests.harness.line import Ask, Meddle
from contract_tests.harness.trial import Trial
from contract_tests.promises.promise import Breaches, Broken, Promise, all_told, words
from gateway.delivery.proof import Receipt
from gateway.schema.codec import decode_handoff
from gateway.schema.leaves import leaves
from gateway.sdk.exchange import VendorRequest, VendorResponse
from mappings.fate import Fate

_IN_A_FIELD: tuple[Fate, ...] = ("exact", "reformatted", "translated", "narrowed", "shortened")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{200,}={0,2}")


def tells_every_fate_honestly(contract: Contract, case: str) -> None:
    """Each leaf is where its fate says, was sent unless withheld, and no stretch is false."""
    del case
    full = handoffs.full()
    trial = Trial(contract, full)
    outcome = trial.settle()
    if outcome.receipt is None:
        raise Broken(words(outcome))
    with all_told() as breaches:
        _check_places(breaches, outcome.receipt)
        sent = b"\n".join(_shown(exchange.request) for exchange in trial.exchanges)
        _check_sent(breaches, outcome.receipt, full, sent)
        consignment = consigned(full, translated(contract, full))
        _check_stretches(breaches, deliver_and_read(Trial(contract, full), consignment))


def proves_only_what_it_reads(contract: Contract, case: str) -> None:
    """When every text is altered on its way to the vendor, no leaf that has one is verified."""
    del case
    full = handoffs.full()
    kind = Trial(contract, full)
    kind.settle()
    writes = kind.store.journaled("deliver")
    outcome = Trial(contract, full).settle(_altering(writes))
    if outcome.receipt is None:
        # The vendor noticed by itself, and nothing was proved.
        return
    texts = _texts(full)
    with all_told() as breaches:
        for row in outcome.receipt.rows:
            for place in row.places if row.pointer in texts else ():
                where = f"{row.pointer} in {place.field}"
                is_proved = place.proof == "verified"
                breaches.expect(not is_proved, where, "verified, and something else stands there")


def _check_places(breaches: Breaches, receipt: Receipt) -> None:
    for row in receipt.rows:
        fields = {place.field for place in row.places}
        if row.fate == "withheld":
            breaches.expect(not fields, row.pointer, "withheld, and it has a place")
        elif row.fate == "capsule":
            breaches.expect(fields, row.pointer, "its fate is the capsule, and it has no place")
        elif row.fate in _IN_A_FIELD:
            is_there = bool(fields - {"capsule"})
            breaches.expect(is_there, row.pointer, f"{row.fate}, and it stands in no field")


def _check_sent(breaches: Breaches, receipt: Receipt, full: bytes, sent: bytes) -> None:
    texts = _texts(full)
    for row in receipt.rows:
        word = texts.get(row.pointer)
        if word is None:
            continue
        is_sent = word.encode() in sent
        if row.fate == "withheld":
            breaches.expect(not is_sent, row.pointer, "withheld, and it was sent")
        else:
            breaches.expect(is_sent, row.pointer, f"{row.fate}, and it was never sent")


def _check_stretches(breaches: Breaches, read: Read) -> None:
    note = read.consignment.note
    if note is None:
        return
    for number, piece in enumerate(read.stored.note, start=1):
        length = piece.end - piece.start
        claimed = piece.sent[piece.lead : piece.lead + length]
        is_ours = claimed == note.body[piece.start : piece.end]
        breaches.expect(is_ours, f"part {number} of the note", "it is not the stretch it claims")


def _texts(full: bytes) -> dict[str, str]:
    """The leaves that have a word of their own, with that word."""
    return {
        pointer: found.group()
        for pointer, value in leaves(decode_handoff(full)).items()
        if isinstance(value, str) and (found := WORD.search(value))
    }


def _altering(writes: int) -> Meddle:
    """The vendor gets other words than were sent, in everything that delivers.

    An adapter that looks at once, and corrects what it finds, delivers in more writes than usual.
    """

    async def meddle(number: int, request: VendorRequest, ask: Ask) -> VendorResponse:
        is_write = number < writes or request.method not in ("GET", "HEAD")
        return await ask(_altered(request) if is_write else request)

    return meddle


def _altered(request: VendorRequest) -> VendorRequest:
    body = _BASE64.sub(lambda found: _in_base64(found.group()), request.body)
    return replace(request, body=_other_words(body))


def _other_words(text: bytes) -> bytes:
    return re.sub(rb"qz([0-9]{3})", rb"xy\1", text)


def _in_base64(text: bytes) -> bytes:
    plain = _decoded(text)
    return text if plain is None else base64.b64encode(_other_words(plain))


def _decoded(text: bytes) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None


def _shown(request: VendorRequest) -> bytes:
    """All of a request in which a leaf may stand; what is in base64, in plain text as well."""
    return b"\n".join(_parts(request))


def _parts(request: VendorRequest) -> Iterator[bytes]:
    yield request.body
    yield request.path.encode()
    for name, value in (*request.query, *request.headers):
        yield f"{name}={value}".encode()
    for found in _BASE64.findall(request.body):
        yield _decoded(found) or b""


PROMISES = (
    Promise(name="tells_every_fate_honestly", keeps=tells_every_fate_honestly),
    Promise(name="proves_only_what_it_reads", keeps=proves_only_what_it_reads),
)
