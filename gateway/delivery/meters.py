"""What is counted for Prometheus, by words of our own only: never a customer's, never a free text.

Destinations and adapters are named by the configuration; statuses, fates, proofs, problems' codes
and dialects are closed lists in this code. So no label grows with traffic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from gateway.store.records import Backlog, DeliveryRow

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Meters:
    """The counters of one gateway."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        counter, gauge = self._counter, self._gauge
        self._accepted = counter("handoffs_accepted", "Handoffs that are durable.", "dialect")
        self._refused = counter("handoffs_refused", "Requests not accepted, by why.", "code")
        self._redactions = counter("redactions", "Values replaced at the door.", "detector")
        ends = ("destination", "adapter", "status")
        self._ended = counter("deliveries_ended", "Deliveries that ended, by which end.", *ends)
        changed = ("destination", "status")
        self._changed = counter("rereads_changed", "Statuses changed by later readings.", *changed)
        again = ("destination", "code")
        self._attempts = counter("attempts_postponed", "Attempts made again later, by why.", *again)
        self._fates = counter("leaves_fates", "Leaves by their fate.", "destination", "fate")
        self._proofs = counter("leaves_proofs", "Leaves by their proof.", "destination", "proof")
        self._exchanges = Histogram(
            "readback_exchange_seconds",
            "Requests to vendors, by how they were answered.",
            ("destination", "answer"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._waiting = gauge("deliveries_waiting", "Deliveries that have not ended.")
        self._oldest = gauge("oldest_waiting_seconds", "How long the oldest of them is waiting.")
        self._open = gauge("breaker_open", "1 where a destination counts as down.")

    def accepted(self, dialect: str) -> None:
        """A handoff is durable."""
        self._accepted.labels(dialect).inc()

    def redacted(self, counts: Mapping[str, int]) -> None:
        """Values of a handoff were replaced, so many by each detector."""
        for detector, count in counts.items():
            self._redactions.labels(detector).inc(count)

    def refused(self, code: str) -> None:
        """A request to hand over was not accepted."""
        self._refused.labels(code).inc()

    def exchanged(self, destination: str, status: int | None, seconds: float) -> None:
        """A vendor was asked; ``status`` is None where no answer came."""
        self._exchanges.labels(destination, _answer(status)).observe(seconds)

    def postponed(self, destination: str, code: str) -> None:
        """An attempt is made again later."""
        self._attempts.labels(destination, code).inc()

    def ended(self, row: DeliveryRow, adapter: str) -> None:
        """A delivery has come to an end."""
        self._ended.labels(row.destination, adapter, row.status).inc()
        for fate, count in _counts(row.fates).items():
            self._fates.labels(row.destination, fate).inc(count)
        for proof, count in _counts(row.proofs).items():
            self._proofs.labels(row.destination, proof).inc(count)

    def reread(self, row: DeliveryRow) -> None:
        """A later reading has changed what a delivery's status is."""
        self._changed.labels(row.destination, row.status).inc()

    def text(self, backlog: Iterable[Backlog], down: Mapping[str, bool], now: str) -> bytes:
        """Everything in Prometheus' text format; ``down``: which destinations are."""
        waiting = {one.destination: one for one in backlog}
        for name in {*down, *waiting}:
            one = waiting.get(name)
            self._waiting.labels(name).set(one.count if one else 0)
            self._oldest.labels(name).set(_age(one.oldest, now) if one else 0)
            self._open.labels(name).set(down.get(name, False))
        return generate_latest(self._registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"readback_{name}", what, labels, registry=self._registry)

    def _gauge(self, name: str, what: str) -> Gauge:
        return Gauge(f"readback_{name}", what, ("destination",), registry=self._registry)


def _answer(status: int | None) -> str:
    if status is None:
        return "none"
    return "429" if status == 429 else f"{status // 100}xx"


def _counts(document: bytes | None) -> dict[str, int]:
    return msgspec.json.decode(document, type=dict[str, int]) if document else {}


def _age(since: str, now: str) -> float:
    waited = datetime.fromisoformat(now) - datetime.fromisoformat(since)
    return max(waited.total_seconds(), 0.0)
