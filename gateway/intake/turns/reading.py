"""Reads one turn: a fragment of a canonical conversation, or a body in any dialect."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from gateway.intake.charset import as_utf8
from gateway.intake.dialects import CANONICAL, candidates, choose, named
from gateway.intake.errors import BodyTooLarge
from gateway.intake.form import is_form, read_form
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.policy import DEFAULT_POLICY, Policy
from gateway.intake.privacy.protect import WITHHELD, protect
from gateway.intake.privacy.raw_body import masked_body
from gateway.intake.repair import Reading, read_document
from gateway.intake.settling import Settled, settle
from gateway.intake.shape import is_list, is_object, text_of
from gateway.intake.turns.kept import Turn, encode_turn
from gateway.schema.codec import encode_handoff, handoff_document
from gateway.schema.conversation import Role
from gateway.schema.handoff import Handoff
from gateway.schema.origin import Correlation
from gateway.schema.scalars import Json

_ROLES = frozenset(get_args(Role))


class ReadTurn(Struct, frozen=True, kw_only=True):
    """A turn as it is to be kept, ``raw`` what may be kept of its body, what it was in, and the id
    of its own that its dialect gives each turn, if any. ``redactions``: values that each detector
    replaced.
    """

    document: bytes
    raw: bytes
    dialect: str
    own: str | None
    redactions: Mapping[str, int] = {}


def read_turn(
    body: bytes,
    *,
    content_type: str,
    dialect: str | None,
    conversation: str,
    max_body: int,
    policy: Policy = DEFAULT_POLICY,
) -> ReadTurn:
    """What a turn's body says about a conversation of this id.

    A list of canonical messages, alone or under ``messages``, is taken too. Raises
    ``InvalidHandoff`` as handing over would.
    """
    if len(body) > max_body:
        raise BodyTooLarge(f"The body has {len(body)} bytes; at most {max_body} are accepted.")
    utf8 = as_utf8(body, content_type)
    is_a_form = is_form(utf8, content_type)
    reading = read_form(utf8) if is_a_form else read_document(utf8)
    asked = named(dialect, content_type)
    whole = _whole(reading.document, asked, conversation)
    if whole is not None:
        asked, reading = CANONICAL, Reading(document=whole, loss=reading.loss)
    chosen = choose(reading.document, asked)
    scrubbed = policy.profile.wants_scrubbed
    settled = settle(
        _not_lifted(chosen, scrubbed=scrubbed),
        reading,
        raw_sha256=sha256(body).hexdigest(),
        strict=False,
    )
    whole_turn = _with_unmapped(settled)
    protected = protect(whole_turn, policy.profile, package=encode_handoff(whole_turn))
    is_withheld = WITHHELD in settled.noise.values()
    masked = masked_body(body, utf8, protected.spellings, is_form=is_a_form)
    return ReadTurn(
        document=_kept(protected.handoff, settled, reading),
        raw=b"" if is_withheld else masked.body,
        dialect=chosen.name,
        own=_own(settled),
        redactions=protected.counts,
    )


def _whole(document: Json, asked: str | None, conversation: str) -> dict[str, Json] | None:
    """A canonical fragment as a whole handoff; None where it is none."""
    if asked not in (None, CANONICAL):
        return None
    given = document.get("conversation") if is_object(document) else None
    if is_object(document) and is_object(given):
        is_ours = asked == CANONICAL or [one.name for one in candidates(document)] == [CANONICAL]
        return {**document, "conversation": {**given, "id": conversation}} if is_ours else None
    beside = document if is_object(document) else {}
    messages = beside.get("messages") if beside else document
    if not is_list(messages) or not messages or not all(map(_is_canonical, messages)):
        return None
    if asked is None and candidates(document):
        return None
    said = {"id": conversation, "messages": messages}
    return {
        **{name: value for name, value in beside.items() if name != "messages"},
        "conversation": said,
    }


def _is_canonical(message: Json) -> bool:
    return is_object(message) and message.get("role") in tuple(_ROLES) and "content" in message


def _not_lifted(dialect: Dialect, *, scrubbed: bool) -> Dialect:
    """What tool traffic says is lifted when the whole conversation is there."""
    read = (dialect.normalize_scrubbed if scrubbed else None) or dialect.normalize

    def normalize(document: Json) -> Normalized:
        return replace(read(document), lifts=False)

    return replace(dialect, normalize=normalize, normalize_scrubbed=None)


def _with_unmapped(settled: Settled) -> Handoff:
    """The handoff with what no rule read, so that it is redacted as well."""
    given = settled.handoff.unmapped
    return replace(settled.handoff, unmapped={**(given or {}), **settled.unmapped})


def _kept(handoff: Handoff, settled: Settled, reading: Reading) -> bytes:
    document = handoff_document(handoff)
    del document["conversation"]["id"]
    turn = Turn(
        handoff=document,
        loss=(*reading.loss, *settled.loss),
        generated=tuple(one for one in settled.generated if one.path != "/conversation/id"),
    )
    return encode_turn(turn)


def _own(settled: Settled) -> str | None:
    correlation = settled.handoff.correlation
    return text_of(correlation.run_id) if isinstance(correlation, Correlation) else None
