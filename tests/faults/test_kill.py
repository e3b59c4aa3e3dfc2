"""Killed anywhere and started again, a delivery ends in one work item, and it is verified."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest

from contract_tests.serving import serve
from gateway.cli.examples import load_examples
from gateway.cli.stand_ins import load_stand_in
from tests.faults.gateway_process import GatewayProcess, gateway_process

EXAMPLE = dict(load_examples())["duplicate-charge"]
# Token, requester, upload, ticket, then ticket, comments, requester and capsule read back.
EXCHANGES = range(1, 9)

Moment = Literal["before the vendor acts", "after the vendor acted"]


class Assassin:
    """Stands before the vendor and kills the gateway at its nth request."""

    def __init__(self, vendor: Any, at: int, moment: Moment) -> None:
        self._vendor, self._at, self._moment = vendor, at, moment
        self.process: GatewayProcess | None = None
        self.seen = 0
        self.struck = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._vendor(scope, receive, send)
            return
        self.seen += 1
        if self.seen == self._at and not self.struck:
            await self._strike(scope, receive)
            return
        await self._vendor(scope, receive, send)

    async def _strike(self, scope: Any, receive: Any) -> None:
        async def into_the_void(_: Any) -> None:
            """The answer reaches nobody."""

        self.struck = True
        if self._moment == "after the vendor acted":
            await self._vendor(scope, receive, into_the_void)
        assert self.process is not None
        self.process.kill()


@pytest.mark.parametrize("moment", ["before the vendor acts", "after the vendor acted"])
@pytest.mark.parametrize("at", EXCHANGES)
def test_killed_at_any_exchange_it_ends_in_one_verified_work_item(
    at: int, moment: Moment, tmp_path: Path
):
    stand_in = load_stand_in("zendesk")
    vendor = stand_in.create()
    assassin = Assassin(vendor, at, moment)
    with (
        serve(assassin) as vendor_url,
        gateway_process(tmp_path, vendor_url, stand_in.credentials[0]) as process,
    ):
        assassin.process = process
        process.start()
        accepted = process.call("POST", "/v1/handoffs", content=EXAMPLE)
        assert accepted.status_code == 202
        process.wait()
        process.start()
        document = process.ended(accepted.json()["id"])
        (delivery,) = document["deliveries"]

    assert assassin.struck
    assert (document["status"], set(delivery["proofs"])) == ("verified", {"verified"})
    # The account begins with one user, its agent.
    assert (len(vendor.account.tickets), len(vendor.account.users)) == (1, 2)
    assert len(vendor.account.tickets[1].comments()) == 1


def test_what_was_acknowledged_before_a_kill_is_delivered_after_it(tmp_path: Path):
    stand_in = load_stand_in("zendesk")
    vendor = stand_in.create()
    with (
        serve(vendor) as vendor_url,
        gateway_process(tmp_path, vendor_url, stand_in.credentials[0]) as process,
    ):
        process.start()
        ids = [
            process.call("POST", "/v1/handoffs", content=conversation(number).encode()).json()["id"]
            for number in range(20)
        ]
        process.kill()
        process.wait()
        process.start()
        statuses = {process.ended(handoff_id)["status"] for handoff_id in ids}

    assert statuses == {"verified"}
    assert len(vendor.account.tickets) == 20


def conversation(number: int) -> str:
    """A small handoff of its own conversation."""
    message = '{"role": "customer", "content": "I was charged twice."}'
    return f'{{"conversation": {{"id": "c-{number}", "messages": [{message}]}}}}'
