"""The door: from the bytes of a request to a handoff that is ready to be stored, or a refusal.

A well-formed canonical body costs one decode; only what that decode refuses, or another dialect,
pays for the slow reading that mends, moves and names. Nothing here does I/O or knows the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct

from gateway.intake.bounds import check_bounds
from gateway.intake.charset import as_utf8
from gateway.intake.dialects import CANONICAL, choose, load, named
from gateway.intake.digits import outline
from gateway.intake.errors import BodyTooLarge
from gateway.intake.filling import Origin
from gateway.intake.form import is_form, read_form
from gateway.intake.normalized import Dialect
from gateway.intake.packing import Packed, members_sent, pack
from gateway.intake.policy import DEFAULT_POLICY, Policy
from gateway.intake.privacy.protect import WITHHELD, protect
from gateway.intake.privacy.raw_body import NOTHING_KEPT, Kept, RawState, masked_body
from gateway.intake.repair import Reading, may_lose, read_document
from gateway.intake.settling import Settled, settle
from gateway.intake.turns.kept import Earlier
from gateway.intake.turns.pickup import continued
from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff
from gateway.sdk.errors import InvalidHandoff

_NO_LIMIT = 1 << 62


class Received(Struct, frozen=True, kw_only=True):
    """A handoff that came in. ``raw`` is the body byte for byte, or what may be kept of it;
    ``raw_sha256`` is of the body as it was sent. ``package`` is the canonical form in which it is
    kept and delivered, ``received_at`` the caller's clock, ``redactions`` how many values each
    detector replaced.
    """

    handoff: Handoff
    handoff_id: str
    package: bytes
    raw: bytes
    raw_sha256: str
    media_type: str
    dialect: str
    received_at: str
    raw_state: RawState = "as_sent"
    redactions: Mapping[str, int] = {}


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
    policy: Policy = DEFAULT_POLICY,
    turns: Sequence[Earlier] = (),
) -> Received:
    """Let a body in.

    ``dialect`` None recognises it; ``strict`` refuses what would else be mended or moved to
    ``unmapped``; ``max_body`` is in bytes; ``turns`` of the conversation came before. Raises
    ``InvalidHandoff`` or one of its kinds in ``gateway.intake.errors``, with every problem.
    """
    _check_size(body, max_body)
    sent = _Sent(
        utf8=as_utf8(body, content_type),
        content_type=content_type,
        strict=strict,
        policy=policy,
        turns=tuple(turns),
        sha256=sha256(body).hexdigest(),
    )
    ready = _ready(sent, named(dialect, content_type), new_id)
    packed, origin = ready.packed, ready.origin
    protected = protect(packed.handoff, policy.profile, package=packed.package, digits=ready.digits)
    kept = _kept(body, sent, origin, protected.spellings)
    return Received(
        handoff=protected.handoff,
        handoff_id=str(protected.handoff.id),
        package=protected.package,
        raw=kept.body,
        raw_sha256=origin.raw_sha256,
        media_type=content_type,
        dialect=origin.dialect,
        received_at=received_at,
        raw_state=kept.state,
        redactions=protected.counts,
    )


def examine(
    body: bytes,
    *,
    content_type: str,
    dialect: str | None,
    strict: bool,
    max_body: int = _NO_LIMIT,
    policy: Policy = DEFAULT_POLICY,
) -> Reception:
    """What ``receive`` would make of a body, leaf by leaf, before ids, provenance and privacy.

    Raises what ``receive`` raises.
    """
    _check_size(body, max_body)
    utf8 = as_utf8(body, content_type)
    sent = _Sent(
        utf8=utf8,
        content_type=content_type,
        strict=strict,
        policy=policy,
        sha256=sha256(body).hexdigest(),
    )
    return _examined(sent, named(dialect, content_type))


class _Sent(Struct, frozen=True, kw_only=True):
    utf8: bytes
    content_type: str
    strict: bool
    policy: Policy
    sha256: str
    turns: tuple[Earlier, ...] = ()


class _Ready(Struct, frozen=True, kw_only=True):
    """What is packed, where it came from, and the outline of its digits if it is known."""

    packed: Packed
    origin: Origin
    digits: bytes | None = None


def _check_size(body: bytes, max_body: int) -> None:
    if len(body) > max_body:
        raise BodyTooLarge(f"The body has {len(body)} bytes; at most {max_body} are accepted.")


def _ready(sent: _Sent, dialect: str | None, new_id: Callable[[], str]) -> _Ready:
    if dialect in (None, CANONICAL):
        ready = _ready_as_it_is(sent, new_id)
        if ready is not None:
            return ready
    reception = _examined(sent, dialect)
    settled = reception.settled
    origin = _origin(
        sent,
        reception.dialect,
        loss=(*reception.reading.loss, *settled.loss),
        generated=settled.generated,
        unmapped=settled.unmapped,
        is_withheld=_is_withheld(reception, sent),
    )
    packed = pack(settled.handoff, origin, new_id, sent.policy.region)
    return _Ready(packed=packed, origin=origin)


def _ready_as_it_is(sent: _Sent, new_id: Callable[[], str]) -> _Ready | None:
    """A canonical body that is right as it is; None if it takes a closer look."""
    utf8 = sent.utf8
    try:
        handoff = decode_handoff(utf8)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    check_bounds(utf8, lambda: msgspec.json.decode(utf8))
    digits = outline(utf8)
    if may_lose(utf8, digits):
        return None
    origin = _origin(sent, load(CANONICAL))
    try:
        packed = pack(handoff, origin, new_id, sent.policy.region)
    except InvalidHandoff:
        return None
    # A repeated member leaves fewer colons than were sent: msgspec drops the first in silence.
    if members_sent(packed, handoff) != utf8.count(b":"):
        return None
    # An escape may stand for a digit.
    is_plain = b"\\" not in utf8
    return _Ready(packed=packed, origin=origin, digits=digits if is_plain else None)


def _origin(sent: _Sent, dialect: Dialect, **found: Any) -> Origin:
    return Origin(
        dialect=dialect.name,
        dialect_version=dialect.version,
        raw_sha256=sent.sha256,
        media_type=sent.content_type,
        **found,
    )


def _is_withheld(reception: Reception, sent: _Sent) -> bool:
    """Only what was to be scrubbed can have left something out for it."""
    if not sent.policy.profile.wants_scrubbed or reception.dialect.normalize_scrubbed is None:
        return False
    return WITHHELD in reception.settled.noise.values()


def _kept(body: bytes, sent: _Sent, origin: Origin, spellings: Mapping[str, str]) -> Kept:
    if origin.is_withheld:
        return NOTHING_KEPT
    is_a_form = is_form(sent.utf8, sent.content_type)
    return masked_body(body, sent.utf8, spellings, is_form=is_a_form)


def _examined(sent: _Sent, dialect: str | None) -> Reception:
    is_a_form = is_form(sent.utf8, sent.content_type)
    reading = read_form(sent.utf8) if is_a_form else read_document(sent.utf8)
    chosen = choose(reading.document, dialect)
    if sent.turns:
        chosen = continued(chosen, sent.turns)
    settled = settle(
        chosen,
        reading,
        raw_sha256=sent.sha256,
        strict=sent.strict,
        table=sent.policy.lifting,
        wants_scrubbed=sent.policy.profile.wants_scrubbed,
    )
    return Reception(dialect=chosen, reading=reading, settled=settled)
