"""Voice platforms send a conversation two or three times over: what only repeats it is noise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Json

REASON = "repeats_messages"

_LABELS = re.compile(
    r"(?:\s|(?:User|AI|Agent|Bot|Assistant|Customer|Tool|System|Transfer Target): ?)*"
)


def drop_repeated_text(draft: Draft, transcript: Native) -> None:
    """A transcript of which nothing is left without the messages' own words and speakers' names."""
    if not transcript.text:
        return
    at = 0
    for words in _spoken(draft):
        begin = transcript.text.find(words, at) if words else -1
        if begin >= 0 and _LABELS.fullmatch(transcript.text[at:begin]):
            at = begin + len(words)
    if at and _LABELS.fullmatch(transcript.text[at:]):
        draft.drop(transcript, REASON)


def drop_repeated_messages(draft: Draft, messages: Native) -> None:
    """Messages in another form that say nothing which ours do not."""
    known = _said(draft)
    for message in messages.elements():
        content = message["content"].text
        calls = [*_written(message["tool_calls"])]
        if (content or calls) and {*([content] if content else []), *calls} <= known:
            draft.drop(message, REASON)


def _spoken(draft: Draft) -> Iterator[str]:
    for message in _messages(draft):
        if message["role"] in ("customer", "bot", "agent") and isinstance(message["content"], str):
            yield message["content"].strip()


def _said(draft: Draft) -> frozenset[str]:
    """All words, results and arguments, as text."""
    found: set[str] = set()
    for message in _messages(draft):
        content = message["content"]
        parts = content if is_list(content) else [{"text": content}]
        for part in parts:
            values = (part.get(name) for name in ("text", "content", "arguments_text"))
            found.update(value for value in values if isinstance(value, str))
    return frozenset(found)


def _messages(draft: Draft) -> list[dict[str, Json]]:
    messages = draft.at("/conversation/messages")
    return [message for message in messages if is_object(message)] if is_list(messages) else []


def _written(calls: Native) -> Iterator[str]:
    for call in calls.elements():
        yield call["function"]["arguments"].text
