"""HTML notes: the text a person would see, with offsets, and cutting markup into whole chunks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from gateway.sdk.limits import boundary_after, boundary_before, measure

_TOKEN = re.compile(r"<!--.*?-->|<[^<>]*>|&#?[0-9A-Za-z]{1,32};|[^<&]+|[<&]", re.DOTALL)
_MARK = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_WORD = re.compile(r"\S+\s*|\s+")
# Words with one space between them are seen as they stand.
_SOLID = re.compile(r"\S+(?: \S+)*")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^>]*?(/?)>")
_INLINE = frozenset({"a", "b", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub"})
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
# Zero-width space and word joiner: put between braces by us, added and removed by editors.
_INVISIBLE = frozenset({"\u200b", "\u2060", "\ufeff"})
_HAS_INVISIBLE = re.compile(f"[{''.join(sorted(_INVISIBLE))}]")


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
    seen = _Seen()
    for _ in _reading(markup, seen):
        pass
    return VisibleText("".join(seen.text), tuple(seen.sources))


def has_visible_text(markup: str) -> bool:
    """Whether a person would read anything in an HTML note."""
    seen = _Seen()
    return any(seen.text for _ in _reading(markup, seen))


def _reading(markup: str, seen: _Seen) -> Iterator[None]:
    """Read token after token into ``seen``."""
    for match in _TOKEN.finditer(markup):
        token, start = match.group(), match.start()
        if token[0] == "<" and len(token) > 1:
            tag = _TAG.fullmatch(token)
            if tag and tag.group(2).lower() not in _INLINE:
                seen.space(start)
            elif not tag and not token.startswith("<!--"):
                seen.run(token, start)
        elif token[0] == "&" and len(token) > 1:
            for character in html.unescape(token):
                seen.character(character, start)
        else:
            seen.run(token, start)
        yield


class _Seen:
    """What was seen so far; a gap is where white space began that nothing has followed yet."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.sources: list[int] = []
        self._gap = -1

    def space(self, source: int) -> None:
        self._gap = self._gap if self._gap >= 0 else source

    def character(self, character: str, source: int) -> None:
        if character in _INVISIBLE:
            return
        if character.isspace():
            self.space(source)
        else:
            self._solid(character, (source,))

    def run(self, token: str, start: int) -> None:
        """A stretch of text without markup."""
        if _HAS_INVISIBLE.search(token):
            for offset, character in enumerate(token, start):
                self.character(character, offset)
            return
        behind = 0
        for words in _SOLID.finditer(token):
            first, last = words.span()
            if first > behind:
                self.space(start + behind)
            self._solid(words.group(), range(start + first, start + last))
            behind = last
        if behind < len(token):
            self.space(start + behind)

    def _solid(self, text: str, sources: Iterable[int]) -> None:
        if self._gap >= 0 and self.text:
            self.text.append(" ")
            self.sources.append(self._gap)
        self._gap = -1
        self.text.append(text)
        self.sources.extend(sources)


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
    rest = _rest(markup, start, open_tags, size - used)
    if rest is not None:
        return Chunk(html=lead + rest, start=start, end=len(markup), lead=len(lead)), []
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


def _rest(markup: str, start: int, open_tags: list[str], room: int) -> str | None:
    """Everything from ``start`` on with its tags closed; None where it has no room."""
    rest = markup[start:]
    # No code point takes less than a byte.
    if len(rest) > room or measure(rest, "bytes") > room:
        return None
    stack = open_tags
    for match in _MARK.finditer(rest):
        stack = _after(stack, match.group())
    rest += _closing(stack)
    return rest if measure(rest, "bytes") <= room else None


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
