"""The runner of mutants: what it makes, what it counts as noticed, and what it leaves behind."""

from __future__ import annotations

import ast
from types import ModuleType
from typing import Any

import pytest

from tests.adapters import mutation
from tests.adapters.mutants import mutants

SOURCE = '''
TABLE = {"kept": 1}


def plan(a: str, b: str | None = None) -> dict:
    """What it does."""
    found = {"a": a}
    if b and a:
        found["b"] = b
    return found
'''


def ends_for_the_real_one(module: ModuleType) -> Any:
    while module.__name__ == "mutant":
        pass


def test_each_line_member_operand_and_condition_is_left_out_once() -> None:
    made = [what.partition(" in `")[0] for what, _, _ in mutants(ast.parse(SOURCE))]

    assert [
        "drop line `found = {'a': a}`",
        "drop line `return found`",
        "drop member 'a'",
        "drop line `found['b'] = b`",
        "never true",
        "always true",
        "drop operand b",
        "drop operand a",
    ] == made


def test_every_mutant_is_python_and_the_tree_is_as_before() -> None:
    tree = ast.parse(SOURCE)
    before = ast.dump(tree)
    texts = [ast.unparse(compiled(module)) for _, _, module in mutants(tree)]

    assert len(texts) == len(set(texts))
    assert before == ast.dump(tree)


def compiled(module: ast.Module) -> ast.Module:
    compile(module, "<mutant>", "exec")
    return module


def test_an_end_to_which_a_function_comes_anyway_is_no_mutant() -> None:
    tree = ast.parse("def f(a):\n    if a:\n        return 1\n    else:\n        return None\n")

    assert ["drop line `return 1`", "never true", "always true"] == [
        what.partition(" in `")[0] for what, _, _ in mutants(tree)
    ]


def test_a_mutant_that_does_not_end_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutation, "_LONGEST", 0.05)
    judge = mutation.Judge("adapters", {"one": ends_for_the_real_one})

    assert judge.notices(ModuleType("mutant"))


def test_a_mutant_that_breaks_is_noticed() -> None:
    judge = mutation.Judge("adapters", {"one": lambda module: module.__name__.index("a")})

    assert judge.notices(ModuleType("xyz"))


def test_what_comes_out_alike_is_not_noticed() -> None:
    judge = mutation.Judge("adapters", {"one": lambda _: 1, "two": lambda _: [2]})

    assert not judge.notices(ModuleType("adapters"))
