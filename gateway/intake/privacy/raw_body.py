"""The raw body without what was redacted: masked where it can be found, else not kept at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias
from urllib.parse import unquote_plus

from msgspec import Struct

from gateway.intake.privacy.declared import KIND
from gateway.intake.privacy.plain import plain

RawState: TypeAlias = Literal["as_sent", "masked", "not_kept"]

# A shorter value stands in many places that are not its own.
_SHORTEST = 4

# Characters to look through for all values together; a second's work, and what no customer says.
_MOST_WORK = 1 << 28

_ESCAPE = re.compile(r"\\+u([0-9A-Fa-f]{4})")
_SIMPLE = {'"': r"\\+\"", "\\": r"\\+", "\n": r"\\+n", "\t": r"\\+t", "\r": r"\\+r", "/": r"\\+/"}
_NOISE = re.compile(r"[\s\\-]+")
_DECLARED = f"[{KIND}:"


class Kept(Struct, frozen=True, kw_only=True):
    """The bytes to keep, empty where nothing is."""

    body: bytes
    state: RawState


NOTHING_KEPT = Kept(body=b"", state="not_kept")


def masked_body(body: bytes, utf8: bytes, spellings: Mapping[str, str], *, is_form: bool) -> Kept:
    """The body with a token in the place of each value, however it is escaped there.

    It is not kept where it is no UTF-8, where a value is too short to be told from other text,
    where there are thousands of values in a large body, and where any is still to be found
    afterwards.
    """
    if not spellings:
        return Kept(body=body, state="as_sent")
    if not body.endswith(utf8) or any(len(text) < _SHORTEST for text in spellings):
        return NOTHING_KEPT
    if len(spellings) * len(body) > _MOST_WORK:
        return NOTHING_KEPT
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return NOTHING_KEPT
    for spelling in sorted(spellings, key=len, reverse=True):
        pattern = re.compile("".join(_written(character, is_form) for character in spelling))
        text, count = pattern.subn(spellings[spelling], text)
        # A sensitive value may stand there in a form of its own, such as an epoch.
        if not count and spellings[spelling].startswith(_DECLARED):
            return NOTHING_KEPT
    if _still_says(text, spellings, is_form=is_form):
        return NOTHING_KEPT
    return Kept(body=text.encode(), state="masked")


def _written(character: str, is_form: bool) -> str:
    """A pattern of all ways to write a character in JSON, also JSON within JSON, and in a form."""
    units = character.encode("utf-16-be")
    codes = (units[at : at + 2].hex() for at in range(0, len(units), 2))
    ways = [re.escape(character), "".join(rf"\\+u(?i:{code})" for code in codes)]
    if character in _SIMPLE:
        ways.append(_SIMPLE[character])
    if is_form:
        escaped = "".join(f"%{byte:02x}" for byte in character.encode())
        ways += [f"(?i:{escaped})", *([r"\+"] if character == " " else [])]
    return f"(?:{'|'.join(ways)})"


def _still_says(text: str, spellings: Mapping[str, str], *, is_form: bool) -> bool:
    """Whether a value is there in yet another spelling, with all signs between taken out."""
    text = unquote_plus(text) if is_form else text
    unescaped = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    said = _bare(unescaped)
    return any(_bare(spelling) in said for spelling in spellings)


def _bare(text: str) -> str:
    return _NOISE.sub("", plain(text).text).lower()
