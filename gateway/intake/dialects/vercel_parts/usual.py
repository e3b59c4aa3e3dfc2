"""The forms that the Vercel AI SDK's UI messages usually have."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import UNSET, UnsetType

from gateway.intake.dialects.vercel_parts.parts import TOOL
from gateway.intake.drafting.usual import Form, Turn, Usual, Verdict, call, words
from gateway.schema.scalars import Id, Json, Text

_Metadata: TypeAlias = dict[str, Any] | UnsetType | None


_ENDED = (UNSET, "done")


class _Text(Form, frozen=True, gc=False):
    type: Literal["text"]
    text: Text
    state: Literal["done"] | UnsetType = UNSET


class _Part(Form, frozen=True, gc=False):
    """One of the assistant's: its type names the tool, so that no tag can tell them apart."""

    type: Text
    text: Text | UnsetType = UNSET
    state: str | UnsetType = UNSET
    toolCallId: Id | UnsetType = UNSET  # noqa: N815 (the SDK's own name)
    input: dict[str, Any] | Text | UnsetType = UNSET
    output: Any = UNSET

    def is_text(self) -> bool:
        is_plain = self.toolCallId is UNSET and self.input is UNSET and self.output is UNSET
        return is_plain and self.text is not UNSET and self.state in _ENDED

    def has_answered(self) -> bool:
        if self.state != "output-available" or self.output is UNSET or self.text is not UNSET:
            return False
        return self.type.startswith(TOOL) and self.type != TOOL

    def tell(self, said: list[Turn], answers: list[Turn]) -> None:
        """Adds the call, and what the tool answered, which is a turn of its own."""
        name, call_id = self.type[len(TOOL) :], self.toolCallId
        said.append(call(name, call_id, self.input))
        answer: Turn
        answer = {"type": "tool_result", "name": name, "content": self.output, "is_error": False}
        if call_id:
            answer["call_id"] = call_id
        answers.append({"role": "tool", "content": [answer]})


_STEP = _Part("step-start")


class _Message(Form, frozen=True, gc=False):
    id: Id
    metadata: _Metadata = UNSET

    def turn(self, role: str, said: Json) -> Turn:
        turn: Turn = {"role": role, "id": self.id, "content": said}
        if isinstance(self.metadata, dict):
            turn["meta"] = {"metadata": self.metadata}
        return turn


class _User(_Message, frozen=True, gc=False, kw_only=True, tag_field="role", tag="user"):
    parts: list[_Text]

    def say(self, turns: list[Turn]) -> None:
        turns.append(self.turn("customer", words(self.parts)))


class _System(_Message, frozen=True, gc=False, kw_only=True, tag_field="role", tag="system"):
    parts: list[_Text]

    def say(self, turns: list[Turn]) -> None:
        turns.append(self.turn("system", words(self.parts)))


class _Assistant(_Message, frozen=True, gc=False, kw_only=True, tag_field="role", tag="assistant"):
    parts: list[_Part]

    def say(self, turns: list[Turn]) -> Verdict:
        """A turn for each answer of the model, and behind it one for each that tools gave."""
        said: list[Turn] = []
        answers: list[Turn] = []
        turn = self.turn("bot", said)
        for part in self.parts:
            kind = part.type
            # Without step-start parts, what follows a result was said after it.
            if said and (kind == "step-start" or (answers and kind == "text")):
                turns.append(_ended(turn))
                turns += answers
                said, answers = [], []
                turn = {"role": "bot", "content": said}
            if kind == "text" and part.is_text():
                said.append({"type": "text", "text": part.text})
            elif part.has_answered():
                part.tell(said, answers)
            elif part != _STEP:
                return "unusual"
        if said or "id" in turn:
            turns.append(_ended(turn))
            turns += answers
        return None


def _ended(turn: Turn) -> Turn:
    """The turn with plain text where it says nothing else."""
    said = turn["content"]
    if len(said) == 1 and said[0]["type"] == "text":
        turn["content"] = said[0]["text"]
    return turn


USUAL = Usual.of(_User | _System | _Assistant)
