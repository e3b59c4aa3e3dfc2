"""Who may import whom: the contracts hold, and each of them fails on a planted violation."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

RunPython = Callable[..., "subprocess.CompletedProcess[str]"]

# For each contract, by id, the lines that break it and nothing else: file → import.
PLANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "layers": (
        ("gateway/schema/leaves.py", "import gateway.sdk"),
        ("gateway/sdk/limits.py", "import gateway.config"),
        ("gateway/store/records.py", "import gateway.delivery"),
        ("gateway/intake/__init__.py", "import gateway.api"),
        ("gateway/api/__init__.py", "import gateway.cli"),
        ("gateway/unlayered/__init__.py", ""),
    ),
    "no-vendors": (
        ("gateway/delivery/__init__.py", "import adapters"),
        ("gateway/cli/__init__.py", "import adapters.zendesk"),
        ("contract_tests/__init__.py", "from adapters import zendesk"),
    ),
    "no-stand-ins": (("gateway/cli/__init__.py", "import contract_tests.stand_ins"),),
    "vendors-apart": (("adapters/acme/__init__.py", "import adapters.zendesk"),),
    "adapters-plan": (
        ("adapters/zendesk/__init__.py", "import httpx"),
        ("adapters/zendesk/__init__.py", "import logging"),
        ("adapters/zendesk/__init__.py", "import time"),
        ("adapters/zendesk/__init__.py", "import mappings"),
        ("adapters/acme/__init__.py", "import gateway.store"),
    ),
    "mappings-pure": (
        ("mappings/fate.py", "import gateway.schema"),
        ("mappings/fate.py", "import socket"),
    ),
    "mappings-readers": (
        ("gateway/store/records.py", "import mappings"),
        ("gateway/intake/__init__.py", "from mappings import fate"),
    ),
    "litestar-in-api": (
        ("gateway/delivery/__init__.py", "import litestar"),
        ("gateway/cli/__init__.py", "import litestar"),
    ),
    "pure-core": (
        ("gateway/schema/leaves.py", "import os"),
        ("gateway/sdk/limits.py", "import asyncio"),
    ),
}

# What is left once everything that does I/O or reads a clock or a secret is gone.
ADAPTERS_MAY_IMPORT = frozenset(
    {
        "__future__",
        "base64",
        "binascii",
        "collections",
        "collections.abc",
        "datetime",
        "decimal",
        "enum",
        "functools",
        "gateway.sdk",
        "hashlib",
        "hmac",
        "html",
        "itertools",
        "math",
        "msgspec",
        "msgspec.structs",
        "operator",
        "re",
        "string",
        "types",
        "typing",
        "unicodedata",
        "urllib.parse",
        "uuid",
    }
)
_CLOCKS = frozenset({"now", "today", "utcnow", "fromtimestamp", "uuid1", "uuid4", "uuid6", "uuid7"})


def _contracts(root: Path) -> dict[str, str]:
    with (root / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract["name"] for contract in contracts}


def _foreign_imports(path: Path, vendor: str) -> Iterator[str]:
    """Modules a vendor's file imports that are neither on the list nor in its own folder."""
    own = f"adapters.{vendor}"
    for module in _imported(path):
        allowed = module in ADAPTERS_MAY_IMPORT or module.startswith("gateway.schema.")
        if not allowed and module != own and not module.startswith(f"{own}."):
            yield module


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            # `from gateway import store` names a module; `from gateway.sdk import fit` does not.
            bare = node.module in ("gateway", "adapters", "urllib", "collections")
            yield from (
                f"{node.module}.{name.name}" if bare else f"{node.module}" for name in node.names
            )


def _clock_calls(path: Path) -> list[str]:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    names = (call.func.attr for call in calls if isinstance(call.func, ast.Attribute))
    return [name for name in names if name in _CLOCKS]


def test_every_contract_holds(root: Path, broken_contracts: Callable[[Path], set[str]]) -> None:
    assert set() == broken_contracts(root)


def test_every_contract_has_planted_violations(root: Path) -> None:
    assert set(PLANTS) == set(_contracts(root))


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [(name, *plant) for name, plants in PLANTS.items() for plant in plants],
)
def test_a_planted_import_breaks_exactly_its_contract(
    contract: str,
    file: str,
    line: str,
    tree: Path,
    root: Path,
    broken_contracts: Callable[[Path], set[str]],
) -> None:
    planted = tree / file
    planted.parent.mkdir(exist_ok=True)
    with planted.open("a") as stream:
        stream.write(f"\n{line}\n")
    assert {_contracts(root)[contract]} == broken_contracts(tree)


def test_adapters_import_only_what_is_allowed(root: Path) -> None:
    found = {
        f"{path.relative_to(root)}: {module}"
        for path in (root / "adapters").rglob("*.py")
        for module in _foreign_imports(path, path.relative_to(root / "adapters").parts[0])
    }
    assert set() == found


def test_adapters_read_no_clock_and_draw_no_random_ids(root: Path) -> None:
    found = {
        f"{path.relative_to(root)}: {call}()"
        for path in (root / "adapters").rglob("*.py")
        for call in _clock_calls(path)
    }
    assert set() == found


@pytest.mark.parametrize(
    "line",
    [
        "import zlib",
        "import urllib.request",
        "from urllib import request",
        "from gateway import store",
        "from gateway.sdk.limits import fit",
        "import adapters.acme.wire",
        "from adapters import acme",
        "import adapters.zendesk_two",
    ],
)
def test_an_import_off_the_list_is_seen(line: str, tmp_path: Path) -> None:
    path = tmp_path / "wire.py"
    path.write_text(line)
    assert list(_foreign_imports(path, "zendesk"))


def test_a_clock_call_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "wire.py"
    path.write_text("made_at = datetime.now(UTC)")
    assert ["now"] == _clock_calls(path)


@pytest.mark.parametrize("module", ["gateway.sdk", "gateway.schema.codec", "gateway.cli.main"])
def test_importing_it_loads_no_heavy_library(
    module: str, root: Path, run_python: RunPython
) -> None:
    program = (
        f"import sys, {module}\n"
        "print(*sorted({'litestar', 'httpx', 'liquid', 'uvicorn', 'sqlite3'} & set(sys.modules)))"
    )
    result = run_python(root, "-c", program)
    assert ("\n", 0) == (result.stdout, result.returncode), result.stderr


def test_the_interpreter_sees_heavy_libraries_when_they_are_loaded(
    root: Path, run_python: RunPython
) -> None:
    result = run_python(root, "-c", "import httpx, sys; print('httpx' in sys.modules)")
    assert "True\n" == result.stdout
    assert "httpx" not in sys.stdlib_module_names
