"""A stand-in for a webhook's receiver: verifies signatures, stores bodies, answers the echo."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.frame import Credentials, StandIn
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.webhook.behaviours import BEHAVIOURS
from contract_tests.stand_ins.webhook.inbox import PRIVATE_KEY, SECRET, Clock, Inbox
from contract_tests.stand_ins.webhook.service import answer

__all__ = ["create", "stand_in"]


def create(*, clock: Clock | None = None, behave: Iterable[str] = ()) -> StandInApp[Inbox]:
    """A receiver that has nothing yet.

    ``clock`` judges the timestamps of signatures; without one, it is the real one. ``behave``
    lists behaviours to switch on; raises ``ValueError`` for one that does not exist.
    """
    inbox = Inbox(clock)
    switches = Switches(BEHAVIOURS)
    for behaviour in behave:
        switches.turn_on(behaviour)
    return StandInApp(partial(answer, inbox, switches), account=inbox, switches=switches)


def _count(inbox: Inbox) -> int:
    return len(inbox.items)


stand_in = StandIn(
    name="webhook",
    title="Webhook",
    object="handoff",
    create=create,
    behaviours=BEHAVIOURS,
    credentials=(
        Credentials(scheme="standard_webhooks", members={}, secret_member="secret", secret=SECRET),
        Credentials(
            scheme="standard_webhooks", members={}, secret_member="secret", secret=PRIVATE_KEY
        ),
    ),
    settings={"echo": "digests"},
    work_items=_count,
)
