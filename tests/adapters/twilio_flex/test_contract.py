"""What every adapter promises, promised by this one."""

from __future__ import annotations

from pathlib import Path

from adapters.twilio_flex import adapter
from contract_tests.contract import Contract
from contract_tests.stand_ins.twilio_flex import stand_in

contract = Contract(
    adapter=adapter,
    stand_in=stand_in,
    # Two addresses that only go together, and in place of an identity.
    samples={"participant.address": "+4930123", "participant.proxy_address": "+4930456"},
    recordings=Path(__file__).resolve().parents[3] / "contract_tests/recordings/twilio_flex",
)
