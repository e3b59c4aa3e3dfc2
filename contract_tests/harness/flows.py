"""An adapter's flows driven one by one, for promises about a single one of them."""

from __future__ import annotations

from typing import Any, cast

from msgspec import Struct

from contract_tests.contract import Contract
from contract_tests.harness.clock import Clock
from contract_tests.harness.line import Ask
from contract_tests.harness.opening import plan_of, settings_of, visible_to
from contract_tests.harness.trial import DELIVERY_ID, HANDOFF_ID, Trial
from gateway.delivery.consign import consign
from gateway.delivery.destination import Destination
from gateway.delivery.drive import ask
from gateway.schema.codec import decode_handoff
from gateway.schema.leaves import leaves
from gateway.sdk.adapter import FindsExisting
from gateway.sdk.consignment import Consignment, Stored
from gateway.sdk.exchange import VendorRequest, VendorResponse
from mappings.accounting import account
from mappings.translation import Translation


class Read(Struct, frozen=True):
    """What was given to the adapter, and what it says that the vendor holds."""

    consignment: Consignment
    stored: Stored


def translated(contract: Contract, handoff: bytes) -> Translation:
    """What the mapping makes of a handoff."""
    return plan_of(contract).apply(decode_handoff(handoff), visible_to(contract))


def consigned(handoff: bytes, translation: Translation) -> Consignment:
    """What the adapter is given."""
    return consign(
        translation,
        fates=account(translation, leaves(decode_handoff(handoff))),
        package=handoff,
        delivery_id=DELIVERY_ID,
        handoff_id=HANDOFF_ID,
    )


def deliver_and_read(trial: Trial, consignment: Consignment) -> Read:
    """Both flows in one go, without a journal. Raises ``Later`` and ``DeliveryError``."""

    async def both(destination: Destination) -> Read:
        adapter, settings = destination.adapter, destination.settings
        send, now = destination.transport.send, Clock().now
        flow = adapter.deliver(consignment, settings)
        delivered = await ask(flow, send=send, adapter=adapter, now=now)
        reading = adapter.read_back(delivered, consignment, settings)
        return Read(consignment, await ask(reading, send=send, adapter=adapter, now=now))

    return trial.with_destination(both)


async def find_existing(
    contract: Contract, request: VendorRequest, consignment: Consignment, vendor: Ask
) -> VendorResponse | None:
    """What the adapter finds of a request; None also where it cannot search."""
    if not isinstance(contract.adapter, FindsExisting):
        return None
    adapter = cast("FindsExisting[Any]", contract.adapter)
    flow = adapter.find_existing(request, consignment, settings_of(contract))
    return await ask(flow, send=vendor, adapter=adapter, now=Clock().now)
