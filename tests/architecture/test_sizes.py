"""Ceilings that a machine checks: the file everybody adds to is the one that grows unseen."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
MAX_PUBLIC_METHODS = 12
MAX_MEDIAN_FUNCTION_LINES = 10

# "path" or "path::name" of what is over a ceiling for a reason. This list may only shrink.
EXCEPTIONS: frozenset[str] = frozenset()

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _code_lines(function: Function) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is not None and isinstance(first, ast.Expr):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def _public_methods(class_: ast.ClassDef) -> int:
    methods = (node for node in class_.body if isinstance(node, Function))
    return sum(1 for method in methods if not method.name.startswith("_"))


def _too_big(path: Path, name: str) -> Iterator[str]:
    """What in a file is over a ceiling, as entries of ``EXCEPTIONS``."""
    text = path.read_text()
    tree = ast.parse(text)
    if len(text.splitlines()) > MAX_FILE_LINES:
        yield name
    for function in _functions(tree):
        if _code_lines(function) > MAX_FUNCTION_LINES:
            yield f"{name}::{function.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and _public_methods(node) > MAX_PUBLIC_METHODS:
            yield f"{name}::{node.name}"


def _median(files: Iterable[Path]) -> float:
    return statistics.median(
        _code_lines(function) for path in files for function in _functions(_parsed(path))
    )


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def test_nothing_is_over_its_ceiling_but_the_named_exceptions(
    all_files: tuple[Path, ...], root: Path
) -> None:
    found = {
        entry for path in all_files for entry in _too_big(path, path.relative_to(root).as_posix())
    }
    assert EXCEPTIONS == found


def test_the_median_function_stays_small(shipped_files: tuple[Path, ...]) -> None:
    assert _median(shipped_files) <= MAX_MEDIAN_FUNCTION_LINES


@pytest.mark.parametrize(
    ("source", "entry"),
    [
        ("x = 1\n" * 301, "grown.py"),
        ("def long():\n" + "    x = 1\n" * 40, "grown.py::long"),
        ("async def long():\n    '''Doc.'''\n" + "    x = 1\n" * 40, "grown.py::long"),
        (
            "class Wide:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(13)),
            "grown.py::Wide",
        ),
        (
            "class Wide:\n" + "".join(f"    async def m{n}(self): ...\n" for n in range(13)),
            "grown.py::Wide",
        ),
    ],
    ids=["file", "function", "coroutine", "class", "async class"],
)
def test_a_planted_excess_is_seen(source: str, entry: str, tmp_path: Path) -> None:
    path = tmp_path / "grown.py"
    path.write_text(source)
    assert [entry] == list(_too_big(path, "grown.py"))


@pytest.mark.parametrize(
    "source",
    [
        "x = 1\n" * 300,
        "def long():\n    '''One.\n\n    Two.\n    '''\n" + "    x = 1\n" * 39,
        "class Wide:\n"
        + "".join(f"    def m{n}(self): ...\n" for n in range(12))
        + "    def _private(self): ...\n",
    ],
    ids=["file", "function", "class"],
)
def test_what_is_exactly_at_its_ceiling_passes(source: str, tmp_path: Path) -> None:
    path = tmp_path / "full.py"
    path.write_text(source)
    assert [] == list(_too_big(path, "full.py"))
