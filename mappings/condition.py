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

MOST_NESTING = 6

_GROUPS = ("all", "any", "not")
VALUE_TESTS = ("is", "is_not", "contains")
LIST_TESTS = ("in", "not_in")
NUMBER_TESTS = ("below", "above")


def compile_condition(raw: object, paths: Paths, depth: int = 1) -> Condition:
    """Raises ``Refused`` for the first thing that is wrong in it."""
    if depth > MOST_NESTING:
        raise Refused("M131", limit=MOST_NESTING)
    if not isinstance(raw, dict):
        raise Refused("M005", name="when", expected="a table")
    table = cast("dict[str, Any]", raw)
    groups = [name for name in _GROUPS if name in table]
    if not groups:
        return _test(table, paths)
    if len(table) > 1:
        raise Refused("M130", tests=_tests(), found=listed(quoted(table)))
    return _group(groups[0], table[groups[0]], paths, depth)


def _group(name: str, raw: object, paths: Paths, depth: int) -> Condition:
    if name == "not":
        inner = compile_condition(raw, paths, depth + 1)
        return lambda context: not inner(context)
    if not is_list(raw):
        raise Refused("M005", name=name, expected="a list of conditions in square brackets")
    parts = [compile_condition(part, paths, depth + 1) for part in as_list(raw)]
    if name == "all":
        return lambda context: all(part(context) for part in parts)
    return lambda context: any(part(context) for part in parts)


def _test(table: dict[str, Any], paths: Paths) -> Condition:
    names = [name for name in table if name != "field"]
    if "field" not in table or len(names) != 1 or names[0] not in _NAMES:
        raise Refused("M130", tests=_tests(), found=listed(quoted(table)) or "nothing")
    if not isinstance(table["field"], str):
        raise Refused("M005", name="field", expected="a text in quotes")
    cursor = paths.compile(table["field"])
    test, wanted = names[0], table[names[0]]
    _check_operand(test, wanted)
    if test == "has_value":
        return _has_value(cursor, wanted=wanted is True)
    _demand_testable(cursor, test, paths)
    return _compare(cursor, test, wanted)


def _has_value(cursor: Cursor, *, wanted: bool) -> Condition:
    read = reader(cursor.steps)

    def holds(context: Context) -> bool:
        found = any(not is_empty(value) for value, _ in read(context))
        return found is wanted

    return holds


def _demand_testable(cursor: Cursor, test: str, paths: Paths) -> None:
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


def _check_operand(test: str, wanted: Any) -> None:
    if test in LIST_TESTS:
        if not is_list(wanted) or not all(map(is_scalar, as_list(wanted))):
            raise Refused("M005", name=test, expected="a list of texts or numbers")
    elif test == "has_value":
        if not isinstance(wanted, bool):
            raise Refused("M005", name=test, expected="true or false")
    elif test in NUMBER_TESTS:
        if as_number(wanted) is None or isinstance(wanted, str):
            raise Refused("M005", name=test, expected="a number")
    elif not is_scalar(wanted):
        raise Refused("M005", name=test, expected="a text, a number, or true or false")
