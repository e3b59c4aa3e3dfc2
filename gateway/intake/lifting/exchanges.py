"""Tool calls with their results, paired by order first and by id within it.

Ids repeat inside real conversations (49 of 200 recorded ones, dialects.md §0), so an id is looked
for among the calls that are still open, those of the latest turn before older ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from msgspec import UNSET, Struct
from msgspec.structs import replace

from gateway.intake.embedded import embedded
from gateway.intake.lifting.words import words
from gateway.intake.shape import is_list, is_object, text_of
from gateway.schema.scalars import Json


class Exchange(Struct, frozen=True, kw_only=True):
    """One tool call and, unless it is still open, its answer.

    ``answer`` is the result's content as sent, ``result`` the JSON that it says, if any;
    ``has_failed``: it says that the tool could not do it. ``call_at`` and ``answer_at`` are
    canonical pointers of the two parts.
    """

    tool: str
    call_id: Json
    arguments: dict[str, Json]
    turn: int
    message_id: str
    call_at: str
    answer: Json = UNSET
    answer_at: str = ""
    result: Json = UNSET
    has_failed: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the tool's name."""
        return words(self.tool)

    @property
    def is_answered(self) -> bool:
        """Whether there is a result."""
        return bool(self.answer_at)


class _Queue:
    """Numbers of open calls: those of the latest turn first, in order within a turn."""

    def __init__(self) -> None:
        self._turns: list[tuple[int, deque[int]]] = []

    def add(self, turn: int, number: int) -> None:
        if not self._turns or self._turns[-1][0] != turn:
            self._turns.append((turn, deque()))
        self._turns[-1][1].append(number)

    def first(self, found: list[Exchange]) -> int | None:
        """The first that nobody has answered; a call stands in several queues."""
        while self._turns:
            numbers = self._turns[-1][1]
            while numbers and found[numbers[0]].is_answered:
                numbers.popleft()
            if numbers:
                return numbers[0]
            self._turns.pop()
        return None


class _Calls:
    """All calls so far, and which are open, by id, by name and in order."""

    def __init__(self) -> None:
        self.found: list[Exchange] = []
        self._queues: dict[tuple[str, Json], _Queue] = {}

    def add(self, call: Exchange) -> None:
        for key in (("id", call.call_id), ("name", call.tool), ("any", None)):
            queue = self._queues.get(key)
            if queue is None:
                queue = self._queues[key] = _Queue()
            queue.add(call.turn, len(self.found))
        self.found.append(call)

    def answer(self, part: dict[str, Json], at: str) -> None:
        """The result of the open call with the same id, or without an id the same name, else of
        the first one. A result that nobody called for stays in the transcript only.
        """
        call_id = part.get("call_id")
        near = ("id", call_id) if call_id else ("name", part.get("name"))
        for key in (near, ("any", None)):
            queue = self._queues.get(key)
            number = queue.first(self.found) if queue else None
            if number is not None:
                self.found[number] = _with_answer(self.found[number], part, at)
                return


def exchanges(messages: Sequence[dict[str, Json]]) -> tuple[Exchange, ...]:
    """All calls of a conversation in order, each with the result that answers it."""
    calls = _Calls()
    for turn, message in enumerate(messages):
        for at, part in _parts(turn, message):
            if part.get("type") == "tool_call":
                calls.add(_call(part, turn, message, at))
            elif part.get("type") == "tool_result":
                calls.answer(part, at)
    return tuple(calls.found)


def _parts(turn: int, message: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    content = message.get("content")
    for index, part in enumerate(content if is_list(content) else ()):
        if is_object(part):
            yield f"/conversation/messages/{turn}/content/{index}", part


def _call(part: dict[str, Json], turn: int, message: dict[str, Json], at: str) -> Exchange:
    arguments = part.get("arguments")
    return Exchange(
        tool=part["name"],
        call_id=part.get("call_id"),
        arguments=arguments if is_object(arguments) else {},
        turn=turn,
        message_id=message["id"],
        call_at=at,
    )


def _with_answer(exchange: Exchange, part: dict[str, Json], at: str) -> Exchange:
    answer = part.get("content")
    result = _said(answer)
    return replace(
        exchange,
        answer=answer,
        answer_at=at,
        result=result,
        has_failed=part.get("is_error") is True or _says_error(answer, result),
    )


def _said(answer: Json) -> Json:
    """The JSON of an answer: itself, or within its text, or within its only text part."""
    if is_list(answer) and len(answer) == 1 and is_object(answer[0]):
        answer = answer[0].get("text")
    text = text_of(answer)
    if text is None:
        return answer if is_object(answer) or is_list(answer) else UNSET
    return embedded(text) if text.lstrip()[:1] in ("{", "[") else UNSET


def _says_error(answer: Json, result: Json) -> bool:
    if is_object(result):
        return bool(result.get("error")) or result.get("success") is False
    return isinstance(answer, str) and answer.lstrip()[:5].lower() == "error"
