"""Records from tool results: what the bot looked up or changed, as the tool last showed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from gateway.config.lifting import ToolSettings
from gateway.intake.lifting.exchanges import Exchange
from gateway.intake.lifting.lifted import NOTHING, Lifted, trace
from gateway.intake.lifting.rules import LOOKUP_VERBS, RECORDS, RecordRule
from gateway.intake.lifting.table import DEFAULTS, NO_RECORD, Table, found_at, rule_name
from gateway.intake.lifting.words import singular
from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json


class Sighting(Struct, frozen=True, kw_only=True):
    """A record in a tool's answer, and the name of the rule that saw it."""

    type: str
    id: str
    rule: str
    fields: dict[str, Json]
    source: str
    is_customer: bool = False


def sightings(exchanges: Iterable[Exchange], table: Table = DEFAULTS) -> tuple[Sighting, ...]:
    """All records that tools answered with, in order; failed calls show none."""
    return tuple(
        sighting for exchange in exchanges if (sighting := _sighting(exchange, table)) is not None
    )


def lift_records(seen: Iterable[Sighting]) -> Lifted:
    """One record for each type and id, in the order of first sight, as last seen."""
    latest: dict[tuple[str, str], Sighting] = {}
    for sighting in seen:
        latest[(sighting.type, sighting.id)] = sighting
    if not latest:
        return NOTHING
    return Lifted(
        members={"records": [_record(sighting) for sighting in latest.values()]},
        generated=tuple(
            trace(f"/records/{index}", sighting.rule, sighting.source)
            for index, sighting in enumerate(latest.values())
        ),
    )


def _record(sighting: Sighting) -> dict[str, Json]:
    record: dict[str, Json] = {"type": sighting.type, "id": sighting.id}
    status = sighting.fields.get("status")
    if isinstance(status, str) and fits(status, Id):
        record["status"] = status
    return {**record, "fields": sighting.fields}


def _sighting(exchange: Exchange, table: Table) -> Sighting | None:
    if exchange.has_failed or not is_object(exchange.result):
        return None
    own = table.of_tool(exchange.tool)
    if own is not None and own.record == NO_RECORD:
        return None
    declared = own is not None and (own.record is not None or own.id is not None)
    candidates = (
        _declared(exchange, own)
        if declared and own is not None
        else _candidates(exchange, exchange.result)
    )
    return next((found for found in candidates if fits(found.id, Id)), None)


def _declared(exchange: Exchange, own: ToolSettings) -> Iterator[Sighting]:
    """The record that a rule of the operator names: its type, its id, or both."""
    near = next(iter(_named(exchange.words)), None)
    type_ = own.record or (near.type if near else "other")
    known = tuple(name for rule in RECORDS if rule.type == type_ for name in rule.ids)
    for path in (own.id,) if own.id else (*known, "id"):
        id_ = _text(found_at(exchange, path)[0])
        if id_ is not None:
            rule = rule_name(own, "record")
            yield _seen(exchange, type_, id_, rule, is_customer=bool(near and near.is_customer))


def _candidates(exchange: Exchange, result: dict[str, Json]) -> Iterator[Sighting]:
    """Rules with the id they find: by the tool's name, else by an id member in the result."""
    for rule, value in _ids(exchange, result):
        id_ = _text(value)
        if id_ is not None:
            yield _seen(exchange, rule.type, id_, rule.name, is_customer=rule.is_customer)


def _ids(exchange: Exchange, result: dict[str, Json]) -> Iterator[tuple[RecordRule, Json]]:
    named = _named(exchange.words)
    for rule in named:
        yield from ((rule, result[name]) for name in (*rule.ids, "id") if name in result)
    if not LOOKUP_VERBS.isdisjoint(exchange.words[:1]):
        # What an action answers with need not be the record it acted on.
        arguments = exchange.arguments
        for rule in named:
            yield from ((rule, arguments[name]) for name in (*rule.ids, "id") if name in arguments)
    for rule in RECORDS:
        yield from ((rule, result[name]) for name in rule.ids[:1] if name in result)


# A bot has few tools and calls them again and again.
@lru_cache(maxsize=1024)
def _named(tool_words: tuple[str, ...]) -> tuple[RecordRule, ...]:
    nouns = {singular(word) for word in tool_words}
    return tuple(rule for rule in RECORDS if rule.nouns & nouns)


def _text(value: Json) -> str | None:
    """An id as text; a whole number is one too."""
    if type(value) is int:
        return str(value)
    return value if isinstance(value, str) else None


def _seen(exchange: Exchange, type_: str, id_: str, rule: str, *, is_customer: bool) -> Sighting:
    return Sighting(
        type=type_,
        id=id_,
        rule=rule,
        fields=exchange.result if is_object(exchange.result) else {},
        source=f"{exchange.answer_at}/content",
        is_customer=is_customer,
    )
