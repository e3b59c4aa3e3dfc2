"""The door: from the bytes of a request to a handoff that is ready to be stored, or a refusal.

A well-formed canonical body costs one decode; only what that decode refuses, or another dialect,
pays for the slow reading that mends, moves and names. Nothing here does I/O or knows the time.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import msgspec
from msgspec import Struct

from gateway.intake.bounds import check_bounds
from gateway.intake.charset import as_utf8
from gateway.intake.dialects import CANONICAL, choose, load, named
from gateway.intake.errors import BodyTooLarge
from gateway.intake.filling import Origin, fill
from gateway.intake.normalized import Dialect
from gateway.intake.repair import Reading, may_lose, read_document
from gateway.intake.settling import Settled, settle
from gateway.schema.codec import decode_handoff, encode_handoff
from gateway.schema.handoff import Handoff

_NO_LIMIT = 1 << 62


class Received(Struct, frozen=True, kw_only=True):
    """A handoff that came in. ``raw`` is the body byte for byte, ``package`` the canonical form
    in which it is kept and delivered, ``received_at`` the caller's clock.
    """

    handoff: Handoff
    handoff_id: str
    package: bytes
    raw: bytes
    raw_sha256: str
    media_type: str
    dialect: str
    received_at: str


class Reception(Struct, frozen=True, kw_only=True):
    """What became of a body: its dialect, and where each of its leaves went."""

    dialect: Dialect
    reading: Reading
    settled: Settled


def receive(
    body: bytes,
    *,
    content_type: str,
    dialect: str | None,
    strict: bool,
    new_id: Callable[[], str],
    received_at: str,
    max_body: int,
) -> Received:
    """Let a body in.

    ``dialect`` None recognises it; ``strict`` refuses what would else be mended or moved to
    ``unmapped``; ``max_body`` is in bytes. Raises ``InvalidHandoff`` or one of its kinds in
    ``gateway.intake.errors``, with every problem.
    """
    _check_size(body, max_body)
    utf8 = as_utf8(body, content_type)
    handoff, origin = _read(utf8, named(dialect, content_type), strict)
    origin = msgspec.structs.replace(
        origin, raw_sha256=sha256(body).hexdigest(), media_type=content_type
    )
    filled = fill(handoff, origin, new_id)
    return Received(
        handoff=filled,
        handoff_id=str(filled.id),
        package=encode_handoff(filled),
        raw=body,
        raw_sha256=origin.raw_sha256,
        media_type=content_type,
        dialect=origin.dialect,
        received_at=received_at,
    )


def examine(
    body: bytes, *, content_type: str, dialect: str | None, strict: bool, max_body: int = _NO_LIMIT
) -> Reception:
    """What ``receive`` would make of a body, leaf by leaf, before ids and provenance.

    Raises what ``receive`` raises.
    """
    _check_size(body, max_body)
    utf8 = as_utf8(body, content_type)
    return _examined(utf8, named(dialect, content_type), strict)


def _check_size(body: bytes, max_body: int) -> None:
    if len(body) > max_body:
        raise BodyTooLarge(f"The body has {len(body)} bytes; at most {max_body} are accepted.")


def _read(utf8: bytes, dialect: str | None, strict: bool) -> tuple[Handoff, Origin]:
    if dialect in (None, CANONICAL):
        handoff = _read_canonical(utf8)
        if handoff is not None:
            return handoff, _origin(load(CANONICAL))
    reception = _examined(utf8, dialect, strict)
    settled = reception.settled
    origin = msgspec.structs.replace(
        _origin(reception.dialect),
        loss=reception.reading.loss,
        generated=settled.generated,
        unmapped=settled.unmapped,
    )
    return settled.handoff, origin


def _origin(dialect: Dialect) -> Origin:
    return Origin(
        dialect=dialect.name, dialect_version=dialect.version, raw_sha256="", media_type=""
    )


def _read_canonical(utf8: bytes) -> Handoff | None:
    """A canonical body that is right as it is; None if it takes a closer look."""
    try:
        handoff = decode_handoff(utf8)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    check_bounds(utf8, lambda: msgspec.json.decode(utf8))
    # A repeated member leaves fewer colons than were sent: msgspec drops the first in silence.
    if may_lose(utf8) or encode_handoff(handoff).count(b":") != utf8.count(b":"):
        return None
    return handoff


def _examined(utf8: bytes, dialect: str | None, strict: bool) -> Reception:
    reading = read_document(utf8)
    chosen = choose(reading.document, dialect)
    settled = settle(chosen, reading, strict=strict)
    return Reception(dialect=chosen, reading=reading, settled=settled)
