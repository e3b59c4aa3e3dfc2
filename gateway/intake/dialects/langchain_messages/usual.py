"""The forms that LangChain's messages usually have, as ``model_dump`` and ``messages_to_dict``
write them. What a model says of itself is read by rule.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import UNSET, UnsetType

from gateway.intake.drafting.usual import (
    Form,
    Name,
    NoItems,
    NoMembers,
    Turn,
    Usual,
    call,
    result,
)
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Text

_Null: TypeAlias = UnsetType | None
_MaybeId: TypeAlias = Id | UnsetType | None


class _Call(Form, frozen=True, gc=False):
    name: Name
    args: dict[str, Any]
    id: _MaybeId = UNSET
    type: Literal["tool_call"] | UnsetType = UNSET

    def part(self) -> Turn:
        return call(self.name, UNSET if self.id is None else self.id, self.args)


class _Message(Form, frozen=True, gc=False):
    content: Text
    additional_kwargs: NoMembers = UNSET
    response_metadata: NoMembers = UNSET
    name: _MaybeId = UNSET
    id: _MaybeId = UNSET

    def turn(self, role: str) -> Turn:
        turn: Turn = {"role": role}
        if self.id:
            turn["id"] = self.id
        if self.name:
            turn["participant"] = self.name
        return turn


class _Human(_Message, frozen=True, gc=False, tag="human"):
    def say(self, turns: list[Turn]) -> None:
        turn = self.turn("customer")
        turn["content"] = self.content
        turns.append(turn)


class _System(_Message, frozen=True, gc=False, tag="system"):
    def say(self, turns: list[Turn]) -> None:
        turn = self.turn("system")
        turn["content"] = self.content
        turns.append(turn)


class _Ai(_Message, frozen=True, gc=False, tag="ai"):
    tool_calls: list[_Call] | UnsetType = UNSET
    invalid_tool_calls: NoItems = UNSET
    usage_metadata: _Null = UNSET

    def say(self, turns: list[Turn]) -> None:
        turn = self.turn("bot")
        turn["content"] = self._content() if self.tool_calls else self.content
        turns.append(turn)

    def _content(self) -> Any:
        calls = [call.part() for call in self.tool_calls or ()]
        return [{"type": "text", "text": self.content}, *calls] if self.content else calls


class _Tool(Form, frozen=True, gc=False, tag="tool"):
    content: str
    tool_call_id: Id
    additional_kwargs: NoMembers = UNSET
    response_metadata: NoMembers = UNSET
    name: Text | UnsetType | None = UNSET
    id: _MaybeId = UNSET
    artifact: _Null = UNSET
    status: Literal["success", "error"] | UnsetType = UNSET

    def say(self, turns: list[Turn]) -> None:
        part = result(self.tool_call_id, self.content, self.name)
        if self.status is not UNSET:
            part["is_error"] = self.status == "error"
        turn: Turn = {"role": "tool", "id": self.id} if self.id else {"role": "tool"}
        turn["content"] = [part]
        turns.append(turn)


_USUAL = Usual.of(_Human | _Ai | _System | _Tool)


class _WithinHuman(Form, frozen=True, gc=False, tag="human"):
    data: _Human

    def say(self, turns: list[Turn]) -> None:
        self.data.say(turns)


class _WithinSystem(Form, frozen=True, gc=False, tag="system"):
    data: _System

    def say(self, turns: list[Turn]) -> None:
        self.data.say(turns)


class _WithinAi(Form, frozen=True, gc=False, tag="ai"):
    data: _Ai

    def say(self, turns: list[Turn]) -> None:
        self.data.say(turns)


class _WithinTool(Form, frozen=True, gc=False, tag="tool"):
    data: _Tool

    def say(self, turns: list[Turn]) -> None:
        self.data.say(turns)


_WITHIN = Usual.of(_WithinHuman | _WithinAi | _WithinSystem | _WithinTool)


def usual_of(messages: Json) -> Usual:
    """Which of the two ways of writing the first message is in."""
    first = messages[0] if is_list(messages) and messages else None
    return _WITHIN if is_object(first) and "data" in first else _USUAL
