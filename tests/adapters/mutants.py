"""Every way to leave one carrying thing out of a module: a line, a member, an argument, a step…"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

Edit = Callable[[Any], None]
Edits = Iterator[tuple[str, Edit]]


class Mutant(NamedTuple):
    """One change: its name, the outermost function it is in (as in ``__qualname__``), the result.

    ``module`` is the tree that all mutants are made in: it holds until the next one is made.
    """

    what: str
    function: str
    module: ast.Module


def mutants(module: ast.Module) -> Iterator[Mutant]:
    """Each mutant with its name: the line as it was, and what is done to it."""
    for name, function in list(_functions(module)):
        _end_quietly(function)
        for node in list(_carrying(function)):
            for what, edit in list(_edits(node)):
                line = ast.unparse(node).splitlines()[0]
                with _edited(node, edit):
                    ast.fix_missing_locations(module)
                    yield Mutant(f"{what} in `{line}`", name, module)


@contextmanager
def _edited(node: ast.AST, edit: Edit) -> Iterator[None]:
    kept = {
        name: copy.copy(value) if isinstance(value, list) else value
        for name, value in vars(node).items()
    }
    edit(node)
    try:
        yield
    finally:
        vars(node).update(kept)


def _functions(module: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of a module and the methods of its classes; declarations carry nothing."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def _carrying(function: ast.FunctionDef) -> Iterator[ast.AST]:
    yield function
    for statement in function.body:
        yield from _without_annotations(statement)


def _without_annotations(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for member, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and member != "annotation":
                yield from _without_annotations(child)


def _edits(node: ast.AST) -> Edits:
    for type_, find in _FINDERS.items():
        if isinstance(node, type_):
            yield from find(node)


def _lines(node: Any) -> Edits:
    for block in ("body", "orelse", "finalbody"):
        statements = getattr(node, block, ())
        # The branches of a conditional expression are called so too, and are no blocks.
        for i, statement in enumerate(statements if isinstance(statements, list) else ()):
            if isinstance(statement, _LINES) and not _is_docstring(statement):
                yield f"drop line `{ast.unparse(statement).splitlines()[0]}`", _pass(block, i)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _end_quietly(function: ast.FunctionDef) -> None:
    """Takes away each ``return None`` at which the function would have come to its end anyway."""
    for inner in (function.body, *_tails(function.body[-1])):
        if isinstance(inner[-1], ast.Return) and ast.unparse(inner[-1]) in _ENDS:
            inner[-1] = ast.Pass()


def _tails(last: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks that end where a function does, ``last`` being its last statement."""
    blocks = [getattr(last, name, None) for name in ("body", "orelse")]
    blocks += [handler.body for handler in getattr(last, "handlers", ())]
    if isinstance(last, ast.If | ast.Try):
        for block in filter(None, blocks):
            yield block
            yield from _tails(block[-1])


def _members(node: ast.Dict) -> Edits:
    for i, key in enumerate(node.keys):
        yield f"drop member {ast.unparse(key or node.values[i])}", _drop_pair(i)


def _arguments(node: ast.Call) -> Edits:
    for i, keyword in enumerate(node.keywords):
        yield f"drop argument {keyword.arg}", _drop("keywords", i)


def _elements(node: ast.Tuple | ast.List) -> Edits:
    if isinstance(node.ctx, ast.Load):
        for i, element in enumerate(node.elts):
            yield f"drop element {ast.unparse(element)}", _drop("elts", i)


def _booleans(node: ast.Constant) -> Edits:
    if isinstance(node.value, bool):
        yield "turn round", _turn_round


def _filters(node: ast.comprehension) -> Edits:
    for i, condition in enumerate(node.ifs):
        yield f"drop filter {ast.unparse(condition)}", _drop("ifs", i)


def _operands(node: ast.BoolOp) -> Edits:
    for i, value in enumerate(node.values):
        yield f"drop operand {ast.unparse(value)}", _drop_operand(i)


def _conditions(_: ast.If | ast.IfExp) -> Edits:
    yield "never true", _replace_test(value=False)
    yield "always true", _replace_test(value=True)


def _steps(node: ast.Assign) -> Edits:
    if any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in ast.walk(node.value)):
        yield f"skip step {ast.unparse(node.value)}", _skip_step


_ENDS = ("return", "return None")
_LINES = (
    *(ast.Expr, ast.Assign, ast.AugAssign),
    *(ast.Return, ast.Raise, ast.Break, ast.Continue),
)
_FINDERS: dict[Any, Callable[[Any], Edits]] = {
    ast.AST: _lines,
    ast.Dict: _members,
    ast.Call: _arguments,
    ast.Tuple: _elements,
    ast.List: _elements,
    ast.Constant: _booleans,
    ast.comprehension: _filters,
    ast.BoolOp: _operands,
    ast.If: _conditions,
    ast.IfExp: _conditions,
    ast.Assign: _steps,
}


def _pass(block: str, i: int) -> Edit:
    def edit(node: ast.AST) -> None:
        getattr(node, block)[i] = ast.Pass()

    return edit


def _drop(member: str, i: int) -> Edit:
    return lambda node: getattr(node, member).pop(i)


def _drop_operand(i: int) -> Edit:
    def edit(node: ast.BoolOp) -> None:
        node.values.pop(i)
        # Of one operand there is no such node; it says the same twice.
        node.values.extend(node.values if len(node.values) == 1 else ())

    return edit


def _drop_pair(i: int) -> Edit:
    def edit(node: ast.Dict) -> None:
        node.keys.pop(i)
        node.values.pop(i)

    return edit


def _turn_round(node: ast.Constant) -> None:
    node.value = not node.value


def _replace_test(*, value: bool) -> Edit:
    def edit(node: ast.If | ast.IfExp) -> None:
        node.test = ast.Constant(value=value)

    return edit


def _skip_step(node: ast.Assign) -> None:
    node.value = ast.Constant(value=None)
