"""The vendor's HTML sanitiser: an allow-list, so that what is stored is safe to show in a page."""

from __future__ import annotations

import html
from html.parser import HTMLParser

_ALLOWED = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "div", "dl", "dt", "em", "h1"}
    | {"h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s"}
    | {"small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead"}
    | {"tr", "u", "ul"}
)
_VOID = frozenset({"br", "hr", "img"})
# Their content goes with them.
_SWALLOWED = frozenset({"script", "style", "iframe", "object", "embed", "noscript", "template"})
_ATTRIBUTES = frozenset({"alt", "class", "colspan", "dir", "href", "rowspan", "src", "title"})
_LINKS = frozenset({"href", "src"})
_SCHEMES = ("http://", "https://", "mailto:")


def sanitise(markup: str) -> str:
    """Markup with allowed tags and attributes only; tags left open are closed."""
    parser = _Sanitiser()
    parser.feed(markup)
    parser.close()
    return parser.result()


class _Sanitiser(HTMLParser):
    """The standard library's parser is one to derive from; there is no other way to use it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[str] = []
        self._swallowing: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SWALLOWED:
            self._swallowing.append(tag)
        if self._swallowing or tag not in _ALLOWED:
            return
        self._out.append(f"<{tag}{_attributes(attrs)}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SWALLOWED:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._swallowing:
            self._swallowing.remove(tag)
            return
        if self._swallowing or tag not in self._open:
            return
        while (opened := self._open.pop()) != tag:
            self._out.append(f"</{opened}>")
        self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._swallowing:
            self._out.append(html.escape(data, quote=False))

    def result(self) -> str:
        return "".join(self._out) + "".join(f"</{tag}>" for tag in reversed(self._open))


def _attributes(attrs: list[tuple[str, str | None]]) -> str:
    kept = ((name, value or "") for name, value in attrs if name in _ATTRIBUTES)
    return "".join(
        f' {name}="{html.escape(value)}"'
        for name, value in kept
        if name not in _LINKS or value.strip().lower().startswith(_SCHEMES)
    )
