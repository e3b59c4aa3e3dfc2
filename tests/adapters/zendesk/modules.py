"""The adapter's modules loaded anew, one of them changed, without touching the real ones."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

PACKAGE = "adapters.zendesk"
FOLDER = Path(__file__).resolve().parents[3] / "adapters" / "zendesk"
# In the order in which they import one another.
MODULES = (
    "limits",
    "settings",
    "manifest",
    "verdict",
    "wire",
    "translate",
    "existing",
    "read_back",
    "adapter",
)


@cache
def tree(name: str) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse((FOLDER / f"{name}.py").read_text("utf-8"))


@contextmanager
def loaded(changed: dict[str, ast.Module] | None = None) -> Iterator[ModuleType]:
    """The adapter module of a fresh set; the set is what ``import`` finds as long as it lasts."""
    kept = {name: module for name, module in sys.modules.items() if name.startswith(PACKAGE)}
    for name in kept:
        del sys.modules[name]
    try:
        package = sys.modules[PACKAGE] = ModuleType(PACKAGE)
        package.__path__ = [str(FOLDER)]
        for name in MODULES:
            module = sys.modules[f"{PACKAGE}.{name}"] = ModuleType(f"{PACKAGE}.{name}")
            setattr(package, name, module)
            code = compile((changed or {}).get(name) or tree(name), f"<{name}>", "exec")
            exec(code, module.__dict__)  # noqa: S102 - our own source
        yield sys.modules[f"{PACKAGE}.adapter"]
    finally:
        for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
            del sys.modules[name]
        sys.modules.update(kept)
