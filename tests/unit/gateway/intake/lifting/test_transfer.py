"""Reason and summary from the call by which the bot asked for a person."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.lifting.exchanges import exchanges
from gateway.intake.lifting.lifted import Lifted
from gateway.intake.lifting.transfer import lift_transfer
from tests.unit.gateway.intake.lifting.traffic import called, conversation


def _lifted(*calls: tuple[Any, ...], **given: Any) -> Lifted:
    return lift_transfer(given, exchanges(conversation(*(called(call) for call in calls))))


def test_the_summary_of_a_transfer_is_the_bots_own() -> None:
    lifted = _lifted(("transfer_to_human_agents", "c", {"summary": "Lost."}))

    assert {"free_text": "Lost.", "author": {"kind": "model"}} == lifted.members["summary"]
    assert {"code": "other", "trigger": "bot", "original": "transfer_to_human_agents"} == (
        lifted.members["reason"]
    )
    assert ["/reason", "/summary"] == [made.path for made in lifted.generated]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("customer_request", "customer_request"),
        ("Customer Request", "customer_request"),
        ("?", "other"),
    ],
)
def test_the_bots_word_is_kept_and_coded_where_it_is_one_of_ours(reason: str, code: str) -> None:
    lifted = _lifted(("escalate", "c", {"reason": reason}))

    assert (code, reason) == (
        lifted.members["reason"]["code"],
        lifted.members["reason"]["original"],
    )
    assert "summary" not in lifted.members


def test_the_last_transfer_counts() -> None:
    lifted = _lifted(
        ("escalate", "a", {"summary": "early"}),
        ("escalate", "b", {"summary": "late"}),
        ("get_order", "c", {"summary": "no transfer"}),
    )

    assert "late" == lifted.members["summary"]["free_text"]


def test_what_the_sender_gave_stays() -> None:
    lifted = _lifted(("escalate", "c", {"summary": "s"}), reason=None, summary={})

    assert {} == lifted.members


def test_without_a_transfer_nothing_is_lifted() -> None:
    assert {} == _lifted(("get_order", "c", {"summary": "s"})).members
