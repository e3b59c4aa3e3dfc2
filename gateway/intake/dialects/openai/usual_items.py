"""The forms that items of OpenAI's Responses usually have, and the turns that they are."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import UNSET, UnsetType

from gateway.intake.dialects.openai.items import ROLES
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.usual import (
    Form,
    MaybeId,
    Name,
    NoItems,
    Null,
    Turn,
    Usual,
    Verdict,
    call,
    content,
    result,
)
from gateway.intake.shape import is_list
from gateway.schema.scalars import Id, Text

_Status: TypeAlias = Literal["completed"] | UnsetType | None


class _Text(Form, frozen=True, gc=False, tag="text"):
    text: Text
    annotations: NoItems = UNSET
    logprobs: NoItems = UNSET

    def part(self) -> Turn:
        return {"type": "text", "text": self.text}


class _InputText(_Text, frozen=True, gc=False, tag="input_text"):
    """What somebody said to the model."""


class _OutputText(_Text, frozen=True, gc=False, tag="output_text"):
    """What the model said."""


class _Message(Form, frozen=True, gc=False, tag="message"):
    role: Literal["system", "user", "assistant"]
    content: Text | list[_InputText | _OutputText | _Text]
    id: MaybeId = UNSET
    status: _Status = UNSET
    phase: Null = UNSET

    def say(self, turns: list[Turn]) -> Verdict:
        turn: Turn = {"role": ROLES[self.role]}
        if self.id:
            turn["id"] = self.id
        if isinstance(self.content, str):
            turn["content"] = self.content
        else:
            turn["content"] = content([block.part() for block in self.content])
        # Two answers without a call between them are one turn, of which one has no place.
        if self.role == "assistant" and _speaks(turns) and not _has_called(turns[-1]):
            return "unusual"
        turns.append(turn)
        return None


class _Call(Form, frozen=True, gc=False, tag="function_call"):
    name: Name
    call_id: Id
    arguments: Text
    id: MaybeId = UNSET
    status: _Status = UNSET
    namespace: Null = UNSET
    caller: Null = UNSET

    def say(self, turns: list[Turn]) -> Verdict:
        part = call(self.name, self.call_id, self.arguments)
        if not _speaks(turns):
            own: Turn = {"role": "bot", "id": self.id} if self.id else {"role": "bot"}
            turns.append(own | {"content": [part]})
            return None
        turn = turns[-1]
        if isinstance(turn["content"], str):
            turn["content"] = [{"type": "text", "text": turn["content"]}]
        turn["content"].append(part)
        if not self.id or "id" in turn:
            return "more" if self.id else None
        turn["id"] = self.id
        return None

    def add(self, draft: Draft, message: Native) -> None:
        """A turn has one id."""
        draft.left[message["id"].at] = self.id


class _Output(Form, frozen=True, gc=False, tag="function_call_output"):
    call_id: Id
    output: str
    id: MaybeId = UNSET
    status: _Status = UNSET

    def say(self, turns: list[Turn]) -> None:
        turn: Turn = {"role": "tool"}
        if self.id:
            turn["id"] = self.id
        turn["content"] = [result(self.call_id, self.output)]
        turns.append(turn)


USUAL = Usual.of(_Message | _Call | _Output)


def _speaks(turns: list[Turn]) -> bool:
    """Whether the bot is speaking, and nobody has answered yet."""
    return bool(turns) and turns[-1]["role"] == "bot"


def _has_called(turn: Turn) -> bool:
    said = turn["content"]
    return is_list(said) and bool(said) and said[-1]["type"] == "tool_call"
