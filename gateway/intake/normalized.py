"""What a normalizer is and what it hands back: a canonical document, and where each leaf went."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from gateway.schema.origin import Generated, Loss
from gateway.schema.scalars import Json


class Normalized(Struct, frozen=True, kw_only=True):
    """A native document as a canonical one, not yet checked.

    ``mapped`` names for each native leaf the canonical pointers it stands at; ``unmapped`` holds
    the native members that no rule read, whole; ``noise`` the native leaves that say nothing,
    each with its reason. Every native leaf is in exactly one of the three. ``loss`` tells of noise
    that a person would miss. ``lifts``: tool traffic may say more; all messages have an id.
    ``is_swept``: whatever no rule read has been looked for and is in ``unmapped``. ``is_unnamed``:
    the document names no conversation, whose id is still to be made.
    """

    handoff: dict[str, Json]
    mapped: Mapping[str, tuple[str, ...]]
    unmapped: dict[str, Json] = {}
    noise: Mapping[str, str] = {}
    generated: tuple[Generated, ...] = ()
    loss: tuple[Loss, ...] = ()
    lifts: bool = False
    is_swept: bool = False
    is_unnamed: bool = False


class Dialect(Struct, frozen=True, kw_only=True):
    """One native form. ``looks_like`` tells a sender in plain words what is recognised.

    ``normalize`` raises ``InvalidHandoff`` for a document that is not in the dialect at all.
    ``normalize_scrubbed``, where a platform takes personal data out itself, reads only what is
    left then.
    """

    name: str
    version: str
    looks_like: str
    recognises: Callable[[Json], bool]
    normalize: Callable[[Json], Normalized]
    normalize_scrubbed: Callable[[Json], Normalized] | None = None
