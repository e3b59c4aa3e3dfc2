"""Who the customer is, from customer records and the ids that tools were called with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import asdict

from gateway.intake.lifting.exchanges import Exchange
from gateway.intake.lifting.lifted import NOTHING, Lifted, trace
from gateway.intake.lifting.records import Sighting
from gateway.intake.lifting.rules import CUSTOMER_IDS, CUSTOMER_MEMBERS, EMAIL_ARGUMENTS
from gateway.intake.lifting.table import DEFAULTS, Table, found_at, rule_name
from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.origin import Generated
from gateway.schema.scalars import Id, Json, Text

_RULE = "tool_traffic.customer"


class _Trait(Struct, frozen=True):
    """One member of the customer, the rule that found it, and the pointer it was read from."""

    name: str
    value: str
    rule: str
    source: str


def lift_customer(
    given: dict[str, Json],
    exchanges: Sequence[Exchange],
    seen: Sequence[Sighting],
    table: Table = DEFAULTS,
) -> Lifted:
    """The members of the customer that the sender did not give.

    A record is only used where it is the customer's own: the sender's id, if there is one, must
    be that record's.
    """
    declared = [list(_declared(exchange, table)) for exchange in exchanges] if table.tools else []
    own = given.get("id")
    id_ = own if isinstance(own, str) else None
    found: dict[str, _Trait] = {}
    if id_ is None:
        trait = next(_ids(declared, exchanges, seen), None)
        if trait is not None:
            id_, found["id"] = trait.value, trait
    for trait in _traits(id_, declared, exchanges, seen):
        found.setdefault(trait.name, trait)
    return _lifted(given, _with_whole_name(found))


def _lifted(given: dict[str, Json], found: dict[str, _Trait]) -> Lifted:
    new = [trait for trait in found.values() if trait.name not in given]
    if not new:
        return NOTHING
    generated: tuple[Generated, ...] = tuple(
        trace(f"/customer/{trait.name}", trait.rule, trait.source) for trait in new
    )
    members = {**given, **{trait.name: trait.value for trait in new}}
    return Lifted(members={"customer": members}, generated=generated)


def _ids(
    declared: Sequence[Sequence[_Trait]],
    exchanges: Sequence[Exchange],
    seen: Sequence[Sighting],
) -> Iterator[_Trait]:
    """Where a rule of the operator says it is; else in a customer record, then in another result,
    then an id that a tool was called with and did not refuse.
    """
    yield from (trait for traits in declared for trait in traits if trait.name == "id")
    candidates = chain(
        ((s.id, s.source) for s in seen if s.is_customer),
        _in_results(exchanges),
        _in_arguments(exchanges),
    )
    yield from (_Trait("id", id_, f"{_RULE}.id", source) for id_, source in candidates)


def _traits(
    id_: str | None,
    declared: Sequence[Sequence[_Trait]],
    exchanges: Sequence[Exchange],
    seen: Sequence[Sighting],
) -> Iterator[_Trait]:
    """What is told of the customer with this id; of nobody else."""
    for traits in declared:
        named = next((trait.value for trait in traits if trait.name == "id"), id_)
        if named == id_:
            yield from (trait for trait in traits if trait.name != "id")
    if id_ is None:
        return
    record = next((s for s in seen if s.is_customer and s.id == id_), None)
    if record is not None:
        yield from _members(record)
    yield from _asked_for(id_, exchanges)


def _declared(exchange: Exchange, table: Table) -> Iterator[_Trait]:
    """What the operator's rule for this tool says about the customer."""
    rule = table.of_tool(exchange.tool)
    if rule is None or not exchange.is_answered or exchange.has_failed:
        return
    for name, path in asdict(rule.identity).items():
        value, source = found_at(exchange, path) if path else (None, "")
        text = str(value) if type(value) is int else value
        if isinstance(text, str) and text and fits(text, Id if name == "customer_id" else Text):
            member = "id" if name == "customer_id" else name
            yield _Trait(member, text, rule_name(rule, f"identity.{name}"), source)


def _in_results(exchanges: Iterable[Exchange]) -> Iterator[tuple[str, str]]:
    for exchange in exchanges:
        if exchange.has_failed:
            continue
        source = f"{exchange.answer_at}/content"
        if is_object(exchange.result):
            yield from ((id_, source) for id_ in _id_members(exchange.result))
        elif _finds_id(exchange):
            yield exchange.answer, source


def _in_arguments(exchanges: Iterable[Exchange]) -> Iterator[tuple[str, str]]:
    for exchange in exchanges:
        if exchange.is_answered and not exchange.has_failed:
            source = f"{exchange.call_at}/arguments"
            yield from ((id_, source) for id_ in _id_members(exchange.arguments))


def _asked_for(id_: str, exchanges: Iterable[Exchange]) -> Iterator[_Trait]:
    """The e-mail address by which a tool found just this id."""
    for exchange in exchanges:
        if exchange.has_failed or not _finds_id(exchange) or exchange.answer != id_:
            continue
        for name in EMAIL_ARGUMENTS:
            email = exchange.arguments.get(name)
            if isinstance(email, str) and "@" in email and fits(email, Text):
                source = f"{exchange.call_at}/arguments"
                yield _Trait("email", email, f"{_RULE}.email", source)


def _id_members(members: dict[str, Json]) -> Iterator[str]:
    for name in CUSTOMER_IDS:
        value = members.get(name)
        if isinstance(value, str) and fits(value, Id):
            yield value


def _finds_id(exchange: Exchange) -> bool:
    """``find_user_id_by_email`` and the like answer with nothing but the id."""
    answer = exchange.answer
    return (
        _names_id(exchange.words)
        and isinstance(answer, str)
        and fits(answer, Id)
        and not any(character.isspace() for character in answer)
    )


@lru_cache(maxsize=1024)
def _names_id(tool_words: tuple[str, ...]) -> bool:
    name = "_".join(tool_words)
    return any(id_ in name for id_ in CUSTOMER_IDS)


def _members(record: Sighting) -> Iterator[_Trait]:
    for name, paths in CUSTOMER_MEMBERS:
        value = next((text for path in paths if (text := _at(record.fields, path))), "")
        if value and fits(value, Text):
            yield _Trait(name, value, f"{_RULE}.{name}", record.source)


def _with_whole_name(found: dict[str, _Trait]) -> dict[str, _Trait]:
    """With the whole name, where only its two parts are known."""
    if "name" in found or not {"given_name", "family_name"} <= found.keys():
        return found
    given = found["given_name"]
    whole = f"{given.value} {found['family_name'].value}"
    return {**found, "name": _Trait("name", whole, f"{_RULE}.name", given.source)}


def _at(fields: dict[str, Json], path: tuple[str, ...]) -> str:
    value: Json = fields
    for name in path:
        value = value.get(name) if is_object(value) else None
    return value if isinstance(value, str) else ""
