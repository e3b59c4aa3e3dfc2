"""Reads JSON that strict decoders refuse, mends what can be mended once, and notes each loss.

Senders in the wild write NaN (Python's ``json.dumps``), cut an emoji in half (JavaScript's
``slice``) and repeat members; the raw body keeps what they wrote.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from gateway.intake.bounds import MAX_DEPTH, check_bounds
from gateway.intake.charset import undecodable
from gateway.intake.digits import outline, zeroed
from gateway.intake.errors import BodyNotJson, BodyTooComplex
from gateway.intake.shape import is_object
from gateway.schema.leaves import escape
from gateway.schema.origin import Loss
from gateway.schema.scalars import Json

NOT_A_NUMBER = "NaN and Infinity are not JSON; null stands in its place"
TOO_LARGE = "the number is too large for a double; null stands in its place"
TOO_SMALL = "the number is too small for a double; 0 stands in its place"
ROUNDED = "the number is rounded to double precision"
TOO_LONG = "the whole number has more than 4300 digits; it is kept as text"
SURROGATE = "half a surrogate pair is no character; U+FFFD stands in its place"
REPEATED = "the member is repeated; the last one stands"

# CPython's own limit between text and int (CVE-2020-10735); msgspec cannot write more either.
_MAX_DIGITS = 4300
_MAX_LOSSES = 1000
_MAX_PATH = 100_000

_SURROGATE = re.compile("[\ud800-\udfff]")
_NONZERO = re.compile(r"^-?[0.]*[1-9]")
_LONG = b"0" * 18
_NO_NUMBER = re.compile(rb"[^-+.0eE]")
_BEFORE_A_NUMBER = (b"[", b":", b",")
# Begins with the sign, for which a search leaps; dashes are few.
_TINY = re.compile(rb"-(?<=[0-9][eE]-)[0-9]{3}")


class Reading(Struct, frozen=True, kw_only=True):
    """A document as plain JSON, and what did not survive reading it."""

    document: Json
    loss: tuple[Loss, ...] = ()


class _Mark(Struct, frozen=True):
    """Stands in a freshly read document where a number could not be taken as it is."""

    value: Json
    reason: str


class _Oddities:
    """The hooks of one ``json.loads``, counting what they met."""

    def __init__(self) -> None:
        self.marks = 0
        self.repeated: list[tuple[dict[str, Json], tuple[str, ...]]] = []

    def mark(self, value: Json, reason: str) -> _Mark:
        self.marks += 1
        return _Mark(value, reason)

    def constant(self, _: str) -> _Mark:
        return self.mark(None, NOT_A_NUMBER)

    def whole(self, text: str) -> int | _Mark:
        return self.mark(text, TOO_LONG) if len(text) > _MAX_DIGITS else int(text)

    def fraction(self, text: str) -> float | _Mark:
        number = float(text)
        if math.isinf(number):
            return self.mark(None, TOO_LARGE)
        if number == 0:
            return self.mark(number, TOO_SMALL) if _NONZERO.match(text) else number
        if len(text) > 17 and Decimal(text) != Decimal(repr(number)):
            return self.mark(number, ROUNDED)
        return number

    def members(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(pairs)
        if len(found) != len(pairs):
            times = Counter(name for name, _ in pairs)
            # The object is kept here too, so that its id stays its own.
            self.repeated.append((found, tuple(name for name in times if times[name] > 1)))
        return found


def read_document(utf8: bytes) -> Reading:
    """The document in these bytes, mended where needed.

    Raises ``BodyCharset`` for bytes that are not UTF-8, ``BodyNotJson`` and ``BodyTooComplex``.
    """
    document = _right_as_it_is(utf8)
    if document is not UNSET:
        check_bounds(utf8, lambda: document)
        return Reading(document=document)
    try:
        text = utf8.decode()
    except UnicodeDecodeError as error:
        raise undecodable("utf-8", error) from None
    oddities = _Oddities()
    document = _loaded(text, oddities)
    check_bounds(utf8, lambda: document)
    if not oddities.marks and not oddities.repeated and not _has_surrogates(text):
        return Reading(document=document)
    return _mended(document, oddities)


def _right_as_it_is(utf8: bytes) -> Json:
    """The document where a strict decoder reads all of it; ``UNSET`` if it takes a closer look."""
    if may_lose(utf8, outline(utf8)):
        return UNSET
    try:
        document = msgspec.json.decode(utf8)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return UNSET
    # A repeated member leaves fewer colons than were sent: msgspec drops the first in silence.
    return document if msgspec.json.encode(document).count(b":") == utf8.count(b":") else UNSET


def may_lose(utf8: bytes, digits: bytes) -> bool:
    """Whether a number may be in there that a strict decoder would round without a word.

    A cheap guess by long runs of digits and three-digit exponents; the slow reading then knows.
    ``digits``: the text's outline.
    """
    if _TINY.search(utf8) is not None:
        return True
    return _LONG in digits and _has_long_number(zeroed(utf8))


def _has_long_number(text: bytes) -> bool:
    """Whether a long run of zeros stands where a number may: parcels and accounts are texts."""
    at = 0
    while (run := text.find(_LONG, at)) >= 0:
        before = text[at:run].rstrip(b"-+.0eE").rstrip(b" \t\r\n")
        if before[-1:] in _BEFORE_A_NUMBER if before else at == 0:
            return True
        # No byte is looked at twice: a body may be nothing but such runs.
        end = _NO_NUMBER.search(text, run)
        at = end.start() if end else len(text)
    return False


def _loaded(text: str, oddities: _Oddities) -> Json:
    try:
        return json.loads(
            text,
            parse_constant=oddities.constant,
            parse_float=oddities.fraction,
            parse_int=oddities.whole,
            object_pairs_hook=oddities.members,
        )
    except json.JSONDecodeError as error:
        # Before the colon stands what json expected; after it may stand a piece of the body.
        what = error.msg.partition(":")[0]
        place = f"line {error.lineno}, column {error.colno}"
        raise BodyNotJson(f"The body is not JSON at {place}: {what}.") from None
    except RecursionError:
        raise BodyTooComplex(f"The body is nested more than {MAX_DEPTH} levels deep.") from None


def _has_surrogates(text: str) -> bool:
    return "\\ud" in text or "\\uD" in text


def _mended(document: Json, oddities: _Oddities) -> Reading:
    """Mends in place: nobody else has seen the document yet."""
    repeated = {id(members): names for members, names in oddities.repeated}
    losses: list[Loss] = []
    root = [document]
    waiting: list[tuple[str, Json]] = [("", root)]
    while waiting:
        pointer, container = waiting.pop()
        for name in repeated.get(id(container), ()):
            _note(losses, f"{pointer}/{escape(name)}", REPEATED)
        inner = list(_mend_children(pointer, container, container is root, losses))
        waiting.extend(reversed(inner))
    return Reading(document=root[0], loss=tuple(losses))


def _mend_children(
    pointer: str, container: Json, is_root: bool, losses: list[Loss]
) -> Iterator[tuple[str, Json]]:
    """Mends the values of one container; yields the containers within, with their pointers."""
    _mend_names(pointer, container, losses)
    for key, value in list(_entries(container)):
        place = pointer if is_root else f"{pointer}/{escape(str(key))}"
        if isinstance(value, dict | list):
            yield place, value
            continue
        mended = _mend(value)
        if mended is not None:
            container[key] = mended.value
            _note(losses, place, mended.reason)


def _entries(container: Json) -> Iterator[tuple[Any, Json]]:
    yield from container.items() if is_object(container) else enumerate(container)


def _mend(value: Json) -> _Mark | None:
    if isinstance(value, _Mark):
        return value
    if isinstance(value, str) and _SURROGATE.search(value):
        return _Mark(_SURROGATE.sub("\ufffd", value), SURROGATE)
    return None


def _mend_names(pointer: str, members: Json, losses: list[Loss]) -> None:
    if not is_object(members) or not any(map(_SURROGATE.search, members)):
        return
    found = list(members.items())
    members.clear()
    for name, value in found:
        mended = _SURROGATE.sub("\ufffd", name)
        place = f"{pointer}/{escape(mended)}"
        if mended != name:
            _note(losses, place, SURROGATE)
        if mended in members:
            _note(losses, place, REPEATED)
        members[mended] = value


def _note(losses: list[Loss], path: str, reason: str) -> None:
    if len(losses) > _MAX_LOSSES:
        return
    if len(losses) == _MAX_LOSSES:
        path, reason = "", f"more than {_MAX_LOSSES} places were mended; the rest is not listed"
    path = _SURROGATE.sub("\ufffd", path)
    losses.append(Loss(path=path if len(path) <= _MAX_PATH else "", reason=reason))
