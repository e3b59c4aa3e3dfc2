"""What every adapter promises, promised by this one where the receiver answers digests."""

from __future__ import annotations

from pathlib import Path

from adapters.webhook import adapter
from contract_tests.contract import Contract
from contract_tests.stand_ins.webhook import stand_in

contract = Contract(
    adapter=adapter,
    stand_in=stand_in,
    recordings=Path(__file__).resolve().parents[3] / "contract_tests" / "recordings" / "webhook",
)
