"""A stand-in for Twilio Flex with what belongs to it, as documented, silent losses included.

Twilio's API has a host for each service; here each is a path below one address.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.frame import Credentials, StandIn
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.twilio_flex.account import (
    API_KEY_SECRET,
    API_KEY_SID,
    CHAT_SERVICE_SID,
    SYNC_SERVICE_SID,
    WORKFLOW_SID,
    WORKSPACE_SID,
    Account,
    Clock,
)
from contract_tests.stand_ins.twilio_flex.behaviours import BEHAVIOURS
from contract_tests.stand_ins.twilio_flex.service import answer

__all__ = ["BASE_PATH", "SETTINGS", "create", "stand_in"]

#: What follows the stand-in's address in a destination's base URL.
BASE_PATH = "/{service}"
#: What a destination that is this account sets for its adapter.
SETTINGS = {
    "workspace_sid": WORKSPACE_SID,
    "workflow_sid": WORKFLOW_SID,
    "sync_service_sid": SYNC_SERVICE_SID,
    "conversation_service_sid": CHAT_SERVICE_SID,
}


def create(*, clock: Clock | None = None, behave: Iterable[str] = ()) -> StandInApp[Account]:
    """A fresh account with a Flex workspace and nothing in it.

    ``clock`` is asked once a request; without one, each request takes a second. ``behave`` lists
    behaviours to switch on; raises ``ValueError`` for one that does not exist.
    """
    account = Account(clock)
    switches = Switches(BEHAVIOURS)
    for behaviour in behave:
        switches.turn_on(behaviour)
    return StandInApp(partial(answer, account, switches), account=account, switches=switches)


def _count(account: Account) -> int:
    return len(account.tasks)


stand_in = StandIn(
    name="twilio_flex",
    title="Twilio Flex",
    object="task",
    create=create,
    behaviours=BEHAVIOURS,
    credentials=(
        Credentials(
            scheme="basic",
            members={"username": API_KEY_SID},
            secret_member="password",
            secret=API_KEY_SECRET,
        ),
    ),
    mapping=Path(__file__).with_name("mapping.toml"),
    settings=SETTINGS,
    path=BASE_PATH,
    work_items=_count,
)
