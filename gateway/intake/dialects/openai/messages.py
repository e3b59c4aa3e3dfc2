"""One message of OpenAI's chat form as a canonical message, every native member accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from gateway.intake.dialects.openai.citations import with_citations
from gateway.intake.dialects.openai.content import audio_pieces, content_pieces
from gateway.intake.dialects.openai.piece import Mapped, Piece, is_id, other_piece, text_piece
from gateway.intake.dialects.openai.tools import call_pieces, legacy_call_piece, result_piece
from gateway.intake.drafting.turns import REASONING_WITHHELD
from gateway.intake.normalized import Ledger
from gateway.intake.shape import is_list, is_object, text_of
from gateway.schema.leaves import document_leaves, escape
from gateway.schema.scalars import Json

ROLES = {
    "developer": "system",
    "system": "system",
    "user": "customer",
    "assistant": "bot",
    "tool": "tool",
    "function": "tool",
}

# The canonical role alone would not give these back.
_AMBIGUOUS = frozenset({"developer", "function"})

NULL_MEMBER = "null_member"
EMPTY_MEMBER = "empty_member"

# The SDK's model_dump() writes all of these, null or empty where the model sent none.
_OPTIONAL = frozenset(
    {"content", "refusal", "annotations", "audio", "function_call", "tool_calls", "name"}
    | {"reasoning_content", "tool_call_id"}
)


class _Share(Struct, frozen=True, kw_only=True):
    """What one or more native members, ``read`` by now, give to the canonical message.

    ``mapped`` holds pointers relative to both messages.
    """

    made: dict[str, Json] = {}
    mapped: Mapped = {}
    unread: dict[str, Json] = {}
    noise: dict[str, str] = {}
    read: frozenset[str] = frozenset()


def canonical_message(
    message: dict[str, Json], at: str, place: str, ledger: Ledger
) -> dict[str, Json]:
    """The message for the canonical pointer ``place``; ``at`` is its native pointer."""
    made: dict[str, Json] = {}
    read: frozenset[str] = frozenset()
    for share in _shares(message):
        meta = {**made.get("meta", {}), **share.made.get("meta", {})}
        made |= {**share.made, "meta": meta} if meta else share.made
        read |= share.read
        for native, places in share.mapped.items():
            ledger.map(at + native, *(place + canonical for canonical in places))
        for native, value in share.unread.items():
            ledger.leave(at + native, value)
        for native, reason in share.noise.items():
            ledger.drop(at + native, reason)
    _account(message, at, read, ledger)
    if not message:
        ledger.map(at, place)
    return made


def _shares(message: dict[str, Json]) -> Iterator[_Share]:
    role = _role(message)
    yield role
    yield _member(message, "id", "id")
    if role.made["role"] == "tool":
        yield _result(message)
    else:
        yield _member(message, "name", "participant")
        yield _spoken(message)


def _account(message: dict[str, Json], at: str, read: frozenset[str], ledger: Ledger) -> None:
    for name, value in message.items():
        native = f"{at}/{escape(name)}"
        if name in read:
            continue
        if name in _OPTIONAL and value is None:
            ledger.drop(native, NULL_MEMBER)
        elif name in _OPTIONAL and value in ("", [], {}):
            ledger.drop(native, EMPTY_MEMBER)
        else:
            ledger.leave(native, value)


def _role(message: dict[str, Json]) -> _Share:
    if "role" not in message:
        return _Share(made={"role": "other"})
    native = message["role"]
    role = ROLES.get(native, "other") if isinstance(native, str) else "other"
    read = frozenset({"role"})
    if role != "other" and native not in _AMBIGUOUS:
        return _Share(made={"role": role}, mapped={"/role": ("/role",)}, read=read)
    mapped: Mapped = {f"/role{rest}": (f"/meta/role{rest}",) for rest in document_leaves(native)}
    return _Share(made={"role": role, "meta": {"role": native}}, mapped=mapped, read=read)


def _member(message: dict[str, Json], native: str, canonical: str) -> _Share:
    if not is_id(message.get(native)):
        return _Share()
    return _Share(
        made={canonical: message[native]},
        mapped={f"/{native}": (f"/{canonical}",)},
        read=frozenset({native}),
    )


def _result(message: dict[str, Json]) -> _Share:
    piece = result_piece(message, "")
    read = {pointer.split("/")[1] for pointer in piece.mapped}
    return _composed([piece], frozenset(read))


def _spoken(message: dict[str, Json]) -> _Share:
    """Everything a person or a model said or did in this turn, in the order of a reader."""
    found = {name: reader(message) for name, reader in _READERS.items() if name in message}
    if message.get("content") == "" and sum(map(bool, found.values())) > 1:
        found.pop("content")
    read = {name for name, pieces in found.items() if pieces}
    pieces = [piece for name in _READERS for piece in found.get(name, ())]
    if not pieces:
        return _silent(message)
    if "content" in read and is_list(message.get("annotations")):
        pieces, cited = _cited(pieces, message["annotations"])
        read |= cited
    if pieces == [text_piece(message.get("content", ""), "/content")] and "content" in read:
        made = {"content": message["content"]}
        return _Share(made=made, mapped={"/content": ("/content",)}, read=frozenset(read))
    return _composed(pieces, frozenset(read))


def _silent(message: dict[str, Json]) -> _Share:
    """Nothing said: content absent, null or an empty list, which stay three different things."""
    read = frozenset({"content"})
    if "content" not in message:
        return _Share(made={"content": []})
    if message["content"] is None:
        mapped: Mapped = {"/content": ("/meta/content",)}
        return _Share(made={"content": [], "meta": {"content": None}}, mapped=mapped, read=read)
    return _Share(made={"content": []}, mapped={"/content": ("/content",)}, read=read)


def _composed(pieces: list[Piece], read: frozenset[str]) -> _Share:
    mapped: Mapped = {}
    unread: dict[str, Json] = {}
    noise: dict[str, str] = {}
    for index, piece in enumerate(pieces):
        unread |= piece.unread
        noise |= piece.noise
        for native, places in piece.mapped.items():
            here = tuple(f"/content/{index}{place}" for place in places)
            mapped[native] = (*mapped.get(native, ()), *here)
    made = {"content": [piece.part for piece in pieces]}
    return _Share(made=made, mapped=mapped, unread=unread, noise=noise, read=read)


def _cited(pieces: list[Piece], annotations: list[Json]) -> tuple[list[Piece], set[str]]:
    for index, piece in enumerate(pieces):
        if piece.part["type"] == "text" and annotations:
            cited = with_citations(piece, annotations, "/annotations")
            return [*pieces[:index], cited, *pieces[index + 1 :]], {"annotations"}
    return pieces, set()


def _reasoning(message: dict[str, Json]) -> list[Piece]:
    """That the model reasoned; what it thought is withheld from people and vendors."""
    if text_of(message["reasoning_content"]) is None:
        return []
    noise = {"/reasoning_content": REASONING_WITHHELD}
    return [Piece(part={"type": "reasoning", "withheld": True}, mapped={}, noise=noise)]


def _content(message: dict[str, Json]) -> list[Piece]:
    content = message["content"]
    if isinstance(content, str):
        return [text_piece(content, "/content")]
    if is_list(content):
        return content_pieces(content, "/content")
    return [] if content is None else [other_piece("content", content, "/content")]


def _refusal(message: dict[str, Json]) -> list[Piece]:
    text = text_of(message["refusal"])
    return [text_piece(text, "/refusal", "refusal")] if text else []


def _audio(message: dict[str, Json]) -> list[Piece]:
    audio = message["audio"]
    if not is_object(audio) or not audio:
        return []
    return audio_pieces(audio, "/audio", is_all=not message.get("content"))


def _function_call(message: dict[str, Json]) -> list[Piece]:
    call = message["function_call"]
    return [legacy_call_piece(call, "/function_call")] if call else []


def _tool_calls(message: dict[str, Json]) -> list[Piece]:
    calls = message["tool_calls"]
    return call_pieces(calls, "/tool_calls") if is_list(calls) else []


_READERS: dict[str, Callable[[dict[str, Json]], list[Piece]]] = {
    "reasoning_content": _reasoning,
    "content": _content,
    "refusal": _refusal,
    "audio": _audio,
    "function_call": _function_call,
    "tool_calls": _tool_calls,
}
