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
    words,
)
from gateway.intake.shape import is_list
from gateway.schema.scalars import Id, Text

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
    id: MaybeId = UNSET
    status: _Status = UNSET
    phase: Null = UNSET

    def say(self, turns: list[Turn]) -> Verdict:
        role, said = ROLES[self.role], self.content
        # Two answers without a call between them are one turn, of which one has no place.
        if role == "bot" and turns and turns[-1]["role"] == "bot" and not _calls(turns[-1]):
            return "unusual"
        turn: Turn = {"role": role, "content": said if isinstance(said, str) else words(said)}
        if self.id:
            turn["id"] = self.id
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
        turn = turns[-1] if turns else None
        if turn is None or turn["role"] != "bot":
            turn = {"role": "bot", "content": [part]}
            turns.append(turn)
        elif isinstance(turn["content"], str):
            turn["content"] = [{"type": "text", "text": turn["content"]}, part]
        else:
            turn["content"].append(part)
        if not self.id:
            return None
        if "id" in turn:
            return "more"
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
        part: Turn = {"type": "tool_result", "call_id": self.call_id, "content": self.output}
        turn: Turn = {"role": "tool", "content": [part]}
        if self.id:
            turn["id"] = self.id
        turns.append(turn)


USUAL = Usual.of(_Message | _Call | _Output)


def _calls(turn: Turn) -> bool:
    """Whether the last thing that was said in a turn is a call."""
    said = turn["content"]
    return is_list(said) and bool(said) and said[-1]["type"] == "tool_call"
