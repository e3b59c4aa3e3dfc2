"""The forms that items of OpenAI's Responses usually have, and the turns that they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import UNSET, UnsetType

from gateway.intake.dialects.openai.items import ROLES
from gateway.intake.drafting.usual import Form, Name, NoItems, Turn, Usual, call, content
from gateway.schema.scalars import Id, Text

_Null: TypeAlias = UnsetType | None
_MaybeId: TypeAlias = Id | UnsetType | None
_Status: TypeAlias = Literal["completed"] | UnsetType | None


class _Text(Form, frozen=True, gc=False, tag="text"):
    text: Text
    annotations: NoItems = UNSET
    logprobs: NoItems = UNSET


class _InputText(_Text, frozen=True, gc=False, tag="input_text"):
    """What somebody said to the model."""


class _OutputText(_Text, frozen=True, gc=False, tag="output_text"):
    """What the model said."""


class _Message(Form, frozen=True, gc=False, tag="message"):
    role: Literal["system", "user", "assistant"]
    content: Text | list[_InputText | _OutputText | _Text]
    id: _MaybeId = UNSET
    status: _Status = UNSET
    phase: _Null = UNSET

    def said(self) -> list[Turn]:
        if isinstance(self.content, str):
            return [{"type": "text", "text": self.content}]
        return [{"type": "text", "text": block.text} for block in self.content]


class _Call(Form, frozen=True, gc=False, tag="function_call"):
    name: Name
    call_id: Id
    arguments: Text
    id: _MaybeId = UNSET
    status: _Status = UNSET
    namespace: _Null = UNSET
    caller: _Null = UNSET


class _Output(Form, frozen=True, gc=False, tag="function_call_output"):
    call_id: Id
    output: str
    id: _MaybeId = UNSET
    status: _Status = UNSET

    def turn(self) -> Turn:
        part = {"type": "tool_result", "call_id": self.call_id, "content": self.output}
        return {"role": "tool", **_id(self.id), "content": [part]}


USUAL = Usual.of(_Message | _Call | _Output)


def turns_of(items: Sequence[_Message | _Call | _Output]) -> list[Turn] | None:
    """The turns of all items; None where one of several ids of a turn would have to be left."""
    gathered = _Gathered()
    return gathered.turns if all(map(gathered.add, items)) and gathered.end() else None


class _Gathered:
    """What the model wrote in one go, until somebody else speaks."""

    __slots__ = ("_bot", "_has_called", "_parts", "turns")

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self._bot: Turn = {}
        self._parts: list[Turn] = []
        self._has_called = False

    def add(self, item: _Message | _Call | _Output) -> bool:
        """False where what comes before makes the item unusual."""
        if isinstance(item, _Call):
            return self._call(item)
        if isinstance(item, _Message) and item.role == "assistant":
            return self._answer(item)
        self.end()
        if isinstance(item, _Output):
            self.turns.append(item.turn())
            return True
        turn = {"role": ROLES[item.role], **_id(item.id), "content": content(item.said())}
        self.turns.append(turn)
        return True

    def end(self) -> bool:
        """The bot has said what it had to say."""
        if self._bot:
            self._bot["content"] = content(self._parts)
            self.turns.append(self._bot)
            self._bot, self._parts, self._has_called = {}, [], False
        return True

    def _answer(self, item: _Message) -> bool:
        if self._bot and not self._has_called:
            return False
        self.end()
        self._bot = {"role": "bot", **_id(item.id)}
        self._parts = item.said()
        return True

    def _call(self, item: _Call) -> bool:
        self._bot = self._bot or {"role": "bot"}
        if item.id and "id" in self._bot:
            return False
        self._bot |= _id(item.id)
        self._has_called = True
        self._parts.append(call(item.name, item.call_id, item.arguments))
        return True


def _id(id_: str | UnsetType | None) -> Turn:
    return {"id": id_} if id_ else {}
