"""Tags: what becomes of a text in a list of tags."""

from __future__ import annotations

import re
import unicodedata

from msgspec.structs import replace

from mappings.items import Change, Item, Items, worst
from mappings.nodes import plain_text

_PLAIN = re.compile(r"[a-z0-9_]+")
_OTHER = re.compile(r"[^a-z0-9_]+")


def underscored(text: str) -> str:
    """Lower case without accents, and _ for what is left; empty where nothing is left."""
    if _PLAIN.fullmatch(text):
        return text
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _OTHER.sub("_", bare).strip("_")


def underscore_change() -> Change:
    """Write texts as tags; a text without one plain letter or digit is left out."""

    def changed(item: Item) -> Item | None:
        text = plain_text(item.value)
        tag = underscored(text)
        if tag == text:
            return item
        fate = worst(item.fate, "reformatted" if tag == text.lower() else "narrowed")
        return replace(item, value=tag, fate=fate) if tag else None

    def change(items: Items) -> Items:
        return tuple(new for item in items if (new := changed(item)))

    return change
