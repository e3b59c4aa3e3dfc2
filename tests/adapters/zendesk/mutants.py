"""Every way to leave one carrying thing out of a module: a member, an argument, a step, a filter."""

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
    match node:
        case ast.Dict(keys=keys):
            for i, key in enumerate(keys):
                shown = ast.unparse(key or node.values[i])
                yield f"drop member {shown}", _drop_pair(i)
        case ast.Call(keywords=keywords):
            for i, keyword in enumerate(keywords):
                yield f"drop argument {keyword.arg}", _drop("keywords", i)
        case ast.Tuple(elts=elements, ctx=ast.Load()) | ast.List(elts=elements, ctx=ast.Load()):
            for i, element in enumerate(elements):
                yield f"drop element {ast.unparse(element)}", _drop("elts", i)
        case ast.Constant(value=bool()):
            yield "turn round", _turn_round
        case ast.comprehension(ifs=conditions):
            for i in range(len(conditions)):
                yield f"drop filter {ast.unparse(conditions[i])}", _drop("ifs", i)
        case ast.BoolOp(values=values):
            for i, value in enumerate(values):
                yield f"drop operand {ast.unparse(value)}", _drop("values", i)
        case ast.If(test=test):
            yield "never true", _replace_test(ast.Constant(value=False))
            yield "always true", _replace_test(ast.Constant(value=True))
        case ast.Assign(value=value) if _is_step(value):
            yield f"skip step {ast.unparse(value)}", _skip_step
        case _:
            return


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
