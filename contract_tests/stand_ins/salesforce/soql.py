"""Queries: ``SELECT fields FROM object WHERE … AND … ORDER BY … LIMIT n``, and no more."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from contract_tests.stand_ins.salesforce.account import Record
from contract_tests.stand_ins.salesforce.replies import refused

_QUERY = re.compile(
    r"\s*SELECT\s+(?P<fields>.+?)\s+FROM\s+(?P<object>\w+)"
    r"(?:\s+WHERE\s+(?P<where>.+?))?"
    r"(?:\s+ORDER\s+BY\s+(?P<order>\w+)(?P<down>\s+DESC)?(?:\s+ASC)?)?"
    r"(?:\s+LIMIT\s+(?P<limit>\d+))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_LITERAL = r"'(?:[^'\\]|\\.)*'|null|true|false|-?\d+(?:\.\d+)?"
_CONDITION = re.compile(
    rf"\s*(?P<field>\w+)\s*(?P<operator>=|!=|IN\b)\s*(?P<value>{_LITERAL}|\((?:[^()]*)\))\s*"
    r"(?P<and>AND\b)?",
    re.IGNORECASE,
)
_FOUND = re.compile(_LITERAL, re.IGNORECASE)


class Condition(Struct, frozen=True, kw_only=True):
    """One test: the field has one of these values, or none of them."""

    field: str
    values: tuple[Any, ...]
    is_not: bool = False

    def holds(self, record: Record) -> bool:
        """Whether a record passes."""
        return (record.get(self.field) in self.values) is not self.is_not


class Query(Struct, frozen=True, kw_only=True):
    """A query that was understood."""

    object: str
    fields: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    order: str | None = None
    is_descending: bool = False
    limit: int | None = None


def parse(text: str) -> Query:
    """Understand a query. Raises ``Refused`` with MALFORMED_QUERY for anything else."""
    match = _QUERY.fullmatch(text)
    if match is None:
        raise refused("MALFORMED_QUERY", "unexpected token")
    return Query(
        object=match["object"],
        fields=tuple(name.strip() for name in match["fields"].split(",")),
        conditions=_conditions(match["where"] or ""),
        order=match["order"],
        is_descending=bool(match["down"]),
        limit=int(match["limit"]) if match["limit"] else None,
    )


def _conditions(text: str) -> tuple[Condition, ...]:
    found: list[Condition] = []
    position = 0
    while position < len(text):
        match = _CONDITION.match(text, position)
        if match is None or bool(match["and"]) is (match.end() >= len(text)):
            raise refused("MALFORMED_QUERY", "unexpected token in WHERE")
        values = tuple(map(_value, _FOUND.findall(match["value"])))
        is_not = match["operator"] == "!="
        found.append(Condition(field=match["field"], values=values, is_not=is_not))
        position = match.end()
    return tuple(found)


def _value(literal: str) -> Any:
    if literal.startswith("'"):
        return re.sub(r"\\(.)", r"\1", literal[1:-1])
    words = {"null": None, "true": True, "false": False}
    return words[literal.lower()] if literal.lower() in words else float(literal)
