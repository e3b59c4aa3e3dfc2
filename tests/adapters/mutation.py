"""One module of an adapter with something left out: is it noticed?

A mutant is put into the functions of the module in use, case by case until one comes out
otherwise. What no case notices so is imported anew with everything that depends on it, and tried
again: then what a module does while it is imported counts as well.
"""

from __future__ import annotations

import ast
import importlib
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, spec_from_loader
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.adapters.mutants import Mutant, mutants

KILL_RATE = "kill rate"
# A case takes a tenth of a second at most. A mutant that goes on for so long, in seconds of the
# processor's, does not end: one once ran away with 2.6 GB.
_LONGEST = 1.0

#: What one case makes of the adapter's module: anything that can be compared.
Plays = Callable[[ModuleType], object]
Note = Callable[[str, object], None]


class Endless(BaseException):
    """A mutant that does not end; no ``except Exception`` of its own keeps it alive."""


class Judge:
    """The cases of one adapter, with what they come to in the real one.

    ``adapter`` is its package or a module in it, which the cases are given. Short cases
    are asked first, and before all others that which has noticed the mutant before: neighbours
    are alike.
    """

    def __init__(self, adapter: str, cases: Mapping[str, Plays]) -> None:
        self.adapter = adapter
        real = importlib.import_module(adapter)
        self._expected: dict[str, tuple[Plays, object]] = {}
        took: dict[str, float] = {}
        for name, plays in cases.items():
            start = time.process_time()
            self._expected[name] = plays, plays(real)
            took[name] = time.process_time() - start
        self._order = sorted(cases, key=took.__getitem__)

    def notices(self, adapter: ModuleType) -> bool:
        """Whether a case comes out otherwise, or breaks in any way."""
        for position, name in enumerate(self._order):
            plays, expected = self._expected[name]
            if not _comes_out(plays, adapter, expected):
                self._order.insert(0, self._order.pop(position))
                return True
        return False


def survivors(module: str, judge: Judge, note: Note) -> list[str]:
    """The mutants of one module that no case notices; ``note`` gets the kill rate.

    ``note`` is pytest's ``record_property``: what it gets is printed at the end of the run.
    """
    alive: list[str] = []
    total = 0
    for mutant in mutants(tree(module)):
        total += 1
        if _survives(mutant, module, judge):
            alive.append(mutant.what)
    note(KILL_RATE, f"{module} {total - len(alive)} {total}")
    return alive


def tree(module: str) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(source(module).read_text("utf-8"))


def source(module: str) -> Path:
    """The file that a module is in."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin)


def modules_of(package: str) -> set[str]:
    """The names of the modules in a package's folder."""
    return {file.stem for file in source(package).parent.glob("[!_]*.py")}


@contextmanager
def loaded(adapter: str, changed: dict[str, CodeType] | None = None) -> Iterator[ModuleType]:
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


def _comes_out(plays: Plays, adapter: ModuleType, expected: object) -> bool:
    try:
        with _ended_in_time():
            return expected == plays(adapter)
    except (Exception, Endless):  # noqa: BLE001 - a mutant may break in any way, and is noticed
        return False


@contextmanager
def _ended_in_time() -> Iterator[None]:
    def end(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _survives(mutant: Mutant, module: str, judge: Judge) -> bool:
    # One that is no Python is a mistake in the making of mutants, and is not noticed by any case.
    code = compile(mutant.module, f"<{module}>", "exec")
    function = _function(importlib.import_module(module), mutant.function)
    if function is not None:
        with _exchanged(function, _code_of(code, mutant.function)) as is_in:
            if is_in and judge.notices(importlib.import_module(judge.adapter)):
                return False
    return not _is_noticed_anew({module: code}, judge)


def _is_noticed_anew(changed: dict[str, CodeType], judge: Judge) -> bool:
    try:
        with loaded(judge.adapter, changed) as anew:
            return judge.notices(anew)
    except Exception:  # noqa: BLE001 - it could not even be imported
        return True


def _function(module: ModuleType, name: str) -> FunctionType | None:
    """A plain function or method; None for one that a decorator has made something else of."""
    found: Any = module
    for part in name.split("."):
        found = vars(found)[part]
    found = getattr(found, "fget", None) or getattr(found, "__func__", found)
    is_plain = isinstance(found, FunctionType) and found.__code__.co_qualname == name
    return found if is_plain else None


def _code_of(code: CodeType, name: str) -> CodeType:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return next(
        found
        for one in inner
        if name == one.co_qualname or name.startswith(f"{one.co_qualname}.")
        for found in [one if name == one.co_qualname else _code_of(one, name)]
    )


@contextmanager
def _exchanged(function: FunctionType, code: CodeType) -> Iterator[bool]:
    """The function does something else; False where it cannot, for other variables it closes."""
    kept = function.__code__
    try:
        function.__code__ = code
    except ValueError:
        yield False
        return
    try:
        yield True
    finally:
        function.__code__ = kept


def _is_in(package: str, name: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _rebind(package: str, kept: dict[str, ModuleType]) -> None:
    # Importing binds a module in its parent as well, and `from adapters import x` reads that.
    parent, _, name = package.rpartition(".")
    if package in kept and parent in sys.modules:
        setattr(sys.modules[parent], name, kept[package])


class _Changed(MetaPathFinder, Loader):
    """Finds the changed modules, and leaves all others to the usual way."""

    def __init__(self, changed: dict[str, CodeType]) -> None:
        self._changed = changed

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname in self._changed else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._changed[module.__name__], module.__dict__)  # noqa: S102 - our own source
