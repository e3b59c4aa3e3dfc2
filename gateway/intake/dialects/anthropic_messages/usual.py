"""The forms that Anthropic's messages usually have."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from gateway.intake.drafting.usual import Form, Name, Null, Turn, Usual, call, content, result
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
        return call(self.name, self.id, self.input)


class _Result(Form, frozen=True, gc=False, tag="tool_result"):
    tool_use_id: Id
    content: str
    is_error: bool | UnsetType = UNSET
    cache_control: Null = UNSET

    def part(self) -> Turn:
        part = result(self.tool_use_id, self.content)
        if self.is_error is not UNSET:
            part["is_error"] = self.is_error
        return part


_Blocks: TypeAlias = Annotated[list[_Text | _Thinking | _Call], Meta(min_length=1)]
_Answers: TypeAlias = Annotated[list[_Text | _Result], Meta(min_length=1)]


class _User(Form, frozen=True, gc=False, tag_field="role", tag="user"):
    content: Text | _Answers

    def say(self, turns: list[Turn]) -> None:
        if isinstance(self.content, str):
            turns.append({"role": "customer", "content": self.content})
            return
        said: list[Turn] = []
        for block in self.content:
            if isinstance(block, _Text):
                said.append(block.part())
                continue
            if said:
                turns.append({"role": "customer", "content": content(said)})
                said = []
            turns.append({"role": "tool", "content": [block.part()]})
        if said:
            turns.append({"role": "customer", "content": content(said)})


class _Assistant(Form, frozen=True, gc=False, tag_field="role", tag="assistant"):
    content: Text | _Blocks

    def say(self, turns: list[Turn]) -> None:
        said = self.content
        if not isinstance(said, str):
            said = content([block.part() for block in said])
        turns.append({"role": "bot", "content": said})


USUAL = Usual.of(_User | _Assistant)
"""Messages of a request; a response, with what it says of itself, is read by rule."""
