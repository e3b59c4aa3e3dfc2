"""A note that the customer can see: nothing is lost, and the receipt must not say all is well."""

from __future__ import annotations

from adapters.zendesk.manifest import TICKET
from gateway.delivery.proof import Receipt
from gateway.delivery.receipt import prove
from mappings.translation import Translation
from tests.adapters.zendesk.consignments import consignment
from tests.adapters.zendesk.delivery import Delivery


def receipt(delivery: Delivery) -> Receipt:
    nothing_mapped = Translation(object="ticket", fields=(), note=None, capsule=None)
    return prove(nothing_mapped, delivery.sent, delivery.read(), target=TICKET, leaves={})


def test_a_private_note_is_verified() -> None:
    assert "verified" == receipt(Delivery(consignment({}))).status


def test_a_note_that_came_out_public_degrades_the_delivery() -> None:
    delivery = Delivery(consignment({}))
    delivery.comments[0]["public"] = True

    found = receipt(delivery)

    assert "degraded" == found.status
    assert ["comment.1.public"] == [p.field for p in found.fixed if p.proof == "altered"]
