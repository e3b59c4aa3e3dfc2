"""The writer: a note's body in the making, and the ledger of which leaf was printed where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec import Struct

from mappings.canonical import Fit
from mappings.nodes import is_blank
from mappings.translation import Print
from mappings.vendor_schema import NoteFormat

MOST_BYTES = 400_000
# Beyond this only words of the admin's own are written, so that all markup still gets closed.
ROOM = 350_000
# No character has more bytes of UTF-8.
_MOST_BYTES_EACH = 4
# The most bytes one character becomes: &quot; in HTML, four bytes of UTF-8 elsewhere.
_WIDEST = 6

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~&])")
_LINE_START = re.compile(r"(?m)^([ \t]*)([-=]|\d{1,9}(?=[.)]))")

Escape: TypeAlias = Callable[[str], str]


class Around(Struct, frozen=True, gc=False):
    """The words before and behind a value, and whether the value is its leaves as they are."""

    before: str
    after: str
    whole: bool


class Piece(Struct, frozen=True, gc=False):
    """Text to print, and the leaves it is. ``whole`` says that nothing of them is missing."""

    text: str
    pointers: tuple[str, ...] = ()
    whole: bool = True


def escape_html(text: str) -> str:
    """As ``html.escape``, and <br> for line breaks. Most texts have none of these characters, and
    to look for one is several times cheaper than to replace it or to look for all at once.
    """
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    if "'" in text:
        text = text.replace("'", "&#x27;")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", "<br>") if "\n" in text else text


def escape_markdown(text: str) -> str:
    """Nothing a customer wrote is a heading, a list, a link or a tag."""
    return _LINE_START.sub(_escaped_start, _MARKDOWN.sub(r"\\\1", text))


def _escaped_start(match: re.Match[str]) -> str:
    marker = match.group(2)
    return f"{match.group(1)}\\{marker}" if marker in "-=" else f"{match.group(1)}{marker}\\"


def _as_is(text: str) -> str:
    return text


ESCAPES: dict[NoteFormat, Escape] = {
    "text": _as_is,
    "html": escape_html,
    "markdown": escape_markdown,
}


class Writer:
    """Collects a body. ``full`` says that the limit is reached: values are no longer printed.

    ``parts`` make up the body, ``length`` code points so far, and ``prints`` is the ledger. Up to
    ``sure`` code points nobody needs to count bytes; what the limit closed has -1.
    """

    __slots__ = (
        "_bytes",
        "_counted",
        "_fit",
        "_neutralise",
        "escape",
        "full",
        "length",
        "parts",
        "prints",
        "sure",
    )

    def __init__(self, format_: NoteFormat, fit: Fit, *, neutralise: bool) -> None:
        self.escape = ESCAPES[format_]
        self._fit = fit
        self._neutralise = neutralise
        self.parts: list[str] = []
        self.prints: list[Print] = []
        self.length = 0
        self._bytes = 0
        self._counted = 0
        self.sure = ROOM // _MOST_BYTES_EACH
        self.full = False

    def words(self, text: str) -> None:
        """Text of the admin's own, as it is."""
        self._append(text)
        if self.length >= self.sure:
            self._count()
            if self._bytes >= ROOM:
                self.fill()

    def pieces(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            self._piece(piece)

    def fill(self) -> None:
        """Stop printing values, and say so where it happens."""
        if not self.full:
            self._close()
            self._append("…")

    def result(self) -> tuple[str, tuple[Print, ...]]:
        return "".join(self.parts), tuple(self.prints)

    def _piece(self, piece: Piece) -> None:
        if self.full or not piece.text:
            return
        text = self._safe(piece.text)
        cut = False
        if self.length + len(text) > self.sure:
            self._count()
            room = ROOM - self._bytes
            if room <= 0:
                self.fill()
                return
            cut = _bytes_of(text) > room
            if cut:
                text = self._safe(self._fit(piece.text, room // _WIDEST, "characters").text)
        start = self.length
        self._append(text)
        if not is_blank(piece.text):
            end, whole = self.length, piece.whole and not cut
            for pointer in piece.pointers:
                self.prints.append(Print(pointer=pointer, start=start, end=end, whole=whole))
        if cut:
            self._close()

    def _close(self) -> None:
        self.full, self.sure = True, -1

    def _safe(self, text: str) -> str:
        """Escaped, and without ``{{`` of a customer's where the vendor would substitute it."""
        escaped = self.escape(text)
        if not self._neutralise or "{" not in escaped:
            return escaped
        broken = escaped.replace("{{", "{\u200b{").replace("{{", "{\u200b{")
        if broken.endswith("{"):
            broken += "\u200b"
        if broken.startswith("{") and self.parts and self.parts[-1].endswith("{"):
            broken = "\u200b" + broken
        return broken

    def _append(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def _count(self) -> None:
        """Count the bytes since the last count, and how long nobody has to count again."""
        self._bytes += _bytes_of("".join(self.parts[self._counted :]))
        self._counted = len(self.parts)
        if not self.full:
            self.sure = self.length + (ROOM - self._bytes) // _MOST_BYTES_EACH


def _bytes_of(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
