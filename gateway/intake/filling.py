"""What the door adds to a handoff that came without: version, ids, numbers and provenance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import UNSET, Struct
from msgspec.structs import replace

from gateway.intake.numbering import message_ids, sequence_numbers
from gateway.schema.conversation import Conversation, Message
from gateway.schema.handoff import SCHEMA_VERSION, Handoff
from gateway.schema.leaves import escape
from gateway.schema.origin import Generated, Loss, Provenance
from gateway.schema.scalars import Json
from gateway.schema.versions import readable
from gateway.sdk.errors import InvalidHandoff, Problem

NORMALIZER = "readback"


class Origin(Struct, frozen=True, kw_only=True):
    """What the door knows about the document a handoff came as. ``is_withheld``: parts of it were
    left out because their platform scrubbed them.
    """

    dialect: str
    dialect_version: str
    raw_sha256: str
    media_type: str
    loss: tuple[Loss, ...] = ()
    generated: tuple[Generated, ...] = ()
    unmapped: Mapping[str, Json] = {}
    is_withheld: bool = False


def fill(handoff: Handoff, origin: Origin, new_id: Callable[[], str]) -> Handoff:
    """The handoff as it is kept. What the sender gave stays; where the door's own value has to
    stand, the sender's moves to ``unmapped``.

    Raises ``InvalidHandoff`` for a schema version that this gateway cannot read.
    """
    _check_version(handoff.schema_version)
    conversation = _numbered(handoff.conversation)
    displaced = _displaced(handoff, origin)
    if conversation is not handoff.conversation:
        displaced |= _displaced_numbers(handoff.conversation.messages)
    return replace(
        handoff,
        schema_version=handoff.schema_version or SCHEMA_VERSION,
        id=handoff.id or new_id(),
        conversation=conversation,
        provenance=_provenance(handoff.provenance, origin),
        unmapped=_merged(handoff.unmapped, {**origin.unmapped, **displaced}),
    )


def _check_version(version: Any) -> None:
    if isinstance(version, str) and not readable(version):
        problem = Problem(
            code="handoff.schema_version",
            pointer="/schema_version",
            detail=f"is a version that this gateway cannot read; it reads {SCHEMA_VERSION}",
        )
        raise InvalidHandoff(problems=[problem])


def _numbered(conversation: Conversation) -> Conversation:
    messages = conversation.messages
    if all(map(_is_numbered, messages)):
        return conversation
    ids = message_ids([message.id for message in messages])
    numbers = sequence_numbers(message.seq for message in messages)
    numbered = tuple(
        message if _is_numbered(message) else replace(message, id=id_, seq=number)
        for message, id_, number in zip(messages, ids, numbers, strict=True)
    )
    return replace(conversation, messages=numbered)


def _is_numbered(message: Message) -> bool:
    return isinstance(message.id, str) and isinstance(message.seq, int)


def _provenance(given: Any, origin: Origin) -> Provenance:
    known = given if isinstance(given, Provenance) else Provenance()
    return replace(
        known,
        **_facts(origin),
        loss=_appended(known.loss, origin.loss),
        generated=_appended(known.generated, origin.generated),
    )


def _facts(origin: Origin) -> dict[str, str]:
    return {
        "dialect": origin.dialect,
        "dialect_version": origin.dialect_version,
        "normalizer": NORMALIZER,
        "raw_sha256": origin.raw_sha256,
        "raw_media_type": origin.media_type,
    }


def _appended(given: Any, added: tuple[Any, ...]) -> Any:
    return (*(given or ()), *added) if added else given


def _displaced(handoff: Handoff, origin: Origin) -> dict[str, Json]:
    """What the sender gave where the door's own value has to stand, by its pointer."""
    found = _nulls(handoff, "", ("schema_version", "id", "provenance"))
    if isinstance(handoff.provenance, Provenance):
        for name, fact in _facts(origin).items():
            given = getattr(handoff.provenance, name)
            if given is not UNSET and given != fact:
                found[f"/provenance/{name}"] = given
    return found


def _displaced_numbers(messages: tuple[Message, ...]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for index, message in enumerate(messages):
        if message.id is None or message.seq is None:
            found |= _nulls(message, f"/conversation/messages/{index}", ("id", "seq"))
    return found


def _nulls(struct: Struct, pointer: str, names: tuple[str, ...]) -> dict[str, Json]:
    return {f"{pointer}/{name}": None for name in names if getattr(struct, name) is None}


def _merged(given: Any, added: Mapping[str, Json]) -> Any:
    """``unmapped`` with more in it. An entry of the sender's own whose key is needed moves to
    the key that names its place in what was sent: ``/unmapped/<its key>``.
    """
    if not added:
        return given
    # What says nothing is there becomes something: that it was null or empty is kept as well.
    merged = dict(given) if given else {} if given is UNSET else {"/unmapped": given}
    for pointer, value in added.items():
        _make_room(merged, pointer)
        merged[pointer] = value
    return merged


def _make_room(entries: dict[str, Json], pointer: str) -> None:
    if pointer in entries:
        elsewhere = f"/unmapped/{escape(pointer)}"
        _make_room(entries, elsewhere)
        entries[elsewhere] = entries.pop(pointer)
