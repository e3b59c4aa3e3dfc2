"""Conditions of a template: what they read is not printed and counts for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from msgspec import UNSET

from mappings.nodes import Lines, as_list, is_blank, is_list, is_mapping, is_scalar, plain_text
from mappings.problems import Problems, Refused
from mappings.template.tree import (
    Blank,
    Both,
    Comparison,
    Condition,
    Const,
    Either,
    Name,
    Not,
    Operand,
    Truth,
)
from mappings.template.values import Chain, Names, State, text_cost

Test: TypeAlias = Callable[[State], bool]
Value: TypeAlias = Callable[[State], Any]


def compile_test(condition: Condition, names: Names, problems: Problems) -> Test:
    """A wrong name is said, and the condition then never holds."""
    if isinstance(condition, Not):
        inner = compile_test(condition.inner, names, problems)
        return lambda state: not inner(state)
    if isinstance(condition, Both | Either):
        left = compile_test(condition.left, names, problems)
        right = compile_test(condition.right, names, problems)
        if isinstance(condition, Both):
            return lambda state: left(state) and right(state)
        return lambda state: left(state) or right(state)
    if isinstance(condition, Truth):
        # Only nothing and false are false: an empty text is true, as everywhere in Liquid.
        value = _value(condition.operand, names, problems)
        return lambda state: (found := value(state)) is not None and found is not False
    left_value = _value(condition.left, names, problems)
    compare = _COMPARISONS[condition.operator]
    if isinstance(condition.right, Name):
        right_value = _value(condition.right, names, problems)
        return lambda state: compare(left_value(state), right_value(state))
    right = _constant(condition.right)
    if type(right) is str and condition.operator == "==":
        return lambda state: (
            found == right if type(found := left_value(state)) is str else compare(found, right)
        )
    return lambda state: compare(left_value(state), right)


def _value(operand: Operand, names: Names, problems: Problems) -> Value:
    if not isinstance(operand, Name):
        constant = _constant(operand)
        return lambda _: constant
    try:
        return _read(operand, names)
    except Refused as refused:
        problems.refused(refused, operand.line)
        return lambda _: None


def _constant(operand: Const | Blank) -> Any:
    return operand.value if isinstance(operand, Const) else operand


def _read(name: Name, names: Names) -> Value:
    place = names.resolve(name)
    reader = place.read
    if place.cursor.spread:
        return reader
    if place.chain:
        return _chained(place.chain)

    def value(state: State) -> Any:
        nodes = reader(state)
        found: Any = nodes[0][0] if nodes else None
        if type(found) is Lines:
            found = plain_text(found)
        state.spend(text_cost(found) if type(found) is str else _cost(found))
        return found

    return value


def _chained(chain: Chain) -> Value:
    slot, names = chain.slot, chain.names

    def value(state: State) -> Any:
        found = state.items[slot][0]
        for kind, name in names:
            if type(found) is not kind:
                return None
            found = getattr(found, name)
        if found is UNSET:
            return None
        state.work -= 1 + len(found) // 16 if type(found) is str else _cost(found)
        if state.work < 0:
            state.writer.fill()
        return found

    return value


def _cost(value: Any) -> int:
    return 5 * len(value) if is_list(value) else 1


def _equal(left: Any, right: Any) -> bool:
    if type(left) is str and type(right) is str:
        return left == right
    if isinstance(left, Blank):
        left, right = right, left
    if isinstance(right, Blank):
        return _is_blank(left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if left is None or right is None:
        return left is right
    return is_scalar(left) and is_scalar(right) and left == right


def _is_blank(value: Any, blank: Blank) -> bool:
    if type(value) is str:
        return not value if blank.empty else is_blank(value)
    if is_list(value) or is_mapping(value):
        return not value
    if value is None:
        # python-liquid's nil is not blank; Shopify's is, and a missing field is what admins mean.
        return True
    if not is_scalar(value) or isinstance(value, bool | int | float):
        return False
    text = plain_text(value)
    return not text if blank.empty else is_blank(text)


def _less(left: Any, right: Any) -> bool:
    return _ordered(left, right) and left < right


def _at_most(left: Any, right: Any) -> bool:
    return _ordered(left, right) and left <= right


def _ordered(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    if isinstance(left, int | float):
        return isinstance(right, int | float)
    return isinstance(left, str) and isinstance(right, str)


def _contains(left: Any, right: Any) -> bool:
    if not is_scalar(right):
        return False
    if is_list(left):
        return any(_equal(item, right) for item in as_list(left))
    return is_scalar(left) and plain_text(right) in plain_text(left)


_COMPARISONS: dict[Comparison, Callable[[Any, Any], bool]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": _at_most,
    ">=": lambda left, right: _at_most(right, left),
    "contains": _contains,
}
