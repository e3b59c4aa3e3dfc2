"""One message of OpenAI's chat form as a canonical one."""

from __future__ import annotations

from collections.abc import Callable

from gateway.intake.dialects.openai.citations import cite
from gateway.intake.dialects.openai.content import audio_parts, content_parts, words
from gateway.intake.dialects.openai.tools import call_parts, legacy_call_part
from gateway.intake.drafting.calls import result_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import other_part, set_content
from gateway.intake.drafting.turns import REASONING_WITHHELD, speaker
from gateway.schema.scalars import Id

ROLES = {
    "developer": "system",
    "system": "system",
    "user": "customer",
    "assistant": "bot",
    "tool": "tool",
    "function": "tool",
}

# The canonical role alone would not give these back.
_AMBIGUOUS = ("developer", "function")

# DeepSeek and vLLM send the first, OpenRouter the other two, often all of them at once.
_THOUGHTS = ("reasoning_content", "reasoning", "reasoning_details")

OPTIONAL = frozenset(
    {"content", "refusal", "annotations", "audio", "function_call", "tool_calls", "name"}
    | {*_THOUGHTS, "tool_call_id"}
)
"""The SDK's model_dump() writes all of these, null or empty where the model sent none."""


def read_message(draft: Draft, message: Native) -> None:
    """Adds the message, an object, to the conversation."""
    turn = speaker(message["role"], ROLES, kept=_AMBIGUOUS)
    if message.value == {}:
        turn.says("", message)
    turn.take(message["id"], "/id", Id)
    if turn.value["role"] == "tool":
        set_content(turn, [_result(message)])
    else:
        turn.take(message["name"], "/participant", Id)
        _spoken(turn, message)
    draft.append(MESSAGES, turn)


def _result(message: Native) -> Draft:
    name, call_id = message["name"], message["tool_call_id"]
    return result_part(call_id=call_id, content=message["content"], name=name)


def _spoken(turn: Draft, message: Native) -> None:
    """Everything a person or a model said or did in this turn, in the order of a reader."""
    said = {name: reader(message) for name, reader in _READERS.items()}
    content = message["content"]
    if content.value == "" and sum(map(bool, said.values())) > 1:
        # It is only there because the member has to be.
        said["content"] = []
    parts = [part for name in _READERS for part in said[name]]
    if said["content"]:
        cite(parts, message["annotations"])
    if not parts:
        _silent(turn, content)
    elif isinstance(content.value, str):
        set_content(turn, parts)
    else:
        for part in parts:
            turn.append("/content", part)


def _silent(turn: Draft, content: Native) -> None:
    """Nothing said: content absent, null or an empty list, which stay three different things."""
    turn.value["content"] = []
    if content.value is None:
        turn.take(content, "/meta/content")
    else:
        turn.says("/content", content)


def _reasoning(message: Native) -> list[Draft]:
    """That the model reasoned; what it thought is withheld from people and vendors."""
    part = Draft(type="reasoning", withheld=True)
    for thought in (message[name] for name in _THOUGHTS):
        if thought.value and isinstance(thought.value, str | list | dict):
            part.drop(thought, REASONING_WITHHELD)
    return [part] if part.trail.steps else []


def _content(message: Native) -> list[Draft]:
    content = message["content"]
    if isinstance(content.value, str):
        return [words("text", content)]
    if isinstance(content.value, list):
        return content_parts(content)
    return (
        [other_part("content", content)] if content.is_there and content.value is not None else []
    )


def _refusal(message: Native) -> list[Draft]:
    refusal = message["refusal"]
    return [words("refusal", refusal)] if refusal.text else []


def _audio(message: Native) -> list[Draft]:
    audio = message["audio"]
    if not audio.is_object or not audio.value:
        return []
    content = message["content"]
    return audio_parts(audio, is_all=not (content.is_there and content.value))


def _function_call(message: Native) -> list[Draft]:
    call = message["function_call"]
    return [legacy_call_part(call)] if call.is_there and call.value else []


def _tool_calls(message: Native) -> list[Draft]:
    return call_parts(message["tool_calls"])


_READERS: dict[str, Callable[[Native], list[Draft]]] = {
    "reasoning": _reasoning,
    "content": _content,
    "refusal": _refusal,
    "audio": _audio,
    "function_call": _function_call,
    "tool_calls": _tool_calls,
}
