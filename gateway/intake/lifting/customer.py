"""Who the customer is, from customer records and the ids that tools were called with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gateway.intake.lifting.exchanges import Exchange
from gateway.intake.lifting.lifted import NOTHING, Lifted, trace
from gateway.intake.lifting.records import Sighting
from gateway.intake.lifting.rules import CUSTOMER_IDS, CUSTOMER_MEMBERS
from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.origin import Generated
from gateway.schema.scalars import Id, Json, Text

_RULE = "tool_traffic.customer"


def lift_customer(
    given: dict[str, Json], exchanges: Sequence[Exchange], seen: Iterable[Sighting]
) -> Lifted:
    """The members of the customer that the sender did not give.

    A record is only used where it is the customer's own: the sender's id, if there is one, must
    be that record's.
    """
    id_, source = _id(given, exchanges, seen)
    if not id_:
        return NOTHING
    own = next((s for s in seen if s.rule.is_customer and s.id == id_), None)
    found = [("id", id_, source), *(_members(own) if own else ())]
    new = [(name, value, at) for name, value, at in found if name not in given]
    if not new:
        return NOTHING
    generated: tuple[Generated, ...] = tuple(
        trace(f"/customer/{name}", f"{_RULE}.{name}", at) for name, _, at in new
    )
    members = {**given, **{name: value for name, value, _ in new}}
    return Lifted(members={"customer": members}, generated=generated)


def _id(
    given: dict[str, Json], exchanges: Sequence[Exchange], seen: Iterable[Sighting]
) -> tuple[str, str]:
    """The sender's own; else that of a customer record, then of another result, then one that a
    tool was called with and did not refuse.
    """
    own = given.get("id")
    if isinstance(own, str):
        return own, ""
    candidates = (
        *((s.id, s.source) for s in seen if s.rule.is_customer),
        *_in_results(exchanges),
        *_in_arguments(exchanges),
    )
    return next(iter(candidates), ("", ""))


def _in_results(exchanges: Iterable[Exchange]) -> Iterator[tuple[str, str]]:
    for exchange in exchanges:
        if exchange.has_failed:
            continue
        source = f"{exchange.answer_at}/content"
        if is_object(exchange.result):
            yield from ((id_, source) for id_ in _ids(exchange.result))
        elif _finds_id(exchange):
            yield exchange.answer, source


def _in_arguments(exchanges: Iterable[Exchange]) -> Iterator[tuple[str, str]]:
    for exchange in exchanges:
        if exchange.is_answered and not exchange.has_failed:
            yield from ((id_, f"{exchange.call_at}/arguments") for id_ in _ids(exchange.arguments))


def _ids(members: dict[str, Json]) -> Iterator[str]:
    for name in CUSTOMER_IDS:
        value = members.get(name)
        if isinstance(value, str) and fits(value, Id):
            yield value


def _finds_id(exchange: Exchange) -> bool:
    """``find_user_id_by_email`` and the like answer with nothing but the id."""
    name = "_".join(exchange.words)
    answer = exchange.answer
    return (
        any(id_ in name for id_ in CUSTOMER_IDS)
        and isinstance(answer, str)
        and fits(answer, Id)
        and not any(character.isspace() for character in answer)
    )


def _members(record: Sighting) -> Iterator[tuple[str, str, str]]:
    found: dict[str, str] = {}
    for name, paths in CUSTOMER_MEMBERS:
        value = next((text for path in paths if (text := _at(record.fields, path))), "")
        if value and fits(value, Text):
            found[name] = value
    if "name" not in found and {"given_name", "family_name"} <= found.keys():
        found["name"] = f"{found['given_name']} {found['family_name']}"
    for name, value in found.items():
        yield name, value, record.source


def _at(fields: dict[str, Json], path: tuple[str, ...]) -> str:
    value: Json = fields
    for name in path:
        value = value.get(name) if is_object(value) else None
    return value if isinstance(value, str) else ""
