"""``/v1/deliveries``: one delivery with every exchange it had with its vendor."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath

from gateway.api.documents import DeliveryDetail, delivery_detail
from gateway.api.services import Parts
from gateway.delivery.evidence import unpack_stale
from gateway.sdk.errors import NotFound


@get(
    "/v1/deliveries/{delivery_id:str}",
    opt={"scope": "handoffs:read"},
    operation_id="getDelivery",
)
async def get_delivery(services: Parts, delivery_id: FromPath[str]) -> DeliveryDetail:
    """One delivery: its attempts, its exchanges, what was skipped, and what is wrong with it."""
    row = await services.store.delivery(delivery_id)
    if row is None:
        raise NotFound
    evidence = await services.store.receipt(delivery_id)
    stale = unpack_stale(evidence) if evidence else ()
    return delivery_detail(row, await services.store.exchanges(delivery_id), stale)
