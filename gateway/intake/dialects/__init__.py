"""The dialects that can come in, one file each, imported when first used.

``choose`` takes the one that the sender named, else the only one that the document looks like.
"""

from __future__ import annotations

import difflib
import re
from importlib import import_module

from gateway.intake.dialects.rows import CANONICAL, ROWS, keys_of
from gateway.intake.errors import DialectAmbiguous, DialectUnknown
from gateway.intake.normalized import Dialect
from gateway.schema.scalars import Json
from gateway.sdk.errors import Problem

__all__ = ["CANONICAL", "candidates", "choose", "load", "named", "names"]

# Media types of standards, which name their dialect without a word of ours.
_STANDARD = {"application/vcon+json": "vcon"}

_MEDIA_TYPE = re.compile(r"^\s*application/vnd\.readback\.([a-z0-9_]+)\+json", re.IGNORECASE)


def names() -> tuple[str, ...]:
    """All dialects, in the order in which they are tried."""
    return tuple(ROWS)


def load(name: str) -> Dialect:
    """The dialect of this name. Raises ``DialectUnknown``."""
    if name not in ROWS:
        close = difflib.get_close_matches(name[:64], ROWS, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        raise DialectUnknown(f"There is no dialect of this name; there are {_listed()}.{hint}")
    dialect: Dialect = import_module(ROWS[name].path).dialect
    return dialect


def named(dialect: str | None, content_type: str) -> str | None:
    """The dialect a sender asks for, by name or by the media type
    ``application/vnd.readback.<name>+json`` or that of a standard; the name wins. None: recognise
    it.
    """
    if dialect:
        return dialect
    found = _MEDIA_TYPE.match(content_type)
    return found[1].lower() if found else _STANDARD.get(_bare(content_type))


def choose(document: Json, name: str | None) -> Dialect:
    """The dialect named, else the one recognised.

    Raises ``DialectUnknown`` and ``DialectAmbiguous``, with the candidates as problems.
    """
    if name:
        return load(name)
    found = candidates(document)
    if len(found) == 1:
        return found[0]
    if found:
        raise DialectAmbiguous(
            "The body looks like more than one dialect; name one with ?dialect=.",
            problems=_listed_as("dialect.ambiguous", found),
        )
    _refuse_a_mere_result(document)
    raise DialectUnknown(
        "The body looks like none of the dialects; name one with ?dialect= to learn what it lacks.",
        problems=_listed_as("dialect.unknown", [load(name) for name in names()]),
    )


def candidates(document: Json) -> list[Dialect]:
    """The dialects that recognise a document; only those that can are imported."""
    keys = keys_of(document)
    dialects = [load(name) for name, row in ROWS.items() if row.may_be(keys)]
    return [dialect for dialect in dialects if dialect.recognises(document)]


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _refuse_a_mere_result(document: Json) -> None:
    from gateway.intake.retrieval import result_name

    if name := result_name(document):
        raise DialectUnknown(
            f"The body is {name} and holds no conversation: send it beside the messages, as "
            'the member "knowledge".'
        )


def _listed_as(code: str, dialects: list[Dialect]) -> list[Problem]:
    return [
        Problem(code=code, detail=f"{dialect.name}: {dialect.looks_like}") for dialect in dialects
    ]


def _listed() -> str:
    return ", ".join(names())
