"""What goes wrong between the account and its caller, in Zendesk's words."""

from __future__ import annotations

from contract_tests.stand_ins import faults
from contract_tests.stand_ins.faults import Faulty
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Reply, Request
from contract_tests.stand_ins.zendesk.replies import (
    error_list,
    invalid_attribute,
    not_authenticated,
    problem,
    record_invalid,
    record_not_found,
    too_many_requests,
    too_many_values,
)

#: The error envelopes that ``refuse`` can be told to answer.
REFUSALS = {
    "not_found": record_not_found(),
    "too_many_values": too_many_values("", 100),
    "record_invalid": record_invalid({"base": problem("Something: is invalid")}),
    "invalid_attribute": invalid_attribute("You passed an invalid value for the id attribute."),
    "error_list": error_list("InvalidPaginationDepth", "The page is too deep"),
    "unauthenticated": not_authenticated(),
}


def _is_api(request: Request) -> bool:
    return request.path.startswith("/api/")


_FAULTY = Faulty(
    too_many=too_many_requests("Number of allowed API requests per minute exceeded", 1),
    concerns=_is_api,
)


def fault_before(switches: Switches, request: Request) -> Reply | None:
    """An answer instead of the work; None lets the request through."""
    reply = faults.fault_before(switches, request, _FAULTY)
    if reply is None and switches.applies("refuse", request, untargeted=_is_api(request)):
        return REFUSALS[switches.value("refuse") or ""]
    return reply


def fault_after(switches: Switches, request: Request, reply: Reply) -> Reply:
    """The answer to work that was done, spoilt."""
    return faults.fault_after(switches, request, reply, _FAULTY)
