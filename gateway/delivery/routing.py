"""Routing: which destinations a handoff goes to. The first route whose condition holds decides."""

from __future__ import annotations

from gateway.config.settings import Condition, Route
from gateway.delivery.compare import same_json
from gateway.delivery.vocabulary import CANONICAL
from gateway.schema.handoff import Handoff
from gateway.sdk.errors import ConfigurationError, Problem
from mappings.path import Path, compile_path


class Router:
    """Routes compiled once; raises ``ConfigurationError`` for fields that do not exist."""

    def __init__(self, routes: tuple[Route, ...], names: tuple[str, ...]) -> None:
        self._routes = tuple((_compiled(index, route), route) for index, route in enumerate(routes))
        self._names = names

    def destinations(self, handoff: Handoff) -> tuple[str, ...]:
        """The names to deliver to; without a route that holds, every destination."""
        for path, route in self._routes:
            if path is None or _holds(path, route.when, handoff):
                return route.to
        return self._names


def _compiled(index: int, route: Route) -> Path | None:
    if route.when is None:
        return None
    raise ConfigurationError(problems=[Problem(code="x", detail=str(index))])


def _holds(path: Path, when: Condition | None, handoff: Handoff) -> bool:
    return False
