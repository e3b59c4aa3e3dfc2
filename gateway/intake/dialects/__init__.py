"""The dialects that can come in, one file each, imported when first used.

``choose`` takes the one that the sender named, else the only one that the document looks like.
"""

from __future__ import annotations

import difflib
import re
from importlib import import_module

from gateway.intake.errors import DialectAmbiguous, DialectUnknown
from gateway.intake.normalized import Dialect
from gateway.schema.scalars import Json
from gateway.sdk.errors import Problem

CANONICAL = "canonical"

_MODULES: dict[str, str] = {
    CANONICAL: "gateway.intake.dialects.canonical",
    "openai_chat": "gateway.intake.dialects.openai_chat",
}

_MEDIA_TYPE = re.compile(r"^\s*application/vnd\.readback\.([a-z0-9_]+)\+json", re.IGNORECASE)


def names() -> tuple[str, ...]:
    """All dialects, in the order in which they are tried."""
    return tuple(_MODULES)


def load(name: str) -> Dialect:
    """The dialect of this name. Raises ``DialectUnknown``."""
    if name not in _MODULES:
        close = difflib.get_close_matches(name[:64], _MODULES, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise DialectUnknown(f"There is no dialect of this name; there are {_listed()}.{hint}")
    dialect: Dialect = import_module(_MODULES[name]).dialect
    return dialect


def named(dialect: str | None, content_type: str) -> str | None:
    """The dialect a sender asks for, by name or by the media type
    ``application/vnd.readback.<name>+json``; the name wins. None: recognise it.
    """
    found = _MEDIA_TYPE.match(content_type)
    return dialect or (found[1].lower() if found else None)


def choose(document: Json, name: str | None) -> Dialect:
    """The dialect named, else the one recognised.

    Raises ``DialectUnknown`` and ``DialectAmbiguous``, with the candidates as problems.
    """
    if name:
        return load(name)
    found = [dialect for dialect in map(load, names()) if dialect.recognises(document)]
    if len(found) == 1:
        return found[0]
    if found:
        raise DialectAmbiguous(
            "The body looks like more than one dialect; name one with ?dialect=.",
            problems=_candidates("dialect.ambiguous", found),
        )
    raise DialectUnknown(
        "The body looks like none of the dialects; name one with ?dialect= to learn what it lacks.",
        problems=_candidates("dialect.unknown", [load(name) for name in names()]),
    )


def _candidates(code: str, dialects: list[Dialect]) -> list[Problem]:
    return [
        Problem(code=code, detail=f"{dialect.name}: {dialect.looks_like}") for dialect in dialects
    ]


def _listed() -> str:
    return ", ".join(names())
