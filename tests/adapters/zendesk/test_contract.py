"""What every adapter promises, promised by this one."""

from __future__ import annotations

from adapters.zendesk import adapter
from contract_tests.contract import Contract
from contract_tests.stand_ins.zendesk import stand_in

contract = Contract(
    adapter=adapter,
    stand_in=stand_in,
)
