"""Records from tool results: what the bot looked up or changed, as the tool last showed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from gateway.intake.lifting.exchanges import Exchange
from gateway.intake.lifting.lifted import NOTHING, Lifted, trace
from gateway.intake.lifting.rules import LOOKUP_VERBS, RECORDS, RecordRule
from gateway.intake.lifting.words import singular
from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json


class Sighting(Struct, frozen=True, kw_only=True):
    """A record in a tool's answer."""

    rule: RecordRule
    id: str
    fields: dict[str, Json]
    source: str


def sightings(exchanges: Iterable[Exchange]) -> tuple[Sighting, ...]:
    """All records that tools answered with, in order; failed calls show none."""
    return tuple(
        sighting for exchange in exchanges if (sighting := _sighting(exchange)) is not None
    )


def lift_records(seen: Iterable[Sighting]) -> Lifted:
    """One record for each type and id, in the order of first sight, as last seen."""
    latest: dict[tuple[str, str], Sighting] = {}
    for sighting in seen:
        latest[(sighting.rule.type, sighting.id)] = sighting
    if not latest:
        return NOTHING
    found = enumerate(latest.values())
    return Lifted(
        members={"records": [_record(sighting) for sighting in latest.values()]},
        generated=tuple(
            trace(f"/records/{index}", sighting.rule.name, sighting.source)
            for index, sighting in found
        ),
    )


def _record(sighting: Sighting) -> dict[str, Json]:
    record: dict[str, Json] = {"type": sighting.rule.type, "id": sighting.id}
    status = sighting.fields.get("status")
    if isinstance(status, str) and fits(status, Id):
        record["status"] = status
    return {**record, "fields": sighting.fields}


def _sighting(exchange: Exchange) -> Sighting | None:
    if exchange.has_failed or not is_object(exchange.result):
        return None
    for rule, id_ in _candidates(exchange, exchange.result):
        text = str(id_) if type(id_) is int else id_
        if isinstance(text, str) and fits(text, Id):
            return Sighting(
                rule=rule, id=text, fields=exchange.result, source=f"{exchange.answer_at}/content"
            )
    return None


def _candidates(exchange: Exchange, result: dict[str, Json]) -> Iterator[tuple[RecordRule, Json]]:
    """Rules with the id they find: by the tool's name, else by an id member in the result."""
    nouns = {singular(word) for word in exchange.words}
    named = [rule for rule in RECORDS if rule.nouns & nouns]
    for rule in named:
        yield from ((rule, result[name]) for name in (*rule.ids, "id") if name in result)
    if not LOOKUP_VERBS.isdisjoint(exchange.words[:1]):
        # What an action answers with need not be the record it acted on.
        arguments = exchange.arguments
        for rule in named:
            yield from ((rule, arguments[name]) for name in (*rule.ids, "id") if name in arguments)
    for rule in RECORDS:
        yield from ((rule, result[name]) for name in rule.ids[:1] if name in result)
