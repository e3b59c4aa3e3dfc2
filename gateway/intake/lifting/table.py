"""The rules for tools in force: the operator's, from ``[[lifting.tools]]``, before the defaults."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase

from msgspec import UNSET, Struct
from msgspec.structs import replace

from gateway.config.lifting import LiftingSettings, ToolSettings
from gateway.intake.lifting.exchanges import Exchange
from gateway.intake.shape import is_object
from gateway.schema.scalars import Json

NO_RECORD = "none"


class Table(Struct, frozen=True, kw_only=True):
    """Rules of the operator for single tools; ``RECORDS`` goes by names commonly chosen."""

    tools: tuple[ToolSettings, ...] = ()

    def of_sources(self, sources: Collection[str]) -> Table:
        """Without the rules that are for other sources than these."""
        if all(rule.source is None for rule in self.tools):
            return self
        own = tuple(rule for rule in self.tools if rule.source is None or rule.source in sources)
        return replace(self, tools=own)

    def of_tool(self, name: str) -> ToolSettings | None:
        """The operator's first rule for a tool."""
        if not self.tools:
            return None
        return next((rule for rule in self.tools if fnmatchcase(name, rule.tool)), None)


DEFAULTS = Table()


def table_of(settings: LiftingSettings) -> Table:
    """The table that a configuration declares."""
    return Table(tools=settings.tools)


def rule_name(rule: ToolSettings, what: str) -> str:
    """What ``provenance.generated`` calls one member of a rule."""
    return f"lifting.tools.{rule.tool}.{what}"


def found_at(exchange: Exchange, path: str) -> tuple[Json, str]:
    """What stands at a dotted path in the result, else in the arguments, and the pointer of what it
    was read from; ``UNSET`` where neither has it.
    """
    for holder, source in _holders(exchange):
        value = _at(holder, path)
        if value is not UNSET:
            return value, source
    return UNSET, ""


def _holders(exchange: Exchange) -> Iterator[tuple[Json, str]]:
    if exchange.result is not UNSET:
        yield exchange.result, f"{exchange.answer_at}/content"
    yield exchange.arguments, f"{exchange.call_at}/arguments"


def _at(holder: Json, path: str) -> Json:
    for name in path.split("."):
        if not is_object(holder) or name not in holder:
            return UNSET
        holder = holder[name]
    return holder
