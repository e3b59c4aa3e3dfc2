"""The receiver stores, shows, knows repeats, and is unkind only where it is told to be."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from contract_tests.stand_ins.webhook import create, stand_in
from contract_tests.stand_ins.webhook.behaviours import BEHAVIOURS
from tests.unit.contract_tests.stand_ins.webhook.conftest import DOCUMENT


def sha256(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_what_was_sent_can_be_read(sender: Any) -> None:
    sender.send(DOCUMENT)
    assert DOCUMENT == sender.stored()


def test_what_was_never_sent_cannot_be_read(sender: Any) -> None:
    assert sender.stored() is None


def test_the_last_thing_written_to_a_path_is_read_there(sender: Any) -> None:
    sender.send({"a": 1}, method="PUT", path="/items/7", identity="d-1")
    sender.send({"a": 2}, method="PUT", path="/items/7", identity="d-2")
    sender.send({"a": 3}, method="PUT", path="/items/8", identity="d-3")
    assert {"a": 2} == sender.stored("/items/7")


def test_a_repeat_is_counted_and_changes_nothing(sender: Any) -> None:
    first = sender.send(DOCUMENT)
    assert first == sender.send(DOCUMENT)
    sender.send({"other": 1})
    assert [3] == [item.arrivals for item in sender.app.account.items.values()]
    assert DOCUMENT == sender.stored()
    assert 1 == stand_in.work_items(sender.app.account)


def test_the_echo_digests_members_on_every_level_and_the_handoff_for_itself(sender: Any) -> None:
    readback = sender.readback()
    assert {
        "subject": sha256('"Refund twice"'),
        "customer": sha256('{"name":"Ann","vip":true}'),
        "customer.name": sha256('"Ann"'),
        "customer.vip": sha256("true"),
        "tags": sha256('["fraud","refund"]'),
        "score": sha256("1"),
    } == readback["digests"]
    assert sha256('{"a":1}') == readback["capsule"]


def test_the_echo_says_where_to_read_and_where_to_look(sender: Any) -> None:
    readback = sender.readback()
    assert ("d-1", "/stored/d-1", "http://stand-in.test/stored/d-1") == (
        readback["ref"],
        readback["url"],
        readback["page"],
    )


def test_envelopes_are_looked_into(sender: Any) -> None:
    assert {"subject": sha256('"x"')} == (
        sender.readback({"type": "t", "data": {"subject": "x"}})["digests"]
    )


def test_a_body_that_is_no_json_is_refused(sender: Any) -> None:
    assert 400 == sender.send(None).status


def test_a_method_that_nobody_knows_is_refused(sender: Any) -> None:
    assert 405 == sender.send({}, method="DELETE").status


def test_anybody_may_ask_for_the_methods(sender: Any) -> None:
    assert 204 == sender.send(method="OPTIONS", webhook_signature="").status


@pytest.mark.parametrize(
    ("rule", "stored"),
    [
        ("drop_field=subject", {**DOCUMENT, "subject": None}),
        ("drop_field=customer.name", {**DOCUMENT, "customer": {"vip": True}}),
        ("drop_field=not.there", DOCUMENT),
        ("alter_field=subject", {**DOCUMENT, "subject": "Refund twice (changed)"}),
        ("alter_field=customer.vip", {**DOCUMENT, "customer": {"name": "Ann", "vip": False}}),
        ("alter_field=score", {**DOCUMENT, "score": 2}),
        ("alter_field=tags", {**DOCUMENT, "tags": "changed"}),
        (
            "cut_text=3",
            {
                **DOCUMENT,
                "subject": "Ref",
                "customer": {"name": "Ann", "vip": True},
                "tags": ["fra", "ref"],
            },
        ),
    ],
)
def test_what_is_lost_or_changed_shows_in_what_is_stored(
    sender: Any, rule: str, stored: dict[str, Any]
) -> None:
    sender.app.switches.turn_on(rule)
    kept = {name: value for name, value in stored.items() if value is not None}
    assert 201 == sender.send(DOCUMENT).status
    assert kept == sender.stored()


def test_a_member_in_an_envelope_can_be_lost_as_well(sender: Any) -> None:
    sender.app.switches.turn_on("drop_field=subject")
    sender.send({"type": "t", "data": {"subject": "x", "a": 1}})
    assert {"type": "t", "data": {"a": 1}} == sender.stored()


def test_one_that_stores_nothing_says_so_when_asked(sender: Any) -> None:
    sender.app.switches.turn_on("stores_nothing")
    assert {} == sender.readback()["digests"]
    assert sender.stored() is None


def test_a_flipped_digest_is_wrong_and_the_others_are_right(sender: Any) -> None:
    right = sender.readback()["digests"]
    sender.app.switches.turn_on("flip_digest=subject")
    flipped = sender.readback(identity="d-2")["digests"]
    assert ["subject"] == [name for name in right if right[name] != flipped[name]]


def test_digests_may_be_of_another_algorithm(sender: Any) -> None:
    sender.app.switches.turn_on("wrong_algorithm")
    readback = sender.readback()
    assert {"md5"} == {text.partition(":")[0] for text in readback["digests"].values()}
    assert readback["capsule"].startswith("md5:")


def test_without_an_echo_it_is_a_plain_success(sender: Any) -> None:
    sender.app.switches.turn_on("no_echo")
    reply = sender.send(DOCUMENT)
    assert (202, {"ok": True}) == (reply.status, json.loads(reply.body))


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("gone", 410),
        ("redirect", 302),
        ("reject_signature", 401),
        ("forbid", 403),
        ("refuse", 422),
        ("rate_limit", 429),
        ("server_error", 503),
        ("html_error_page", 500),
    ],
)
def test_one_that_will_not_take_it_stores_nothing(sender: Any, name: str, status: int) -> None:
    sender.app.switches.turn_on(name)
    assert status == sender.send(DOCUMENT).status
    assert {} == sender.app.account.items


def test_when_to_come_again_is_said_in_seconds_or_as_a_date(sender: Any) -> None:
    sender.app.switches.turn_on("rate_limit=1")
    assert "30" == dict(sender.send(DOCUMENT).headers)["retry-after"]
    sender.app.switches.turn_on("rate_limit_date=1")
    moment = dict(sender.send(DOCUMENT).headers)["retry-after"]
    assert "Fri, 20 Nov 2026 12:00:30 GMT" == moment
    assert 201 == sender.send(DOCUMENT).status


def test_a_lost_answer_leaves_the_work_done(sender: Any) -> None:
    sender.app.switches.turn_on("lose_reply_once")
    assert sender.send(DOCUMENT).lost
    assert DOCUMENT == sender.stored()


def test_a_damaged_answer_leaves_the_work_done(sender: Any) -> None:
    sender.app.switches.turn_on("empty_reply=1")
    assert b"" == sender.send(DOCUMENT).body
    sender.app.switches.turn_on("wrong_type=1")
    assert isinstance(sender.readback()["digests"], list)
    assert DOCUMENT == sender.stored()


def test_a_behaviour_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no behaviour"):
        create(behave=["nonsense"])


def test_each_behaviour_can_be_switched_on_with_its_sample() -> None:
    for behaviour in BEHAVIOURS:
        create(behave=[f"{behaviour.name}={behaviour.sample}".removesuffix("=")])
