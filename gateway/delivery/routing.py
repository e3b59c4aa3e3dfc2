"""Routing: which destinations a handoff goes to. The first route whose condition holds decides."""

from __future__ import annotations

from msgspec import Struct

from gateway.config.settings import Condition, Route
from gateway.delivery.compare import same_json
from gateway.delivery.vocabulary import CANONICAL
from gateway.schema.handoff import Handoff
from gateway.sdk.errors import ConfigurationError, Problem
from mappings.path import Path, compile_path
from mappings.problems import Refused


class _Rule(Struct, frozen=True):
    to: tuple[str, ...]
    path: Path | None
    when: Condition | None


class Router:
    """Routes, compiled once. Raises ``ConfigurationError`` for every field that does not exist."""

    def __init__(self, routes: tuple[Route, ...], names: tuple[str, ...]) -> None:
        self._names = names
        self._rules: list[_Rule] = []
        problems: list[Problem] = []
        for index, route in enumerate(routes):
            try:
                self._rules.append(_compiled(route))
            except Refused as refused:
                pointer = f"routes[{index}].when.field"
                problems.append(
                    Problem(code="config.route_field", pointer=pointer, detail=str(refused))
                )
        if problems:
            raise ConfigurationError("Some routes cannot be used.", problems=problems)

    def destinations(self, handoff: Handoff) -> tuple[str, ...]:
        """The names to deliver to; where no route holds, every destination."""
        for rule in self._rules:
            if _holds(rule, handoff):
                return rule.to
        return self._names


def _compiled(route: Route) -> _Rule:
    path = compile_path(route.when.field, CANONICAL) if route.when else None
    return _Rule(route.to, path, route.when)


def _holds(rule: _Rule, handoff: Handoff) -> bool:
    if rule.path is None or rule.when is None:
        return True
    wanted = (rule.when.is_,) if rule.when.in_ is None else rule.when.in_
    found = [value for value, _ in rule.path.read(handoff)]
    return any(same_json(one, value) for one in wanted for value in found)
