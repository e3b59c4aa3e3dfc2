"""One module of an adapter with something left out: is it noticed?

The adapter is imported anew with one module changed, and the real one is not touched.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

from tests.adapters.mutants import mutants

KILL_RATE = "kill rate"

#: Whether the adapter module, imported anew, still does all that its tests ask of it.
Passes = Callable[[ModuleType], bool]
Note = Callable[[str, object], None]


def survivors(module: str, adapter: str, passes: Passes, note: Note) -> list[str]:
    """The mutants of one module that nobody notices; ``note`` gets the kill rate.

    ``module`` is changed, ``adapter`` (its package, or a module in it) is what ``passes`` is
    given. A mutant that breaks in any way is noticed. ``note`` is pytest's ``record_property``:
    what it gets is printed at the end of the run.
    """
    tried = list(mutants(tree(module)))
    alive = [what for what, changed in tried if _survives({module: changed}, adapter, passes)]
    note(KILL_RATE, f"{module}: {len(tried) - len(alive)} of {len(tried)} mutants killed")
    return alive


def tree(module: str) -> ast.Module:
    """A module's syntax tree."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return ast.parse(Path(spec.origin).read_text("utf-8"))


@contextmanager
def loaded(adapter: str, changed: dict[str, ast.Module] | None = None) -> Iterator[ModuleType]:
    """The adapter imported anew; that is what ``import`` finds as long as it lasts."""
    package = ".".join(adapter.split(".")[:2])
    kept = {name: module for name, module in sys.modules.items() if _is_in(package, name)}
    for name in kept:
        del sys.modules[name]
    finder = _Changed(changed or {})
    sys.meta_path.insert(0, finder)
    try:
        yield importlib.import_module(adapter)
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if _is_in(package, name)]:
            del sys.modules[name]
        sys.modules.update(kept)
        _rebind(package, kept)


def _survives(changed: dict[str, ast.Module], adapter: str, passes: Passes) -> bool:
    try:
        with loaded(adapter, changed) as module:
            return passes(module)
    except Exception:  # noqa: BLE001 - a mutant may break in any way, and broken is noticed
        return False


def _is_in(package: str, name: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _rebind(package: str, kept: dict[str, ModuleType]) -> None:
    # Importing binds a module in its parent as well, and `from adapters import x` reads that.
    parent, _, name = package.rpartition(".")
    if package in kept and parent in sys.modules:
        setattr(sys.modules[parent], name, kept[package])


class _Changed(MetaPathFinder, Loader):
    """Finds the changed modules, and leaves all others to the usual way."""

    def __init__(self, changed: dict[str, ast.Module]) -> None:
        self._changed = changed

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname in self._changed else None

    def exec_module(self, module: ModuleType) -> None:
        code = compile(self._changed[module.__name__], f"<{module.__name__}>", "exec")
        exec(code, module.__dict__)  # noqa: S102 - our own source
