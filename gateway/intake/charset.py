"""From the bytes of a body to UTF-8: a byte order mark decides, else the declared charset."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from gateway.intake.errors import BodyCharset

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Python's own names. A list of what is allowed: some of Python's codecs are not charsets at all
# (unicode_escape runs escapes), some take quadratic time (punycode, idna).
_CHARSETS = frozenset(
    {
        *("utf-8", "ascii", "utf-16", "utf-16-le", "utf-16-be"),
        *("utf-32", "utf-32-le", "utf-32-be"),
        *(f"iso8859-{part}" for part in range(1, 17) if part != 12),
        *(f"cp{page}" for page in range(1250, 1259)),
        *("koi8-r", "koi8-u", "mac-roman", "cp437", "cp850", "cp866", "tis-620"),
        *("shift_jis", "cp932", "euc_jp", "iso2022_jp", "euc_kr", "cp949"),
        *("gb2312", "gbk", "gb18030", "big5", "big5hkscs"),
    }
)

# RFC 2781 §4.3: without a mark, UTF-16 is big-endian; Python would take the machine's order.
_UNMARKED = {"utf-16": "utf-16-be", "utf-32": "utf-32-be"}

_DECLARED = re.compile(r";\s*charset\s*=\s*\"?([^\";\s]+)", re.IGNORECASE)


def as_utf8(body: bytes, content_type: str) -> bytes:
    """The text of a body as UTF-8 without a mark; UTF-8 itself is passed on unchecked.

    Raises ``BodyCharset`` for a charset nobody knows and for bytes that it cannot stand for.
    """
    charset, text = _read_mark(body)
    charset = charset or _declared(content_type)
    if charset in ("utf-8", "ascii"):
        return text
    try:
        return text.decode(charset).encode()
    except UnicodeError as error:
        raise undecodable(charset, error) from None


def undecodable(charset: str, error: UnicodeError) -> BodyCharset:
    """The refusal that names the first byte which is not text."""
    place = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
    return BodyCharset(
        f"The body is not {charset}{place}. Send UTF-8, or declare the charset in Content-Type."
    )


def _read_mark(body: bytes) -> tuple[str, bytes]:
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return charset, body[len(mark) :]
    return "", body


# Clients declare one and the same thing each time.
@lru_cache(maxsize=256)
def _declared(content_type: str) -> str:
    found = _DECLARED.search(content_type)
    if found is None:
        return "utf-8"
    try:
        name = codecs.lookup(found[1]).name
    except (LookupError, ValueError):
        # ValueError: a name with a NUL in it.
        name = ""
    if name not in _CHARSETS:
        raise BodyCharset("The declared charset is not one that this gateway reads. Send UTF-8.")
    return _UNMARKED.get(name, name)
