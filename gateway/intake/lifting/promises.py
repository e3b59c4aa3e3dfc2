"""Promises to the customer that the bot declared by a call; never read out of what it said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from gateway.config.lifting import PromiseSettings
from gateway.intake.lifting.exchanges import Exchange
from gateway.intake.lifting.lifted import NOTHING, Lifted, trace
from gateway.intake.lifting.rules import (
    PROMISE_AMOUNTS,
    PROMISE_TEXTS,
    PROMISE_TIMES,
    PROMISES,
)
from gateway.intake.lifting.table import DEFAULTS, Table, found_at, rule_name
from gateway.intake.lifting.words import matches
from gateway.schema.check import fits
from gateway.schema.scalars import Ccy, Dec, Json, Text, Time

_RULE = "tool_traffic.promise"


class _Promise(Struct, frozen=True, kw_only=True):
    members: dict[str, Json]
    rule: str
    source: str


def lift_promises(exchanges: Sequence[Exchange], table: Table = DEFAULTS) -> Lifted:
    """One commitment for each text that a call declared; a call that failed declares none."""
    found: dict[str, _Promise] = {}
    for exchange in exchanges:
        if not exchange.has_failed and (promise := _promise(exchange, table)):
            found.setdefault(promise.members["text"], promise)
    if not found:
        return NOTHING
    return Lifted(
        members={
            "commitments": [
                {"id": f"p{number}", **promise.members}
                for number, promise in enumerate(found.values(), start=1)
            ]
        },
        generated=tuple(
            trace(f"/commitments/{index}", promise.rule, promise.source)
            for index, promise in enumerate(found.values())
        ),
    )


def _promise(exchange: Exchange, table: Table) -> _Promise | None:
    own = table.of_tool(exchange.tool)
    if own is not None and own.promise is not None:
        return _declared(exchange, own.promise, rule_name(own, "promise"))
    if not matches(exchange.words, PROMISES):
        return None
    text = next(_named(exchange, PROMISE_TEXTS), None)
    due_at = next(_named(exchange, PROMISE_TIMES), None)
    amount = next(_named(exchange, PROMISE_AMOUNTS), None)
    currency = exchange.arguments.get("currency")
    source = f"{exchange.call_at}/arguments"
    return _made(exchange, text, due_at, _money(amount, currency), None, _RULE, source)


def _declared(exchange: Exchange, settings: PromiseSettings, rule: str) -> _Promise | None:
    text, source = found_at(exchange, settings.text)
    due_at, amount, currency = (
        found_at(exchange, path)[0] if path else None
        for path in (settings.due_at, settings.amount, settings.currency)
    )
    return _made(exchange, text, due_at, _money(amount, currency), settings.kind, rule, source)


def _made(
    exchange: Exchange,
    text: Json,
    due_at: Json,
    amount: dict[str, Json] | None,
    kind: str | None,
    rule: str,
    source: str,
) -> _Promise | None:
    if not isinstance(text, str) or not text or not fits(text, Text):
        return None
    members: dict[str, Json] = {"text": text, "by": "bot", "to": "customer"}
    if kind:
        members["kind"] = kind
    if amount:
        members["amount"] = amount
    if fits(due_at, Time):
        members["due_at"] = due_at
    members |= {"status": "open", "message_id": exchange.message_id, "origin": "declared"}
    return _Promise(members=members, rule=rule, source=source)


def _money(value: Json, currency: Json) -> dict[str, Json] | None:
    """An amount where it is a decimal; what is written otherwise stays in the transcript only."""
    text = str(value) if type(value) in (int, float) else value
    if not fits(text, Dec):
        return None
    return {"value": text, "currency": currency} if fits(currency, Ccy) else {"value": text}


def _named(exchange: Exchange, names: tuple[str, ...]) -> Iterator[Json]:
    return (exchange.arguments[name] for name in names if name in exchange.arguments)
