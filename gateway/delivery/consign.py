"""From a translation to a consignment: merge fields, make the capsule, refuse stranded leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, cast

import msgspec

from gateway.schema.leaves import unescape
from gateway.sdk.consignment import Capsule, CapsuleKind, Consignment, FieldValue, Note
from gateway.sdk.errors import LeavesStranded, Problem
from mappings.fate import Fate
from mappings.translation import CapsuleResult, FieldResult, NoteResult, Translation

WITHHELD = "[withheld]"


def consign(
    translation: Translation,
    *,
    fates: Mapping[str, Fate],
    package: bytes,
    delivery_id: str,
    handoff_id: str,
) -> Consignment:
    """What the adapter is given. Raises ``LeavesStranded`` naming each leaf without a place."""
    _refuse_stranded(fates)
    return Consignment(
        key=delivery_id,
        handoff_id=handoff_id,
        object=translation.object,
        fields=_merged(translation.fields),
        note=_note(translation.note),
        capsule=_capsule(translation.capsule, package),
    )


def _refuse_stranded(fates: Mapping[str, Fate]) -> None:
    problems = [
        Problem(
            code="delivery.stranded",
            pointer=pointer,
            detail="The mapping gives this leaf no place. Map it, or keep a capsule.",
        )
        for pointer, fate in fates.items()
        if fate == "stranded"
    ]
    if problems:
        raise LeavesStranded(why=f"{len(problems)} leaves have no place", problems=problems)


def _merged(results: tuple[FieldResult, ...]) -> tuple[FieldValue, ...]:
    """Several rules may add to one list field; every other field has one rule."""
    values: dict[str, Any] = {}
    for result in results:
        members = _members(result.value)
        if members is None:
            values[result.name] = result.value
        else:
            values[result.name] = list(dict.fromkeys([*values.get(result.name, ()), *members]))
    return tuple(FieldValue(name=name, value=value) for name, value in values.items())


def _members(value: Any) -> list[Any] | None:
    return list(cast("list[Any]", value)) if isinstance(value, list | tuple) else None


def _note(note: NoteResult | None) -> Note | None:
    if note is None:
        return None
    return Note(field=note.field, format=note.format, body=note.body)


def _capsule(capsule: CapsuleResult | None, package: bytes) -> Capsule | None:
    if capsule is None:
        return None
    data = _redacted(package, capsule.withheld) if capsule.withheld else package
    return Capsule(
        name=capsule.name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=cast("CapsuleKind", capsule.kind),
    )


def _redacted(package: bytes, pointers: tuple[str, ...]) -> bytes:
    document = msgspec.json.decode(package)
    for pointer in pointers:
        _withhold(document, [unescape(token) for token in pointer.split("/")[1:]])
    return msgspec.json.encode(document)


def _withhold(document: Any, tokens: list[str]) -> None:
    """Put a marker where the value was: a removed array element would shift its neighbours."""
    *parents, last = tokens
    for token in parents:
        document = document[_key(document, token)]
    document[_key(document, last)] = WITHHELD


def _key(document: Any, token: str) -> int | str:
    return int(token) if isinstance(document, list) else token
