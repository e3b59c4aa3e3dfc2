"""A stand-in for Salesforce Service Cloud, as documented, composite failures included."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.frame import Credentials, StandIn
from contract_tests.stand_ins.salesforce.account import USERNAME, Account, Clock
from contract_tests.stand_ins.salesforce.behaviours import BEHAVIOURS
from contract_tests.stand_ins.salesforce.keys import PRIVATE_KEY
from contract_tests.stand_ins.salesforce.service import answer
from contract_tests.stand_ins.salesforce.sign_in import CLIENT_ID, CLIENT_SECRET, TOKEN_PATH
from contract_tests.stand_ins.switches import Switches

__all__ = ["create", "stand_in"]


def create(*, clock: Clock | None = None, behave: Iterable[str] = ()) -> StandInApp[Account]:
    """A fresh org with one user, two queues and no cases.

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


def _cases(account: Account) -> int:
    return len(account.records["Case"])


stand_in = StandIn(
    name="salesforce",
    title="Salesforce Service Cloud",
    object="Case",
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
            scheme="jwt_bearer",
            members={"client_id": CLIENT_ID, "subject": USERNAME},
            secret_member="private_key",
            secret=PRIVATE_KEY,
        ),
    ),
    work_items=_cases,
)
