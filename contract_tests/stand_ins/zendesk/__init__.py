"""A stand-in for Zendesk Support, as documented, silent losses included."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.frame import Credentials, StandIn
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.zendesk.account import Account, Clock
from contract_tests.stand_ins.zendesk.behaviours import BEHAVIOURS
from contract_tests.stand_ins.zendesk.service import answer
from contract_tests.stand_ins.zendesk.sign_in import (
    API_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    TOKEN_PATH,
    USERNAME,
)

__all__ = ["create", "stand_in"]


def create(*, clock: Clock | None = None, behave: Iterable[str] = ()) -> StandInApp[Account]:
    """A fresh account with one agent and no tickets.

    ``clock`` is asked once a request; without one, each request takes a second. ``behave`` lists
    behaviours to switch on; raises ``ValueError`` for one that does not exist.
    """
    account = Account(clock)
    switches = Switches(BEHAVIOURS)
    for behaviour in behave:
        switches.turn_on(behaviour)
    return StandInApp(
        partial(answer, account, switches),
        account=account,
        switches=switches,
        secret_paths=frozenset({TOKEN_PATH}),
    )


stand_in = StandIn(
    name="zendesk",
    title="Zendesk Support",
    object="ticket",
    create=create,
    behaviours=BEHAVIOURS,
    credentials=(
        Credentials(
            scheme="oauth_client_credentials",
            members={"client_id": CLIENT_ID},
            secret_member="client_secret",
            secret=CLIENT_SECRET,
        ),
        Credentials(
            scheme="basic",
            members={"username": USERNAME},
            secret_member="password",
            secret=API_TOKEN,
        ),
    ),
    mapping=Path(__file__).with_name("mapping.toml"),
    work_items=lambda account: len(account.tickets),
)
