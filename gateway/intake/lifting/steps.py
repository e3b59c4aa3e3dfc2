"""What the bot tried with its tools: every call but thoughts and the transfer itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.intake.lifting.exchanges import Exchange
from gateway.intake.lifting.lifted import NOTHING, Lifted, trace
from gateway.intake.lifting.records import Sighting
from gateway.intake.lifting.rules import (
    ACTION_VERBS,
    LOOKUP_VERBS,
    RECORDS,
    THOUGHTS,
    TRANSFERS,
)
from gateway.intake.lifting.table import DEFAULTS, Table
from gateway.intake.lifting.words import matches
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json, Text

_RULE = "tool_traffic.step"
_RANKS = {name: rank for rank, name in enumerate(name for rule in RECORDS for name in rule.ids)}


def lift_steps(
    exchanges: Sequence[Exchange], seen: Iterable[Sighting], table: Table = DEFAULTS
) -> Lifted:
    """One step a call, with its outcome. A lookup's result stays in the transcript only, and one
    that became a record in ``records``.
    """
    records = {sighting.source for sighting in seen}
    tried = [exchange for exchange in exchanges if not _is_silent(exchange)]
    if not tried:
        return NOTHING
    return Lifted(
        members={
            "steps": [
                _step(
                    number,
                    exchange,
                    _effect(exchange, table),
                    is_record=f"{exchange.answer_at}/content" in records,
                )
                for number, exchange in enumerate(tried, start=1)
            ]
        },
        generated=tuple(
            trace(f"/steps/{index}", _RULE, exchange.call_at)
            for index, exchange in enumerate(tried)
        ),
    )


def has_side_effect(words: tuple[str, ...]) -> bool | None:
    """Whether a tool changes something, by the first word of its name; None: nobody can tell."""
    verb = words[0] if words else ""
    if verb in ACTION_VERBS:
        return True
    return False if verb in LOOKUP_VERBS else None


def _effect(exchange: Exchange, table: Table) -> bool | None:
    own = table.of_tool(exchange.tool)
    if own is not None and own.side_effect is not None:
        return own.side_effect
    return has_side_effect(exchange.words)


def _is_silent(exchange: Exchange) -> bool:
    return matches(exchange.words, THOUGHTS) or matches(exchange.words, TRANSFERS)


def _step(
    number: int, exchange: Exchange, effect: bool | None, *, is_record: bool
) -> dict[str, Json]:
    step: dict[str, Json] = {
        "id": f"s{number}",
        "description": _description(exchange),
        "status": _status(exchange),
        "message_id": exchange.message_id,
    }
    if fits(exchange.tool, Id):
        step["tool"] = exchange.tool
    if effect is not None:
        step["side_effect"] = effect
    if exchange.has_failed:
        return step | _error(exchange)
    if exchange.is_answered and effect is not False and not is_record:
        step["result"] = exchange.answer
    return step


def _status(exchange: Exchange) -> str:
    if not exchange.is_answered:
        return "active"
    return "failed" if exchange.has_failed else "completed"


def _error(exchange: Exchange) -> dict[str, Json]:
    """The words of the tool; an error that is no text stands in ``result``."""
    if isinstance(exchange.answer, str) and fits(exchange.answer, Text):
        return {"error": exchange.answer}
    return {"result": exchange.answer}


def _description(exchange: Exchange) -> str:
    """ "update reservation flights 3JA7XV": the tool's name in words, and what it was about."""
    text = " ".join(exchange.words) or exchange.tool
    arguments = exchange.arguments
    names = sorted((name for name in arguments if name in _RANKS), key=_RANKS.__getitem__)
    subjects = (arguments[name] for name in names)
    subject = next((id_ for id_ in subjects if isinstance(id_, str) and fits(id_, Id)), "")
    return f"{text} {subject}".rstrip()
