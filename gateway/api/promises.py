"""What is answered for a handoff that is durable: the promise that it will be delivered."""

from __future__ import annotations

from gateway.api.documents import AcceptedDocument, handoff_document, links
from gateway.api.services import Services
from gateway.sdk.errors import StoreUnavailable
from gateway.store.records import FIRST_STATUS, Accepted, HandoffRow


async def promise(accepted: Accepted, services: Services) -> AcceptedDocument:
    """What becomes of it. One that was accepted before is read for how it stands; of a new one
    everything is known, and reading it back would cost as much as its commit.
    """
    row = await durable(accepted, services) if accepted.repeated else None
    return AcceptedDocument(
        id=accepted.handoff_id,
        status=handoff_document(row).status if row else FIRST_STATUS,
        repeated=accepted.repeated,
        links=links(accepted.handoff_id),
    )


async def durable(accepted: Accepted, services: Services) -> HandoffRow | None:
    """What was committed. A store that fails now must not make the sender send it twice."""
    try:
        return await services.store.handoff(accepted.handoff_id)
    except StoreUnavailable:
        return None
