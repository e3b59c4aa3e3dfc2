"""Attributes that hold JSON as text: read as what they say, accounted for as one leaf each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from gateway.intake.embedded import embedded
from gateway.intake.normalized import Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import escape
from gateway.schema.scalars import Json

EXTENSION = "io.opentelemetry.unread"
"""What stood in such a text and no rule reads, by pointers into what the text says."""


def unfolded(document: Json, names: Iterable[str]) -> tuple[Json, Mapping[str, str]]:
    """The document with lists in place of the texts that say them, and those texts by pointer."""
    if not is_object(document):
        return document, {}
    structured = dict(document)
    texts: dict[str, str] = {}
    for name in names:
        text = document.get(name)
        if not isinstance(text, str):
            continue
        said = embedded(text)
        if is_list(said) and said:
            structured[name] = said
            texts[f"/{escape(name)}"] = text
    return structured, texts


def folded(normalized: Normalized, texts: Mapping[str, str]) -> Normalized:
    """Where the leaves of the document went, each text being one leaf again."""
    if not texts:
        return normalized
    mapped: dict[str, tuple[str, ...]] = {}
    for native, places in normalized.mapped.items():
        at = _text_at(native, texts)
        mapped[at] = tuple(dict.fromkeys((*mapped.get(at, ()), *places)))
    inside = {at: value for at, value in normalized.unmapped.items() if _text_at(at, texts) != at}
    unread = {at: value for at, value in inside.items() if _text_at(at, texts) in mapped}
    unmapped = {at: value for at, value in normalized.unmapped.items() if at not in inside}
    return replace(
        normalized,
        handoff=_with_unread(normalized.handoff, unread),
        mapped=mapped,
        unmapped=unmapped | {at: text for at, text in texts.items() if at not in mapped},
        noise={at: why for at, why in normalized.noise.items() if _text_at(at, texts) == at},
    )


def _text_at(pointer: str, texts: Mapping[str, str]) -> str:
    """The text that a pointer leads into, else the pointer itself."""
    top = "/".join(pointer.split("/")[:2])
    return top if top in texts else pointer


def _with_unread(handoff: dict[str, Json], unread: Mapping[str, Json]) -> dict[str, Json]:
    extensions = handoff.get("extensions", {})
    if not unread or not is_object(extensions) or EXTENSION in extensions:
        return handoff
    return {**handoff, "extensions": {**extensions, EXTENSION: dict(unread)}}
