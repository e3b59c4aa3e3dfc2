"""The promises that every adapter keeps, kept by this one."""

from __future__ import annotations

from pathlib import Path

from adapters.salesforce import adapter
from contract_tests.contract import Contract
from contract_tests.stand_ins.salesforce import create, stand_in

_ORG = create().account

contract = Contract(
    adapter=adapter,
    stand_in=stand_in,
    recordings=Path(__file__).resolve().parents[3] / "contract_tests" / "recordings" / "salesforce",
    samples={
        "SuppliedEmail": "a" * 68 + "@example.com",
        "ContactId": _ORG.contact_id,
        "AccountId": _ORG.account_id,
        "OwnerId": _ORG.queue_id,
    },
)
