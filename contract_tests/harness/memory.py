"""What a store keeps of one delivery, in memory; it can go down with the process at any write."""

from __future__ import annotations

from gateway.store.records import DeliveryRow, ExchangeRow, Progress


class Crash(BaseException):
    """The process is gone: no ``except Exception`` lives on."""


class Memory:
    """The part of ``gateway.store.port.Store`` that an attempt works with.

    ``crash_before`` is the number, from 0, of the write that is not made any more.
    """

    def __init__(self, package: bytes) -> None:
        self._package = package
        self._mappings: dict[str, str] = {}
        self._exchanges: dict[tuple[str, int, int], ExchangeRow] = {}
        self.row: DeliveryRow | None = None
        self.evidence: bytes | None = None
        self.writes = 0
        self.crash_before: int | None = None

    async def package(self, handoff_id: str) -> bytes | None:
        """The one handoff there is."""
        del handoff_id
        return self._package

    async def keep_mapping(self, sha256: str, text: str) -> None:
        """Keep a mapping's text."""
        self._write()
        self._mappings[sha256] = text

    async def mapping(self, sha256: str) -> str | None:
        """A text that was kept."""
        return self._mappings.get(sha256)

    async def advance(
        self, progress: Progress, lease: object = None, *, gives_back: bool = False
    ) -> None:
        """Keep what an attempt has come to."""
        del lease, gives_back  # nobody else works on it
        self._write()
        self._exchanges.update({_key(one): one for one in progress.exchanges})
        self.row = progress.delivery or self.row
        self.evidence = progress.evidence or self.evidence

    async def exchanges(self, delivery_id: str) -> list[ExchangeRow]:
        """The journal, in order."""
        del delivery_id
        return [self._exchanges[key] for key in sorted(self._exchanges)]

    def journaled(self, phase: str) -> int:
        """How many exchanges of a phase stand in the journal."""
        return sum(1 for key in self._exchanges if key[0] == phase)

    def _write(self) -> None:
        if self.writes == self.crash_before:
            raise Crash
        self.writes += 1


def _key(exchange: ExchangeRow) -> tuple[str, int, int]:
    return exchange.phase, exchange.round, exchange.number
