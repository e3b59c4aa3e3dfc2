"""The forms that Anthropic's messages usually have."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from gateway.intake.drafting.usual import Form, Name, Null, Turn, Usual, content, words
from gateway.schema.scalars import Id, Text


class _Text(Form, frozen=True, gc=False, tag="text"):
    text: Text
    citations: Null = UNSET
    cache_control: Null = UNSET

    def part(self) -> Turn:
        return {"type": "text", "text": self.text}


class _Thinking(Form, frozen=True, gc=False, tag="thinking"):
    thinking: str
    signature: str | UnsetType = UNSET

    def part(self) -> Turn:
        return {"type": "reasoning", "withheld": True}


class _Call(Form, frozen=True, gc=False, tag="tool_use"):
    id: Id
    name: Name
    input: dict[str, Any]
    caller: Null = UNSET
    cache_control: Null = UNSET

    def part(self) -> Turn:
        return {"type": "tool_call", "name": self.name, "call_id": self.id, "arguments": self.input}


class _Result(Form, frozen=True, gc=False, tag="tool_result"):
    tool_use_id: Id
    content: str
    is_error: bool | UnsetType = UNSET
    cache_control: Null = UNSET

    def part(self) -> Turn:
        part: Turn
        part = {"type": "tool_result", "call_id": self.tool_use_id, "content": self.content}
        if self.is_error is not UNSET:
            part["is_error"] = self.is_error
        return part


_Blocks: TypeAlias = Annotated[list[_Text | _Thinking | _Call], Meta(min_length=1)]
_Answers: TypeAlias = Annotated[list[_Text | _Result], Meta(min_length=1)]


class _User(Form, frozen=True, gc=False, tag_field="role", tag="user"):
    content: Text | _Answers

    def say(self, turns: list[Turn]) -> None:
        """Tool results are turns of their own; what is said between two of them is one turn."""
        said = self.content
        if isinstance(said, str):
            turns.append({"role": "customer", "content": said})
            return
        texts: list[_Text] = []
        for block in said:
            if type(block) is _Text:
                texts.append(block)
                continue
            if texts:
                turns.append({"role": "customer", "content": words(texts)})
                texts = []
            turns.append({"role": "tool", "content": [block.part()]})
        if texts:
            turns.append({"role": "customer", "content": words(texts)})


class _Assistant(Form, frozen=True, gc=False, tag_field="role", tag="assistant"):
    content: Text | _Blocks

    def say(self, turns: list[Turn]) -> None:
        said = self.content
        if not isinstance(said, str):
            said = content(said)
        turns.append({"role": "bot", "content": said})


USUAL = Usual.of(_User | _Assistant)
"""Messages of a request; a response, with what it says of itself, is read by rule."""
