"""The pytest plugin: a ``Contract`` in a test module becomes one test a promise.

Installed with the gateway, it is loaded by pytest itself; it does nothing where there is no
contract, and imports next to nothing until there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from contract_tests.contract import Contract
    from contract_tests.promises.promise import Promise


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--recordings=write`` records a contract's exchanges anew."""
    parser.getgroup("readback").addoption(
        "--recordings",
        choices=("check", "write"),
        default="check",
        help="compare recorded exchanges of adapters, or write them anew",
    )


def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> pytest.Collector | None:
    """A contract is collected, whatever the name it has in its module."""
    if not _is_contract(obj):
        return None
    # pytest's own signature says nothing of what a collector is made with.
    make: Any = Promises
    return cast("Promises", make.from_parent(collector, name=name, contract=obj))


class Promises(pytest.Collector):
    """All promises of one contract."""

    def __init__(self, *, contract: Contract, **rest: Any) -> None:
        super().__init__(**rest)
        self._contract = contract

    def collect(self) -> Iterator[pytest.Item]:
        """One item a promise and case; recordings are written first where that is wanted."""
        from contract_tests.promises.every import PROMISES
        from contract_tests.promises.recordings import write_recordings

        if self._contract.recordings and self.config.getoption("--recordings") == "write":
            write_recordings(self._contract)
        for promise in PROMISES:
            cases = promise.cases(self._contract) if promise.cases else ("",)
            for case in cases:
                yield self._item(promise, case)

    def _item(self, promise: Promise, case: str) -> pytest.Item:
        name = f"{promise.name}[{case}]" if case else promise.name
        make: Any = PromiseItem
        made = make.from_parent(
            self, name=name, contract=self._contract, promise=promise, case=case
        )
        return cast("PromiseItem", made)


class PromiseItem(pytest.Item):
    """One promise, tried."""

    def __init__(self, *, contract: Contract, promise: Promise, case: str, **rest: Any) -> None:
        super().__init__(**rest)  # pyright: ignore[reportUnknownMemberType] - pytest's, untyped
        self._contract = contract
        self._promise = promise
        self._case = case

    def runtest(self) -> None:
        """Raises ``Broken`` where the promise is not kept."""
        self._promise.keeps(self._contract, self._case)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | Any:
        """What is broken in words; a traceback only where something else went wrong."""
        from contract_tests.promises.promise import Broken

        if not isinstance(excinfo.value, Broken):
            return super().repr_failure(excinfo, style)
        meant = (self._promise.keeps.__doc__ or "").strip().splitlines()[0]
        return f"{self.name} is promised: {meant}\n\n{excinfo.value}"

    def reportinfo(self) -> tuple[Any, int | None, str]:
        """The contract's module, and the promise as a sentence."""
        return self.path, None, f"{self._contract.adapter.manifest.name}: {self.name}"


def _is_contract(obj: object) -> bool:
    # Asked by name, so that a run without contracts imports nothing of the suite.
    of = type(obj)
    return (of.__module__, of.__qualname__) == ("contract_tests.contract", "Contract")
