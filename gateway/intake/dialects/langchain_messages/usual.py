"""The forms that LangChain's messages usually have, as ``model_dump`` and ``messages_to_dict``
write them.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import UNSET, UnsetType

from gateway.intake.dialects.langchain_messages.messages import OPTIONAL
from gateway.intake.drafting.beside import take_model
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import leave
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.trail import Read
from gateway.intake.drafting.usual import (
    Form,
    MaybeId,
    Name,
    NoItems,
    NoMembers,
    Null,
    Turn,
    Usual,
    Verdict,
    call,
)
from gateway.intake.shape import is_list, is_object
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json, Text

_Members: TypeAlias = dict[str, Any] | UnsetType | None


class _Call(Form, frozen=True, gc=False):
    name: Name
    args: dict[str, Any]
    id: MaybeId = UNSET
    type: Literal["tool_call"] | UnsetType = UNSET


class _Message(Form, frozen=True, gc=False):
    content: Text
    additional_kwargs: NoMembers = UNSET
    response_metadata: NoMembers = UNSET
    name: MaybeId = UNSET
    id: MaybeId = UNSET

    def turn(self, role: str) -> Turn:
        turn: Turn = {"role": role, "content": self.content}
        if self.id:
            turn["id"] = self.id
        if self.name:
            turn["participant"] = self.name
        return turn


class _Human(_Message, frozen=True, gc=False, tag="human"):
    def say(self, turns: list[Turn]) -> None:
        turns.append(self.turn("customer"))


class _System(_Message, frozen=True, gc=False, tag="system"):
    def say(self, turns: list[Turn]) -> None:
        turns.append(self.turn("system"))


class _Ai(Form, frozen=True, gc=False, tag="ai"):
    """``response_metadata`` names the model and why it stopped; what else providers write there,
    and ``usage_metadata``, has no place.
    """

    content: Text
    additional_kwargs: _Members = UNSET
    response_metadata: _Members = UNSET
    name: MaybeId = UNSET
    id: MaybeId = UNSET
    tool_calls: list[_Call] | UnsetType = UNSET
    invalid_tool_calls: NoItems = UNSET
    usage_metadata: _Members = UNSET

    def say(self, turns: list[Turn]) -> Verdict:
        if self.additional_kwargs and "reasoning_content" in self.additional_kwargs:
            return "unusual"
        turn: Turn = {"role": "bot", "content": self.content}
        if self.tool_calls:
            turn["content"] = [call(made.name, made.id, made.args) for made in self.tool_calls]
            if self.content:
                turn["content"].insert(0, {"type": "text", "text": self.content})
        if self.id:
            turn["id"] = self.id
        if self.name:
            turn["participant"] = self.name
        turns.append(turn)
        if not (self.response_metadata or self.usage_metadata or self.additional_kwargs):
            return None
        if self.response_metadata and self._has_ended():
            turn["meta"] = {"finish_reason": self.response_metadata["finish_reason"]}
        return "more"

    def add(self, draft: Draft, message: Native) -> None:
        model = message["response_metadata"]["model_name"]
        take_model(draft, model)
        is_named = bool(model.text) and is_list(draft.at("/provenance/models"))
        said = {"finish_reason": self._has_ended(), "model_name": is_named}
        metadata: Read = {name: True for name, is_said in said.items() if is_said}
        rest: Read = {"additional_kwargs": {}, "usage_metadata": {}, "response_metadata": metadata}
        leave(draft, message, dict.fromkeys(message.value, True) | rest, OPTIONAL)

    def _has_ended(self) -> bool:
        said = self.response_metadata.get("finish_reason") if self.response_metadata else None
        return isinstance(said, str) and fits(said, Text)


class _Tool(Form, frozen=True, gc=False, tag="tool"):
    content: str
    tool_call_id: Id
    additional_kwargs: NoMembers = UNSET
    response_metadata: NoMembers = UNSET
    name: Text | UnsetType | None = UNSET
    id: MaybeId = UNSET
    artifact: Null = UNSET
    status: Literal["success", "error"] | UnsetType = UNSET

    def say(self, turns: list[Turn]) -> None:
        part: Turn
        part = {"type": "tool_result", "call_id": self.tool_call_id, "content": self.content}
        if isinstance(self.name, str):
            part["name"] = self.name
        if self.status is not UNSET:
            part["is_error"] = self.status == "error"
        turn: Turn = {"role": "tool", "content": [part]}
        if self.id:
            turn["id"] = self.id
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

    def say(self, turns: list[Turn]) -> Verdict:
        return self.data.say(turns)

    def add(self, draft: Draft, message: Native) -> None:
        self.data.add(draft, message["data"])


class _WithinTool(Form, frozen=True, gc=False, tag="tool"):
    data: _Tool

    def say(self, turns: list[Turn]) -> None:
        self.data.say(turns)


_WITHIN = Usual.of(_WithinHuman | _WithinAi | _WithinSystem | _WithinTool)


def usual_of(messages: Json) -> Usual:
    """Which of the two ways of writing the first message is in."""
    first = messages[0] if is_list(messages) and messages else None
    return _WITHIN if is_object(first) and "data" in first else _USUAL
