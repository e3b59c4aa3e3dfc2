"""Tool calls and tool results of OpenAI's chat messages as canonical parts.

``arguments`` is text that a model wrote and may not be JSON: it is kept word for word, and what it
says beside it. Ids are kept as sent and are no keys: they repeat inside real conversations.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET

from gateway.intake.dialects.openai.piece import Mapped, Piece, is_id, other_piece, unread
from gateway.intake.embedded import embedded
from gateway.intake.shape import is_object, text_of
from gateway.schema.check import fits
from gateway.schema.leaves import document_leaves
from gateway.schema.scalars import Json, Text

# Where each kind of call keeps what the model wrote. A custom tool takes plain text, not JSON.
_WRITTEN = {"function": "arguments", "custom": "input"}


def call_pieces(calls: Iterable[Json], at: str) -> list[Piece]:
    """The parts of ``tool_calls``, one each; ``at`` is the list's native pointer."""
    return [_call(call, f"{at}/{index}") for index, call in enumerate(calls)]


def legacy_call_piece(call: Json, at: str) -> Piece:
    """The part of a ``function_call``, which has neither id nor type."""
    if not is_object(call) or text_of(call.get("name")) is None:
        return other_piece("function_call", call, at)
    written, mapped = _arguments(call.get("arguments", UNSET), f"{at}/arguments", parse=True)
    return Piece(
        part={"type": "tool_call", "name": call["name"], **written},
        mapped={f"{at}/name": ("/name",), **mapped},
        unread=unread(call, at, {"name", "arguments"}),
    )


def result_piece(message: dict[str, Json], at: str) -> Piece:
    """The part of a message with role tool or function."""
    part: dict[str, Json] = {"type": "tool_result"}
    mapped: Mapped = {}
    if is_id(message.get("tool_call_id")):
        part["call_id"] = message["tool_call_id"]
        mapped[f"{at}/tool_call_id"] = ("/call_id",)
    if isinstance(message.get("name"), str) and fits(message["name"], Text):
        part["name"] = message["name"]
        mapped[f"{at}/name"] = ("/name",)
    if "content" in message:
        part["content"] = message["content"]
        leaves = document_leaves(message["content"])
        mapped |= {f"{at}/content{rest}": (f"/content{rest}",) for rest in leaves}
    return Piece(part=part, mapped=mapped)


def _call(call: Json, at: str) -> Piece:
    kind = "custom" if is_object(call) and call.get("type") == "custom" else "function"
    inner = call.get(kind) if is_object(call) else None
    if not is_object(call) or not is_object(inner) or text_of(inner.get("name")) is None:
        return other_piece("tool_call", call, at)
    part: dict[str, Json] = {"type": "tool_call", "name": inner["name"]}
    mapped: Mapped = {f"{at}/{kind}/name": ("/name",)}
    if is_id(call.get("id")):
        part["call_id"] = call["id"]
        mapped[f"{at}/id"] = ("/call_id",)
    if call.get("type") == "function":
        mapped[f"{at}/type"] = ("/type",)
    written = _WRITTEN[kind]
    given, placed = _arguments(
        inner.get(written, UNSET), f"{at}/{kind}/{written}", parse=kind == "function"
    )
    mapped |= placed
    left = {**unread(call, at, {kind}), **unread(inner, f"{at}/{kind}", {"name", written})}
    return Piece(
        part=part | given,
        mapped=mapped,
        unread={place: value for place, value in left.items() if place not in mapped},
    )


def _arguments(given: Json, at: str, *, parse: bool) -> tuple[dict[str, Json], Mapped]:
    if given is UNSET:
        return {}, {}
    if not isinstance(given, str):
        leaves = document_leaves(given)
        return {"arguments": given}, {at + rest: (f"/arguments{rest}",) for rest in leaves}
    said = embedded(given) if parse else UNSET
    if said is UNSET:
        return {"arguments_text": given}, {at: ("/arguments_text",)}
    written = {"arguments": said, "arguments_text": given}
    return written, {at: ("/arguments_text", "/arguments")}
