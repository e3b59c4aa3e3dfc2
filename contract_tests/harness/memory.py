"""What a store keeps of one delivery, in memory; it can go down with the process at any write."""

from __future__ import annotations

from gateway.store.records import DeliveryRow, ExchangeRow


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

    async def save_delivery(self, delivery: DeliveryRow, lease: object = None) -> None:
        """Keep the delivery's state."""
        del lease  # nobody else works on it
        self._write()
        self.row = delivery

    async def settle(self, delivery: DeliveryRow, evidence: bytes, lease: object = None) -> None:
        """Keep the delivery's end with its receipt."""
        del lease
        self._write()
        self.row, self.evidence = delivery, evidence

    async def begin_exchange(self, exchange: ExchangeRow, lease: object = None) -> None:
        """Note that a request is about to be sent."""
        del lease
        self._write()
        self._exchanges[_key(exchange)] = exchange

    async def finish_exchange(self, exchange: ExchangeRow, lease: object = None) -> None:
        """Note its reply."""
        del lease
        self._write()
        self._exchanges[_key(exchange)] = exchange

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
