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
    result,
)
from gateway.schema.scalars import Id, Text


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

    def part(self) -> Turn:
        function = self.function
        return call(function.name, self.id, function.arguments)


class _User(Form, frozen=True, gc=False, tag_field="role", tag="user"):
    content: _Said
    name: MaybeId = UNSET

    def say(self, turns: list[Turn]) -> None:
        if isinstance(self.content, str) and not self.name:
            turns.append({"role": "customer", "content": self.content})
        else:
            turns.append(_turn("customer", self.content, self.name))


class _System(Form, frozen=True, gc=False, tag_field="role", tag="system"):
    content: _Said
    name: MaybeId = UNSET

    def say(self, turns: list[Turn]) -> None:
        turns.append(_turn("system", self.content, self.name))


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
        if not self.tool_calls:
            turns.append(self._answer())
            return
        parts = [call.part() for call in self.tool_calls]
        if self.content:
            parts.insert(0, {"type": "text", "text": self.content})
        turn: Turn = {"role": "bot"}
        if self.name:
            turn["participant"] = self.name
        turn["content"] = parts
        turns.append(turn)

    def _answer(self) -> Turn:
        if isinstance(self.content, str):
            if not self.name:
                return {"role": "bot", "content": self.content}
            return _turn("bot", self.content, self.name)
        turn = _turn("bot", [], self.name)
        if self.content is None:
            turn["meta"] = {"content": None}
        return turn


class _Tool(Form, frozen=True, gc=False, tag_field="role", tag="tool"):
    content: str
    tool_call_id: Id
    name: Text | UnsetType | None = UNSET

    def say(self, turns: list[Turn]) -> None:
        part = result(self.tool_call_id, self.content, self.name)
        turns.append({"role": "tool", "content": [part]})


def _turn(role: str, said: str | list[_Text], name: str | UnsetType | None) -> Turn:
    turn: Turn = {"role": role}
    if name:
        turn["participant"] = name
    turn["content"] = said if isinstance(said, str) else [text.part() for text in said]
    return turn


USUAL = Usual.of(_User | _System | _Assistant | _Tool)
