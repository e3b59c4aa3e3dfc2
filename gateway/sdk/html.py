"""HTML notes: the text a person would see, with offsets, and cutting markup into whole chunks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from msgspec import Struct

from gateway.sdk.limits import boundary_after, boundary_before, measure

_TOKEN = re.compile(r"<!--.*?-->|<[^<>]*>|&#?[0-9A-Za-z]{1,32};|[^<&]+|[<&]", re.DOTALL)
_WORD = re.compile(r"\S+\s*|\s+")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^>]*?(/?)>")
_INLINE = frozenset({"a", "b", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub"})
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
# Zero-width space and word joiner: put between braces by us, added and removed by editors.
_INVISIBLE = frozenset({"\u200b", "\u2060", "\ufeff"})


class VisibleText(Struct, frozen=True):
    """What a person would read in an HTML note: white space runs are one space.

    ``sources[i]`` is the offset in the HTML that produced ``text[i]``.
    """

    text: str
    sources: tuple[int, ...]


class Chunk(Struct, frozen=True, kw_only=True):
    """One piece of an HTML note: ``html`` is whole markup for the stretch ``[start, end)``.

    ``lead`` counts the code points of reopened tags that stand before the stretch.
    """

    html: str
    start: int
    end: int
    lead: int


def visible_text(markup: str) -> VisibleText:
    """The visible text of an HTML note; block tags separate words, inline tags do not."""
    text: list[str] = []
    sources: list[int] = []
    gap = -1
    for character, source in _characters(markup):
        if character in _INVISIBLE:
            continue
        if character.isspace():
            gap = gap if gap >= 0 else source
            continue
        if gap >= 0 and text:
            text.append(" ")
            sources.append(gap)
        gap = -1
        text.append(character)
        sources.append(source)
    return VisibleText("".join(text), tuple(sources))


def _characters(markup: str) -> Iterator[tuple[str, int]]:
    for match in _TOKEN.finditer(markup):
        token, start = match.group(), match.start()
        tag = _TAG.fullmatch(token)
        if tag or token.startswith("<!--"):
            if tag and tag.group(2).lower() not in _INLINE:
                yield " ", start
        elif token.startswith("&") and len(token) > 1:
            yield from ((character, start) for character in html.unescape(token))
        else:
            yield from ((character, start + offset) for offset, character in enumerate(token))


def split_html(markup: str, size: int) -> tuple[Chunk, ...]:
    """Cut markup into chunks of at most ``size`` UTF-8 bytes, each with its tags closed.

    Cuts fall between tags or words where they can, and never inside a tag or an entity; a single
    tag that is larger than ``size`` stays whole. Nothing is dropped: the stretches of the chunks
    are the whole note.
    """
    chunks: list[Chunk] = []
    open_tags: list[str] = []
    start = 0
    while True:
        chunk, open_tags = _next_chunk(markup, start, open_tags, size)
        chunks.append(chunk)
        start = chunk.end
        if start >= len(markup):
            return tuple(chunks)


def _next_chunk(
    markup: str, start: int, open_tags: list[str], size: int
) -> tuple[Chunk, list[str]]:
    lead = "".join(open_tags)
    used = measure(lead, "bytes")
    stack = list(open_tags)
    end = start
    for token, position in _pieces(markup, start, size):
        after = _after(stack, token)
        cost = measure(token, "bytes")
        if used + cost + measure(_closing(after), "bytes") > size and end > start:
            break
        used, stack, end = used + cost, after, position + len(token)
    body = markup[start:end]
    return Chunk(html=lead + body + _closing(stack), start=start, end=end, lead=len(lead)), stack


def _pieces(markup: str, start: int, size: int) -> Iterator[tuple[str, int]]:
    """Tokens from ``start`` on, with runs of text broken into words and long words again."""
    for match in _TOKEN.finditer(markup, start):
        if match.group()[0] in "<&":
            yield match.group(), match.start()
            continue
        for word in _WORD.finditer(match.group()):
            yield from _fragments(word.group(), match.start() + word.start(), size // 4)


def _fragments(text: str, position: int, room: int) -> Iterator[tuple[str, int]]:
    """A word halved, between graphemes, until its pieces are small beside a chunk."""
    cut = _middle(text) if measure(text, "bytes") > room else len(text)
    if cut == len(text):
        yield text, position
        return
    yield from _fragments(text[:cut], position, room)
    yield from _fragments(text[cut:], position + cut, room)


def _middle(text: str) -> int:
    """The grapheme boundary nearest to the middle; the end, where there is none inside."""
    middle = len(text) // 2
    return boundary_before(text, middle) or boundary_after(text, max(middle, 1))


def _after(stack: list[str], token: str) -> list[str]:
    """The open tags behind a token."""
    tag = _TAG.fullmatch(token)
    if tag is None or tag.group(3) or tag.group(2).lower() in _VOID:
        return stack
    if not tag.group(1):
        return [*stack, token]
    return stack[:-1] if stack else stack


def _closing(stack: list[str]) -> str:
    names = (tag.group(2) for opened in reversed(stack) if (tag := _TAG.match(opened)))
    return "".join(f"</{name}>" for name in names)
