"""The capsule in Sync: as many documents as it takes, and one that says which they are.

Their unique names are made of the delivery's key, so one that is there already is ours.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from adapters.twilio_flex.limits import MOST_DOCUMENTS, SYNC_DOCUMENT
from adapters.twilio_flex.settings import TwilioFlexSettings
from adapters.twilio_flex.verdict import DOCUMENT_EXISTS, code_of
from adapters.twilio_flex.wire import Document, ask, form, get, read, show
from gateway import sdk

STORE = "store capsule"
_UPDATES = 3
_FRAME = len('{"part":9999,"text":""}')


class Manifest(Struct, frozen=True, kw_only=True):
    """What the capsule is: its parts' texts in a row are its bytes."""

    name: str
    sha256: str
    bytes: int
    parts: int


class Part(Struct, frozen=True, kw_only=True):
    """One stretch of the capsule."""

    part: int
    text: str


def pieces(capsule: sdk.Capsule) -> tuple[str, ...]:
    """The capsule's text, each piece small enough as JSON.

    Raises ``Misfit`` where it would take more documents than one delivery can write.
    """
    text = capsule.data.decode()
    cut = sdk.split_text(text, SYNC_DOCUMENT.size - _FRAME, _size)
    if len(cut) > MOST_DOCUMENTS:
        why = f"the capsule would take {len(cut)} Sync documents; {MOST_DOCUMENTS} are the most"
        raise sdk.Misfit(step="check sizes", why=why)
    return tuple(piece.text for piece in cut)


def _size(text: str) -> int:
    return len(msgspec.json.encode(text)) - 2


def store(consignment: sdk.Consignment, settings: TwilioFlexSettings) -> sdk.Flow[None]:
    """Write the parts, and the manifest last: where it stands, all of them do."""
    capsule = consignment.capsule
    if capsule is None or capsule.kind != "document":
        return
    parts = pieces(capsule)
    for number, text in enumerate(parts, start=1):
        name = part_name(consignment, number)
        yield from _settle(name, Part(part=number, text=text), settings)
    manifest = Manifest(
        name=capsule.name, sha256=capsule.sha256, bytes=len(capsule.data), parts=len(parts)
    )
    yield from _settle(manifest_name(consignment), manifest, settings)


def manifest_name(consignment: sdk.Consignment) -> str:
    """The unique name of the document that says which the others are."""
    return f"readback-{consignment.key}"


def part_name(consignment: sdk.Consignment, number: int) -> str:
    """The unique name of one part, from 1."""
    return f"readback-{consignment.key}-{number}"


def _settle(name: str, data: Part | Manifest, settings: TwilioFlexSettings) -> sdk.Flow[None]:
    text = msgspec.json.encode(data).decode()
    members = {"UniqueName": name, "Data": text}
    request = form(STORE, "sync", _path(settings), members, repeat="keyed")
    response = yield request
    if code_of(response.body) == DOCUMENT_EXISTS:
        yield from _correct(name, text, settings)
    elif response.status not in (200, 201):
        read(request, response, Document)


def _correct(name: str, text: str, settings: TwilioFlexSettings) -> sdk.Flow[None]:
    """It is there, from an attempt before: look whether it is whole."""
    path = f"{_path(settings)}/{name}"
    for _ in range(_UPDATES):
        there = yield from ask(get("compare capsule", "sync", path), Document)
        if there.data == msgspec.json.decode(text):
            return
        update = form("correct capsule", "sync", path, {"Data": text}, if_match=there.revision)
        response = yield update
        if response.status != 412:
            read(update, response, Document)
            return


def load(consignment: sdk.Consignment, settings: TwilioFlexSettings) -> sdk.Flow[bytes | None]:
    """The capsule's bytes as they stand there; None where one of its documents is not."""
    if consignment.capsule is None or consignment.capsule.kind != "document":
        return None
    manifest = yield from _data(manifest_name(consignment), Manifest, settings)
    if manifest is None:
        return None
    texts: list[str] = []
    for number in range(1, min(manifest.parts, MOST_DOCUMENTS) + 1):
        part = yield from _data(part_name(consignment, number), Part, settings)
        if part is None:
            return None
        texts.append(part.text)
    return "".join(texts).encode("utf-8", "surrogatepass")


def _data(name: str, type_: type[Any], settings: TwilioFlexSettings) -> sdk.Flow[Any]:
    """What a document holds; None where it is not there, or holds something else."""
    shown = yield from show(get("read capsule", "sync", f"{_path(settings)}/{name}"), Document)
    if shown is None:
        return None
    try:
        return msgspec.convert(shown.data, type_)
    except msgspec.ValidationError:
        return None


def _path(settings: TwilioFlexSettings) -> str:
    return f"/v1/Services/{settings.sync_service_sid}/Documents"
