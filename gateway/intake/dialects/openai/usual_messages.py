"""The forms that OpenAI's chat messages usually have."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from gateway.intake.drafting.usual import (
    Form,
    MaybeId,
    Name,
    NoItems,
    Null,
    Turn,
    Usual,
    call,
)
from gateway.schema.scalars import Id, Json, Text


class _Text(Form, frozen=True, gc=False):
    type: Literal["text"]
    text: Text

    def part(self) -> Turn:
        return {"type": "text", "text": self.text}


_Said: TypeAlias = Text | Annotated[list[_Text], Meta(min_length=1)]


class _Function(Form, frozen=True, gc=False):
    name: Name
    arguments: Text


class _Call(Form, frozen=True, gc=False):
    id: Id
    function: _Function
    type: Literal["function"] | UnsetType = UNSET


class _User(Form, frozen=True, gc=False, tag_field="role", tag="user"):
    content: _Said
    name: MaybeId = UNSET

    def say(self, turns: list[Turn]) -> None:
        turns.append(_spoken("customer", self.content, self.name))


class _System(Form, frozen=True, gc=False, tag_field="role", tag="system"):
    content: _Said
    name: MaybeId = UNSET

    def say(self, turns: list[Turn]) -> None:
        turns.append(_spoken("system", self.content, self.name))


class _Assistant(Form, frozen=True, gc=False, tag_field="role", tag="assistant"):
    content: Text | UnsetType | None = UNSET
    tool_calls: list[_Call] | UnsetType | None = UNSET
    name: MaybeId = UNSET
    refusal: Null = UNSET
    audio: Null = UNSET
    function_call: Null = UNSET
    annotations: NoItems = UNSET
    reasoning_content: Null = UNSET

    def say(self, turns: list[Turn]) -> None:
        said = self.content
        turn: Turn
        if self.tool_calls:
            turn = self._calling(self.tool_calls)
        elif isinstance(said, str):
            turn = {"role": "bot", "content": said}
        elif said is None:
            turn = {"role": "bot", "content": [], "meta": {"content": None}}
        else:
            turn = {"role": "bot", "content": []}
        if self.name:
            turn["participant"] = self.name
        turns.append(turn)

    def _calling(self, calls: list[_Call]) -> Turn:
        parts: list[Turn] = [{"type": "text", "text": self.content}] if self.content else []
        for made in calls:
            function = made.function
            parts.append(call(function.name, made.id, function.arguments))
        return {"role": "bot", "content": parts}


class _Tool(Form, frozen=True, gc=False, tag_field="role", tag="tool"):
    content: str
    tool_call_id: Id
    name: Text | UnsetType | None = UNSET

    def say(self, turns: list[Turn]) -> None:
        part: Turn
        part = {"type": "tool_result", "call_id": self.tool_call_id, "content": self.content}
        if isinstance(self.name, str):
            part["name"] = self.name
        turns.append({"role": "tool", "content": [part]})


def _spoken(role: str, said: str | list[_Text], name: str | UnsetType | None) -> Turn:
    content: Json = said if isinstance(said, str) else [text.part() for text in said]
    if name:
        return {"role": role, "content": content, "participant": name}
    return {"role": role, "content": content}


USUAL = Usual.of(_User | _System | _Assistant | _Tool)
