"""Recorded conversations go in as they are, and come back proved, leaf by leaf."""

from __future__ import annotations

import html
import json
from collections import Counter
from pathlib import Path

import pytest

from gateway.cli.stand_ins import load_stand_in
from gateway.sdk.html import visible_text
from tests.integration.real_data import star_bodies, tau_bodies
from tests.integration.stage import Stage
from tests.judges.zendesk import read_ticket


def judge_credentials():
    return next(c for c in load_stand_in("zendesk").credentials if c.scheme == "basic")


def judged_to_hold(stage: Stage, document: dict) -> None:
    """By zenpy's word: the ticket, its comments and its attachment hold what was accepted."""
    (delivery,) = document["deliveries"]
    ticket = read_ticket(stage.vendor_url, delivery["work_item"]["ref"], judge_credentials())
    package = stage.client.get(document["links"]["package"]).content
    handoff = json.loads(package)

    assert handoff["id"] == ticket.external_id
    assert package in ticket.attachments.values()
    assert all(not comment.public for comment in ticket.comments)
    shown = " ".join(visible_text(comment.html_body).text for comment in ticket.comments)
    for text in said(handoff):
        assert visible_text(html.escape(text)).text in shown


def said(handoff: dict) -> list[str]:
    """What customers and bots said in so many words."""
    return [
        message["content"]
        for message in handoff["conversation"]["messages"]
        if message["role"] in ("customer", "bot") and isinstance(message["content"], str)
    ]


@pytest.mark.parametrize("bodies", [tau_bodies, star_bodies], ids=["tau", "star"])
def test_every_recorded_conversation_comes_back_verified(bodies, kind: Stage, shared: Path):
    statuses: Counter[str] = Counter()
    proofs: Counter[str] = Counter()
    for body in bodies(shared):
        document = kind.hand_over(body)
        statuses[document["status"]] += 1
        for delivery in document["deliveries"]:
            proofs.update(delivery["proofs"])
        judged_to_hold(kind, document)

    print(f"{statuses.total()} conversations, {dict(proofs)} leaves")
    assert statuses == {"verified": {"tau_bodies": 54, "star_bodies": 80}[bodies.__name__]}
    assert set(proofs) == {"verified"}


def test_a_recorded_conversation_is_kept_as_it_was_sent(kind: Stage, shared: Path):
    body = tau_bodies(shared)[0]
    document = kind.hand_over(body, dialect="openai_chat")

    assert kind.client.get(document["links"]["raw"]).content == body
