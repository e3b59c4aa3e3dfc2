"""What may be made of a delivery that has ended: decisions that both stores share."""

from __future__ import annotations

from msgspec.structs import replace

from gateway.store.conflicts import conflict
from gateway.store.records import FINAL, DeliveryRow


def reopened(row: DeliveryRow, *, anew: bool) -> DeliveryRow:
    """The delivery as it is owed again. Raises ``Conflict``."""
    if row.status not in FINAL:
        raise conflict("delivery.not_ended", "This delivery has not ended: it is still tried.")
    if anew and row.ref:
        raise conflict(
            "delivery.has_work_item",
            "The vendor has the work item of this delivery: with another mapping a second one"
            " would be made. Replay it as it was.",
        )
    owed = replace(
        row, status="pending", attempts=0, next_attempt_at=None, reread_at=None, rereads=0
    )
    return _unpinned(owed) if anew else owed


def discarded(row: DeliveryRow, problem: bytes) -> DeliveryRow:
    """The delivery that nobody will make. Raises ``Conflict``."""
    if row.status not in ("failed", "dead"):
        raise conflict(
            "delivery.not_discardable",
            f"This delivery is {row.status}: only one that is failed or dead can be discarded.",
        )
    return replace(row, status="discarded", problem=problem, next_attempt_at=None)


def _unpinned(row: DeliveryRow) -> DeliveryRow:
    return replace(
        row,
        generation=row.generation + 1,
        mapping=None,
        mapping_sha256=None,
        mapping_revision=None,
        schema_sha256=None,
        proofs=None,
        fates=None,
    )
