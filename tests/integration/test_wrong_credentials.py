"""Credentials that the vendor does not take: the delivery waits, says why, and ends when cured."""

from __future__ import annotations

from pathlib import Path

from contract_tests.serving import serve
from gateway.cli.stand_ins import load_stand_in
from tests.faults.gateway_process import gateway_process

BODY = b'{"conversation": {"id": "c", "messages": [{"role": "customer", "content": "Hi"}]}}'


def test_a_delivery_waits_for_credentials_and_is_verified_with_the_right_ones(tmp_path: Path):
    stand_in = load_stand_in("zendesk")
    vendor = stand_in.create()
    with (
        serve(vendor) as url,
        gateway_process(tmp_path, url, stand_in.credentials[0]) as process,
    ):
        process.start(secret="an old one")
        posted = process.call(
            "POST", "/v1/handoffs", content=BODY, headers={"prefer": "wait=2"}
        ).json()
        before = process.call("GET", f"/v1/handoffs/{posted['id']}").json()
        process.stop()
        process.start()
        after = process.ended(posted["id"])

    (delivery,) = before["deliveries"]
    assert (before["status"], delivery["problem"]["code"]) == ("pending", "delivery.sign_in")
    assert "an old one" not in str(before)
    assert (after["status"], len(vendor.account.tickets)) == ("verified", 1)
