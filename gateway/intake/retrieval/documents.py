"""The members of one retrieved document, whichever store it came from.

A score stays what the store said, with its kind and direction where the store says them. Nothing
is normalized: 0.28 of one store and 0.28 of another are two different things.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import escape
from gateway.schema.scalars import Json, Lang, Text, Time

VECTOR = "embedding_vector"
"""Noise: numbers that say nothing to a person, and from which the text can be guessed again."""

VECTOR_DROPPED = "an embedding vector is dropped: it is large and leaks what it was made of"

NULL_MEMBER = "null_member"
EMPTY_MEMBER = "empty_member"
SERIALIZER = "serializer_words"
"""Noise: what a library writes around every document, with the value that it always has."""

TEXT_KEYS = ("text", "content", "page_content", "chunk_text", "body", "passage", "chunk")
"""Where stores that leave the name to their user have the text, most likely first."""

_KNOWN: dict[str, tuple[str, Any]] = {
    "source": ("/uri", Text),
    "url": ("/uri", Text),
    "uri": ("/uri", Text),
    "title": ("/title", Text),
    "section": ("/section", Text),
    "lang": ("/language", Lang),
    "language": ("/language", Lang),
    "updated_at": ("/updated_at", Time),
}

# As PostgreSQL writes vector and sparsevec.
_VECTOR_TEXT = re.compile(r"\[[-+.,0-9eE\s]+\]|\{[-+.,:0-9eE\s]*\}/[0-9]+")


def take_text(document: Draft, holder: Native, named: Native) -> str:
    """Takes the document's text; the name of the member that has it, "" where none does.

    ``named``: where the sender says which it is.
    """
    for name in (named.text, *TEXT_KEYS):
        if name and holder[name].text and document.take(holder[name], "/content", Text):
            if name == named.text:
                document.says("/content", named)
            return name
    return ""


def take_metadata(document: Draft, holder: Native, read: Collection[str] = ()) -> None:
    """All members that are not ``read``: at their own place where there is one for them."""
    if holder.value is None or holder.value == {}:
        document.drop(holder, NULL_MEMBER if holder.value is None else EMPTY_MEMBER)
    for name, member in holder.members():
        if name in read:
            continue
        place, type_ = _KNOWN.get(name, ("", Any))
        if not (place and member.value and document.take(member, place, type_)):
            document.take(member, f"/metadata/{escape(name)}")


def take_score(
    document: Draft, value: Native, kind: str, *, metric: str = "", higher: bool | None = None
) -> bool:
    """Adds a score; ``higher``: whether more is better, None where nobody can tell.

    False where it is none; null is one that was not computed.
    """
    if value.is_there and value.value is None:
        document.drop(value, NULL_MEMBER)
        return True
    score = Draft(kind=kind)
    number = _number(value.value)
    if number is None or not score.make("/value", number, value):
        return False
    if metric:
        score.value["metric"] = metric
    if higher is not None:
        score.value["higher_is_better"] = higher
    return bool(document.append("/scores", score))


def drop_vector(document: Draft, vector: Native) -> None:
    """Leaves an embedding out and says so; what is none is kept as metadata."""
    if vector.value is None or vector.value in ([], {}, ""):
        document.drop(vector, NULL_MEMBER if vector.value is None else EMPTY_MEMBER)
    elif is_vector(vector.value):
        document.drop(vector, VECTOR)
        document.lose(vector, VECTOR_DROPPED)
    elif vector.is_there:
        document.take(vector, f"/metadata/{vector.at.rpartition('/')[2]}")


def is_vector(value: Json) -> bool:
    """Whether it is an embedding: numbers, lists of numbers by name, or PostgreSQL's text."""
    if isinstance(value, str):
        return _VECTOR_TEXT.fullmatch(value) is not None
    if is_object(value):
        return bool(value) and all(map(is_vector, value.values()))
    if not is_list(value) or not value:
        return False
    return all(_is_number(item) or (is_list(item) and is_vector(item)) for item in value)


def drop_default(document: Draft, holder: Native, defaults: dict[str, Json]) -> set[str]:
    """Names what a serializer always writes as noise; the names of those that said nothing else."""
    dropped = {name for name, value in defaults.items() if _is(holder[name].value, value)}
    for name in dropped:
        document.drop(holder[name], SERIALIZER)
    return dropped


def _is(value: Json, default: Json) -> bool:
    return type(value) is type(default) and value == default


def _number(value: Json) -> float | None:
    """GraphQL writes scores as text."""
    if _is_number(value):
        return value  # type: ignore[no-any-return]
    try:
        number = float(value) if isinstance(value, str) else float("nan")
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
