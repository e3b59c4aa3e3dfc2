"""Every way to leave one carrying thing out of a module: a member, an argument, a step…"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

Edit = Callable[[Any], None]


def mutants(module: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """Each mutant with its name: the line as it was, and what is done to it."""
    originals = list(_carrying(module))
    for position, node in enumerate(originals):
        for what, edit in _edits(node):
            changed = copy.deepcopy(module)
            edit(list(_carrying(changed))[position])
            line = ast.unparse(node).splitlines()[0]
            yield f"{what} in `{line}`", ast.fix_missing_locations(changed)


def _carrying(module: ast.Module) -> Iterator[ast.AST]:
    """The nodes of all functions' bodies; declarations carry nothing."""
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                yield from _without_annotations(statement)


def _without_annotations(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for member, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and member != "annotation":
                yield from _without_annotations(child)


def _edits(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    for type_, find in _FINDERS.items():
        if isinstance(node, type_):
            yield from find(node)


def _members(node: ast.Dict) -> Iterator[tuple[str, Edit]]:
    for i, key in enumerate(node.keys):
        yield f"drop member {ast.unparse(key or node.values[i])}", _drop_pair(i)


def _arguments(node: ast.Call) -> Iterator[tuple[str, Edit]]:
    for i, keyword in enumerate(node.keywords):
        yield f"drop argument {keyword.arg}", _drop("keywords", i)


def _elements(node: ast.Tuple | ast.List) -> Iterator[tuple[str, Edit]]:
    if isinstance(node.ctx, ast.Load):
        for i, element in enumerate(node.elts):
            yield f"drop element {ast.unparse(element)}", _drop("elts", i)


def _booleans(node: ast.Constant) -> Iterator[tuple[str, Edit]]:
    if isinstance(node.value, bool):
        yield "turn round", _turn_round


def _filters(node: ast.comprehension) -> Iterator[tuple[str, Edit]]:
    for i, condition in enumerate(node.ifs):
        yield f"drop filter {ast.unparse(condition)}", _drop("ifs", i)


def _operands(node: ast.BoolOp) -> Iterator[tuple[str, Edit]]:
    for i, value in enumerate(node.values):
        yield f"drop operand {ast.unparse(value)}", _drop("values", i)


def _conditions(_: ast.If) -> Iterator[tuple[str, Edit]]:
    yield "never true", _replace_test(ast.Constant(value=False))
    yield "always true", _replace_test(ast.Constant(value=True))


def _steps(node: ast.Assign) -> Iterator[tuple[str, Edit]]:
    if _is_step(node.value):
        yield f"skip step {ast.unparse(node.value)}", _skip_step


_FINDERS: dict[type[ast.AST], Callable[[Any], Iterator[tuple[str, Edit]]]] = {
    ast.Dict: _members,
    ast.Call: _arguments,
    ast.Tuple: _elements,
    ast.List: _elements,
    ast.Constant: _booleans,
    ast.comprehension: _filters,
    ast.BoolOp: _operands,
    ast.If: _conditions,
    ast.Assign: _steps,
}


def _is_step(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in ast.walk(node))


def _drop(member: str, i: int) -> Edit:
    return lambda node: getattr(node, member).pop(i)


def _drop_pair(i: int) -> Edit:
    def edit(node: ast.Dict) -> None:
        node.keys.pop(i)
        node.values.pop(i)

    return edit


def _turn_round(node: ast.Constant) -> None:
    node.value = not node.value


def _replace_test(test: ast.expr) -> Edit:
    def edit(node: ast.If) -> None:
        node.test = test

    return edit


def _skip_step(node: ast.Assign) -> None:
    node.value = ast.Constant(value=None)
