"""Texts as PostgreSQL can hold them: U+0000, which it refuses, is written as an escape."""

from __future__ import annotations


def escape(text: str) -> str:
    """A text without U+0000 that ``unescape`` turns back into this one."""
    if "\0" not in text and "\\" not in text:
        return text
    return text.replace("\\", "\\\\").replace("\0", "\\0")


def unescape(text: str) -> str:
    """The text that ``escape`` was given."""
    if "\\" not in text:
        return text
    return "\\".join(part.replace("\\0", "\0") for part in text.split("\\\\"))
