"""The schema's words beside those that vendors use for the same, to fill in lookup tables with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

Words: TypeAlias = Mapping[str, tuple[str, ...]]
"""A value of the handoff → what a vendor may call it, the nearest first."""

URGENCY: Final[Words] = {
    "low": ("low", "lowest", "minor"),
    "normal": ("normal", "medium", "moderate", "standard"),
    "high": ("high", "prioritized", "major"),
    "critical": ("critical", "urgent", "emergency", "highest", "high"),
}
CHANNELS: Final[Words] = {
    "web_chat": ("web chat", "chat", "web", "website", "messaging"),
    "sms": ("sms", "text message", "messaging"),
    "whatsapp": ("whatsapp", "messaging"),
    "voice": ("voice", "phone", "call", "telephone"),
    "email": ("email", "mail"),
    "messenger": ("messenger", "facebook", "messaging"),
    "teams": ("teams", "messaging"),
}
REASONS: Final[Words] = {
    "customer_request": ("customer request", "request", "question"),
    "complaint": ("complaint", "feedback"),
    "technical_error": ("technical error", "technical", "breakdown", "bug", "problem", "incident"),
    "fraud": ("fraud",),
    "safety": ("safety",),
    "regulatory": ("regulatory", "legal", "compliance"),
}

_OTHER = ("other", "others", "unknown", "general", "miscellaneous")
_BETWEEN = re.compile(r"[^a-z0-9]+")


def translations(
    words: Words, choices: Sequence[str], labels: Mapping[str, str]
) -> dict[str, str] | None:
    """A lookup table from the handoff's words to a vendor's values, ``*`` for anything else.

    None where the vendor's values are about something else.
    """
    by_word = {_plain(labels.get(choice, choice)): choice for choice in choices}
    by_word.update({_plain(choice): choice for choice in choices})
    found = {
        word: by_word[near]
        for word, names in words.items()
        if (near := next((name for name in names if name in by_word), None))
    }
    if not found:
        return None
    return {**found, "*": _anything_else(found, by_word)}


def _anything_else(found: Mapping[str, str], by_word: Mapping[str, str]) -> str:
    for word in _OTHER:
        if word in by_word:
            return by_word[word]
    if "normal" in found:
        return found["normal"]
    return Counter(found.values()).most_common(1)[0][0]


def _plain(text: str) -> str:
    return _BETWEEN.sub(" ", text.lower().replace("e-mail", "email")).strip()
