"""What goes wrong between the account and its caller, in Twilio's words."""

from __future__ import annotations

from contract_tests.stand_ins import faults
from contract_tests.stand_ins.faults import Faulty
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.twilio_flex.replies import error, invalid, problem, too_many
from contract_tests.stand_ins.wire import Reply, Request

#: The error envelopes that ``refuse`` can be told to answer.
REFUSALS = {
    "legacy": invalid("Invalid parameter"),
    "problem": problem(20001, "Invalid parameter", 400),
    "forbidden": error(20403, "Forbidden", 403),
    "unauthenticated": error(20003, "Authenticate", 401),
}
_DOWNSTREAM = error(45356, "Downstream error, retry the request", 400)
_FAULTY = Faulty(
    too_many=too_many(),
    unavailable=error(20503, "Service unavailable", 503),
    ids=frozenset({"sid"}),
)


def fault_before(switches: Switches, request: Request) -> Reply | None:
    """An answer instead of the work; None lets the request through."""
    reply = faults.fault_before(switches, request, _FAULTY)
    if reply is None and switches.applies("refuse", request):
        return REFUSALS[switches.value("refuse") or ""]
    is_interaction = (request.method, request.path) == ("POST", "/flex-api/v1/Interactions")
    if reply is None and switches.spend("downstream", request, untargeted=is_interaction):
        return _DOWNSTREAM
    return reply


def fault_after(switches: Switches, request: Request, reply: Reply) -> Reply:
    """The answer to work that was done, spoilt."""
    return faults.fault_after(switches, request, reply, _FAULTY)
