"""Conditions: a rule's ``when``, from a table to a closure over the handoff.

One test on one field, nested by ``all``, ``any`` and ``not``. On a path with several values a
test holds if it holds for any of them; an absent value fails every test but the negative ones.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias, cast

from mappings.decimals import as_number
from mappings.nodes import Context, as_list, is_empty, is_list, is_scalar, plain_text
from mappings.path import Cursor, Paths, demand_single
from mappings.problems import Refused, listed, quoted
from mappings.steps import Fetch, fixed_place, reader

Condition: TypeAlias = Callable[[Context], bool]
Test: TypeAlias = Callable[[Any, Any], bool]
Refuse: TypeAlias = Callable[[Refused], None]

MOST_NESTING = 6

_GROUPS = ("all", "any", "not")
VALUE_TESTS = ("is", "is_not", "contains")
LIST_TESTS = ("in", "not_in")
NUMBER_TESTS = ("below", "above")


def compile_condition(raw: object, paths: Paths, refuse: Refuse) -> Condition | None:
    """None where something is wrong in it; ``refuse`` hears of all that is."""
    return _Compiler(paths, refuse).condition(raw, 1)


class _Compiler:
    """One condition with all that is nested in it."""

    def __init__(self, paths: Paths, refuse: Refuse) -> None:
        self._paths = paths
        self._refuse = refuse

    def condition(self, raw: object, depth: int) -> Condition | None:
        if depth > MOST_NESTING:
            self._refuse(Refused("M131", limit=MOST_NESTING))
            return None
        if not isinstance(raw, dict):
            self._refuse(Refused("M005", name="when", expected="a table"))
            return None
        table = cast("dict[str, Any]", raw)
        groups = [name for name in _GROUPS if name in table]
        if not groups:
            return self._test(table)
        if len(table) > 1:
            self._refuse(Refused("M130", tests=_tests(), found=listed(quoted(table))))
        found = [self._group(name, table[name], depth) for name in groups]
        return found[0] if len(table) == 1 else None

    def _group(self, name: str, raw: object, depth: int) -> Condition | None:
        if name == "not":
            inner = self.condition(raw, depth + 1)
            return None if inner is None else lambda context: not inner(context)
        if not is_list(raw):
            expected = "a list of conditions in square brackets"
            self._refuse(Refused("M005", name=name, expected=expected))
            return None
        found = [self.condition(part, depth + 1) for part in as_list(raw)]
        parts = [part for part in found if part is not None]
        if len(parts) < len(found):
            return None
        if name == "all":
            return lambda context: all(part(context) for part in parts)
        return lambda context: any(part(context) for part in parts)

    def _test(self, table: dict[str, Any]) -> Condition | None:
        names = [name for name in table if name != "field"]
        if "field" not in table or len(names) != 1 or names[0] not in _NAMES:
            found = listed(quoted(table)) or "nothing"
            self._refuse(Refused("M130", tests=_tests(), found=found))
            names = []
        test = names[0] if names else None
        cursor = self._cursor(table["field"], test) if "field" in table else None
        if test is None or not self._is_operand(test, table[test]) or cursor is None:
            return None
        if test == "has_value":
            return _has_value(cursor, wanted=table[test] is True)
        return _compare(cursor, test, table[test])

    def _cursor(self, path: object, test: str | None) -> Cursor | None:
        if not isinstance(path, str):
            self._refuse(Refused("M005", name="field", expected="a text in quotes"))
            return None
        try:
            cursor = self._paths.compile(path)
            if test not in (None, "has_value"):
                _demand_testable(cursor, test, self._paths)
        except Refused as refused:
            self._refuse(refused)
            return None
        return cursor

    def _is_operand(self, test: str, wanted: Any) -> bool:
        expected = _operand_refused(test, wanted)
        if expected is not None:
            self._refuse(Refused("M005", name=test, expected=expected))
        return expected is None


def _has_value(cursor: Cursor, *, wanted: bool) -> Condition:
    read = reader(cursor.steps)

    def holds(context: Context) -> bool:
        found = any(not is_empty(value) for value, _ in read(context))
        return found is wanted

    return holds


def _demand_testable(cursor: Cursor, test: str | None, paths: Paths) -> None:
    """A test looks at single values; ``contains`` also looks into a list of them."""
    shape = cursor.shape
    if test == "contains" and shape.item and shape.item.scalar:
        return
    demand_single(cursor, paths.names(shape))


def _compare(cursor: Cursor, test: str, wanted: Any) -> Condition:
    negative = test in ("is_not", "not_in")
    holds_for, read = _TESTS[test], reader(cursor.steps)
    fixed = fixed_place(cursor.steps)
    if holds_for is same and isinstance(wanted, str) and fixed and fixed.whole:
        return _is_text(fixed.fetch(), wanted, negative=negative)

    def holds(context: Context) -> bool:
        found = any(holds_for(value, wanted) for value, _ in read(context))
        return found is not negative

    return holds


def _is_text(fetch: Fetch, wanted: str, *, negative: bool) -> Condition:
    """What nearly all conditions are: one place that is, or is not, a text."""

    def holds(context: Context) -> bool:
        value = fetch(context.handoff)
        found = value == wanted if type(value) is str else same(value, wanted)
        return found is not negative

    return holds


def same(value: Any, wanted: Any) -> bool:
    """Equality of single JSON values; true is not 1."""
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    if isinstance(wanted, str):
        return (
            is_scalar(value) and not isinstance(value, int | float) and plain_text(value) == wanted
        )
    return isinstance(value, int | float) and value == wanted


def _among(value: Any, wanted: list[Any]) -> bool:
    return any(same(value, one) for one in wanted)


def _contains(value: Any, wanted: Any) -> bool:
    if is_list(value):
        return any(same(item, wanted) for item in as_list(value))
    return is_scalar(value) and plain_text(wanted) in plain_text(value)


def _below(value: Any, wanted: Any) -> bool:
    number = as_number(value)
    return number is not None and number < Decimal(str(wanted))


def _above(value: Any, wanted: Any) -> bool:
    number = as_number(value)
    return number is not None and number > Decimal(str(wanted))


_TESTS: dict[str, Test] = {
    "is": same,
    "is_not": same,
    "in": _among,
    "not_in": _among,
    "below": _below,
    "above": _above,
    "contains": _contains,
}


_NAMES = (*_TESTS, "has_value")


def _tests() -> str:
    return listed(quoted(_NAMES), "or")


def _operand_refused(test: str, wanted: Any) -> str | None:
    """What a test takes, where this is not it."""
    if test in LIST_TESTS:
        is_fine = is_list(wanted) and all(map(is_scalar, as_list(wanted)))
        return None if is_fine else "a list of texts or numbers"
    if test == "has_value":
        return None if isinstance(wanted, bool) else "true or false"
    if test in NUMBER_TESTS:
        is_fine = as_number(wanted) is not None and not isinstance(wanted, str)
        return None if is_fine else "a number"
    return None if is_scalar(wanted) else "a text, a number, or true or false"
