"""The ways in which the stand-in for a webhook's receiver can be unkind."""

from __future__ import annotations

from msgspec.structs import replace

from contract_tests.stand_ins.faults import FAULTS
from contract_tests.stand_ins.switches import Behaviour, Ending

# An empty answer is a plain 2xx: the receiver has the handoff, and says nothing of it.
_FAULT_ENDS: dict[str, Ending] = {"empty_reply": "unproven"}

BEHAVIOURS: tuple[Behaviour, ...] = (
    *(replace(fault, ends=_FAULT_ENDS.get(fault.name, fault.ends)) for fault in FAULTS),
    Behaviour(
        name="rate_limit_date",
        ends="waiting",
        does="Answers 429 with the moment to come again as an HTTP date.",
        value="count",
    ),
    Behaviour(
        name="drop_field",
        ends="degraded",
        sample="subject",
        spoils=("subject",),
        does="Drops a member by its dotted name, with a 2xx.",
        value="text",
    ),
    Behaviour(
        name="alter_field",
        ends="degraded",
        sample="subject",
        spoils=("subject",),
        does="Stores something else in a member, with a 2xx.",
        value="text",
    ),
    Behaviour(
        name="cut_text",
        ends="degraded",
        sample="5",
        does="Cuts every text at this many characters, with a 2xx.",
        value="number",
    ),
    Behaviour(
        name="stores_nothing",
        ends="degraded",
        does="Answers 2xx, stores nothing, and says so when it is asked.",
    ),
    Behaviour(
        name="flip_digest",
        ends="degraded",
        sample="subject",
        spoils=("subject",),
        does="Answers a wrong digest for a member.",
        value="text",
    ),
    Behaviour(
        name="wrong_algorithm",
        ends="unproven",
        does="Answers digests of another algorithm than the contract's.",
    ),
    Behaviour(
        name="no_echo",
        ends="unproven",
        does="Answers a plain 2xx, as receivers do that know no echo contract.",
    ),
    Behaviour(
        name="gone",
        ends="waiting",
        does="Answers 410: it takes nothing any more.",
    ),
    Behaviour(
        name="redirect",
        ends="failed",
        does="Answers 302 to another host.",
    ),
    Behaviour(
        name="reject_signature",
        ends="waiting",
        does="Answers 401, as if no signature were by a key it knows.",
    ),
    Behaviour(
        name="forbid",
        ends="waiting",
        does="Answers 403, whoever signed.",
    ),
    Behaviour(
        name="refuse",
        ends="failed",
        does="Answers 422: it understands the body and does not want it.",
    ),
)
