"""Why the bot hands over, and its own summary, from the call by which it asked for a person."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.intake.lifting.exchanges import Exchange
from gateway.intake.lifting.lifted import NOTHING, Lifted, trace
from gateway.intake.lifting.reasons import reason_code
from gateway.intake.lifting.rules import REASON_ARGUMENTS, SUMMARY_ARGUMENTS, TRANSFERS
from gateway.intake.lifting.words import matches
from gateway.schema.check import fits
from gateway.schema.origin import Generated
from gateway.schema.scalars import Json, Text


def lift_transfer(given: dict[str, Json], exchanges: Iterable[Exchange]) -> Lifted:
    """Reason and summary by the last transfer; a member that the sender gave stays alone."""
    calls = [exchange for exchange in exchanges if matches(exchange.words, TRANSFERS)]
    if not calls:
        return NOTHING
    call = calls[-1]
    members: dict[str, Json] = {}
    generated: list[Generated] = []
    if "reason" not in given:
        members["reason"] = _reason(call)
        generated.append(trace("/reason", "tool_traffic.transfer.reason", call.call_at))
    summary = _argument(call, SUMMARY_ARGUMENTS)
    if summary and "summary" not in given:
        members["summary"] = {"free_text": summary, "author": {"kind": "model"}}
        source = f"{call.call_at}/arguments"
        generated.append(trace("/summary", "tool_traffic.transfer.summary", source))
    return Lifted(members=members, generated=tuple(generated))


def _reason(call: Exchange) -> dict[str, Json]:
    """The bot's own word, and its code where the word is one of ours."""
    original = _argument(call, REASON_ARGUMENTS) or call.tool
    return {"code": reason_code(original), "trigger": "bot", "original": original}


def _argument(call: Exchange, names: tuple[str, ...]) -> str:
    for name in names:
        value = call.arguments.get(name)
        if isinstance(value, str) and value and fits(value, Text):
            return value
    return ""
