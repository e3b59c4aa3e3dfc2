"""Names, headers and words: what a reader relies on in every file, checked in every file."""

from __future__ import annotations

import ast
import inspect
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import gateway.sdk

FORBIDDEN_NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
)
_BLANKET = re.compile(
    r"type:\s*ignore(?!\[)|noqa(?!:\s*[A-Z]+[0-9])|pyright:\s*(ignore(?!\[)|basic|off)"
    r"|mypy:\s*ignore-errors|ruff:\s*noqa(?!:\s*[A-Z]+[0-9])"
)
_VENDOR = re.compile(
    r"zendesk|salesforce|twilio|genesys|liveperson|intercom|freshdesk", re.IGNORECASE
)

# Files that may name a vendor, each with the reason.
VENDORS_NAMED = {
    "gateway/delivery/auth/token.py": "a comment cites the vendor whose behaviour a check answers",
}

# Slices in adapters/ that cut no text, as "path: source"; fit() and split_html() cut texts.
HARMLESS_SLICES: frozenset[str] = frozenset(
    {"adapters/twilio_flex/transcript.py: found[-MOST_MESSAGES:]"}  # of messages, not of a text
)


def _comments(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def _blanket_ignores(source: str) -> list[str]:
    return [comment for comment in _comments(source) if _BLANKET.search(comment)]


def _slices(source: str) -> list[str]:
    """Every slice in a source, as it is written; an index is no slice."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice)
    ]


def _vendor_words(source: str) -> list[str]:
    return _VENDOR.findall(source)


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def test_no_module_or_package_has_a_name_that_says_nothing(
    all_files: tuple[Path, ...], root: Path
) -> None:
    named = {
        _name(path, root): {part.removesuffix(".py") for part in path.relative_to(root).parts}
        for path in all_files
    }
    assert [] == [name for name, parts in named.items() if parts & FORBIDDEN_NAMES]


def test_every_module_says_what_it_is_for(all_files: tuple[Path, ...], root: Path) -> None:
    silent = [
        _name(path, root)
        for path in all_files
        if (text := path.read_text()) and not ast.get_docstring(ast.parse(text))
    ]
    assert [] == silent


def test_every_module_postpones_its_annotations(all_files: tuple[Path, ...], root: Path) -> None:
    line = "from __future__ import annotations\n"
    without = [
        _name(path, root)
        for path in all_files
        if line not in (text := path.read_text()) and len(ast.parse(text).body) > 1
    ]
    assert [] == without


def test_every_ignore_is_specific(all_files: tuple[Path, ...], root: Path) -> None:
    found = {_name(path, root): _blanket_ignores(path.read_text()) for path in all_files}
    assert {} == {name: comments for name, comments in found.items() if comments}


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # type: ignore",
        "x = 1  # noqa",
        "x = 1  # noqa: because",
        "# ruff: noqa",
        "x = 1  # pyright: ignore",
        "# pyright: basic",
        "# mypy: ignore-errors",
    ],
)
def test_a_blanket_ignore_is_seen(line: str) -> None:
    assert 1 == len(_blanket_ignores(line + "\n"))


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # type: ignore[arg-type]",
        "x = 1  # noqa: S101",
        "x = 1  # pyright: ignore[reportPrivateUsage]",
        "x = '# noqa'",
    ],
)
def test_a_specific_ignore_passes(line: str) -> None:
    assert [] == _blanket_ignores(line + "\n")


def test_the_sdk_exports_everything_it_imports_and_nothing_else() -> None:
    public = {
        name
        for name, value in vars(gateway.sdk).items()
        if not name.startswith("_") and name != "annotations" and not isinstance(value, ModuleType)
    }
    assert public == set(gateway.sdk.__all__)


def test_the_exports_of_the_sdk_are_sorted() -> None:
    assert sorted(gateway.sdk.__all__) == gateway.sdk.__all__


def test_everything_the_sdk_exports_is_explained() -> None:
    exported = {name: getattr(gateway.sdk, name) for name in gateway.sdk.__all__}
    bare = [
        name
        for name, value in exported.items()
        if (inspect.isclass(value) or inspect.isfunction(value)) and not value.__doc__
    ]
    assert [] == bare


def test_only_fit_cuts_texts_in_adapters(shipped_files: tuple[Path, ...], root: Path) -> None:
    adapters = [path for path in shipped_files if path.is_relative_to(root / "adapters")]
    found = {
        f"{_name(path, root)}: {text}" for path in adapters for text in _slices(path.read_text())
    }
    assert HARMLESS_SLICES == found


@pytest.mark.parametrize("source", ["text[:80]", "text[3:]", "x['body'][1:-1]", "text[::2]"])
def test_a_slice_is_seen(source: str) -> None:
    assert [source] == _slices(source)


def test_an_index_is_no_slice() -> None:
    assert [] == _slices("rows[0]; rows[-1]; rows['id']")


def test_vendors_are_named_in_their_own_places_only(
    shipped_files: tuple[Path, ...], root: Path
) -> None:
    # What comes in is named after who sends it: a dialect is that vendor's own place.
    neutral = [
        path
        for path in shipped_files
        if _name(path, root).startswith(("gateway/", "mappings/"))
        and not _name(path, root).startswith("gateway/intake/dialects/")
    ]
    found = {_name(path, root) for path in neutral if _vendor_words(path.read_text())}
    assert set(VENDORS_NAMED) == found


@pytest.mark.parametrize("source", ["ZENDESK_ID = 1", '"""Like Twilio."""', "# salesforce"])
def test_a_vendor_word_is_seen(source: str) -> None:
    assert 1 == len(_vendor_words(source))
