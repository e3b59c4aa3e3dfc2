"""What the vendor does to the text of a comment between writing and reading it.

Facts of 2026-11-20, section 3.2: ``body`` is rewritten, ``html_body`` is sanitised and wrapped,
placeholders are substituted or stripped, and more than 64 kB are cut without an error.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

#: Whether the vendor counts bytes or characters, before or after the markup, is not known; the
#: unkind reading is bytes of the markup as sent.
COMMENT_BYTES = 65_536

_PLACEHOLDER = re.compile(r"(?P<code><code>[^<]*</code>)|(?P<escape>\\)?\{\{(?P<name>[^{}]*)\}\}")
_TAG = re.compile(r"<[^<>]+>")
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|pre|blockquote)>", re.IGNORECASE)
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)")
_BLOCK = "▇"


def substitute(text: str, placeholders: Mapping[str, str]) -> str:
    """Known ``{{placeholders}}`` replaced, unknown ones stripped, escaped ones left.

    In markup ``<code>`` escapes, elsewhere a backslash before the braces.
    """

    def replacement(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match["code"]
        if match["escape"]:
            return match.group()[1:]
        return placeholders.get(match["name"].strip(), "")

    return _PLACEHOLDER.sub(replacement, text)


def cut(text: str, size: int) -> str:
    """The first ``size`` bytes, back to a whole character. Nobody is told."""
    return text.encode("utf-8", "replace")[:size].decode("utf-8", "ignore")


def collapse(text: str) -> str:
    """What ``body`` does to white space: runs of spaces and runs of newlines become one."""
    return re.sub(r"[ \t]*\n[\s]*", "\n", re.sub(r"[ \t]{2,}", " ", text)).strip()


def markup_of(body: str) -> str:
    """The markup that is made of a comment sent as ``body``."""
    lines = html.escape(collapse(_TAG.sub("", body)), quote=False).split("\n")
    return f"<p>{'<br>'.join(lines)}</p>"


def wrap(markup: str) -> str:
    """``html_body`` as it is read."""
    return f'<div class="zd-comment" dir="auto">{markup}</div>'


def plain(markup: str) -> str:
    """``body`` as it is read: a naive strip of the tags, which keeps text that CSS hides."""
    return collapse(html.unescape(_TAG.sub("", _BREAK.sub("\n", markup))))


def redact_cards(text: str) -> str:
    """Card-like numbers (12 to 19 digits, Luhn-valid) keep their first 6 and last 4 digits."""
    return _CARD.sub(_redacted, text)


def _redacted(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    if not _luhn(digits):
        return match.group()
    return digits[:6] + _BLOCK * (len(digits) - 10) + digits[-4:]


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0
