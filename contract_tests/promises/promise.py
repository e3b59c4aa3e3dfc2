"""A promise, and how it is told that one is broken."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

from msgspec import Struct

from contract_tests.contract import Contract
from contract_tests.harness.trial import Outcome
from gateway.delivery.proof import Place, Receipt

# So many of what is wrong are told; the rest is alike.
_TOLD = 12


class Broken(AssertionError):
    """A promise that is not kept, in words for the adapter's author."""


class Promise(Struct, frozen=True, kw_only=True):
    """One promise: its name reads on from the adapter's, ``keeps`` raises ``Broken``.

    ``cases`` lists what it is tried with, each a test of its own; without it, there is one test,
    and ``keeps`` is given "".
    """

    name: str
    keeps: Callable[[Contract, str], None]
    cases: Callable[[Contract], tuple[str, ...]] | None = None


class Breaches:
    """Collects all that is wrong before it is told."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, where: str, what: str) -> None:
        """Note a breach; ``where`` is a step, a place, a leaf."""
        self._found.append(f"{where}: {what}")

    def expect(self, holds: object, where: str, what: str) -> None:
        """Note a breach unless it holds."""
        if not holds:
            self.add(where, what)

    def tell(self) -> None:
        """Raise ``Broken`` with everything that was noted."""
        if not self._found:
            return
        told = self._found[:_TOLD]
        more = len(self._found) - len(told)
        raise Broken("\n".join([*told, *([f"… and {more} more"] if more else [])]))


@contextmanager
def all_told() -> Generator[Breaches]:
    """A collection that is told at the end."""
    breaches = Breaches()
    yield breaches
    breaches.tell()


def words(outcome: Outcome) -> str:
    """How a delivery ended, without anything of the customer's."""
    if outcome.error is not None:
        return f"it ended {outcome.ending} ({type(outcome.error).__name__}: {outcome.error})"
    return f"it ended {outcome.ending}{_and_why(outcome.receipt)}"


def broken_places(receipt: Receipt | None) -> Mapping[str, Place]:
    """The places that are not verified, by "leaf in field"; those without a leaf by the field."""
    if receipt is None:
        return {}
    found = {
        f"{row.pointer} in {place.field}": place
        for row in receipt.rows
        for place in row.places
        if place.proof != "verified"
    }
    fixed = {place.field: place for place in receipt.fixed if place.proof != "verified"}
    return {**found, **fixed}


def _and_why(receipt: Receipt | None) -> str:
    broken = broken_places(receipt)
    if not broken:
        return ""
    told = [f"{where} {place.proof}" for where, place in list(broken.items())[:4]]
    more = f" and {len(broken) - len(told)} more" if len(broken) > len(told) else ""
    return f": {', '.join(told)}{more}"
