"""Faults that every stand-in can show, with the vendor's own words for them."""

from __future__ import annotations

import pytest

from contract_tests.stand_ins.faults import FAULTS, Faulty, fault_after, fault_before
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Reply, Request, json_reply

TOO_MANY = json_reply({"code": "SLOW_DOWN"}, 429)
FAULTY = Faulty(
    too_many=TOO_MANY,
    concerns=lambda request: request.path.startswith("/api"),
    ids=frozenset({"sid"}),
)
READ = Request(method="GET", path="/api/things")
WRITE = Request(method="POST", path="/api/things")
TOKEN = Request(method="POST", path="/token")
WORK = json_reply({"sid": "t-1", "things": [{"sid": 7, "name": "x"}]}, 201)


@pytest.fixture
def switches() -> Switches:
    return Switches(FAULTS)


def test_a_kind_vendor_lets_everything_through(switches: Switches) -> None:
    assert fault_before(switches, WRITE, FAULTY) is None
    assert WORK == fault_after(switches, WRITE, WORK, FAULTY)


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("rate_limit", TOO_MANY),
        ("server_error", FAULTY.unavailable),
        ("html_error_page", FAULTY.error_page),
    ],
)
def test_a_fault_before_the_work_lasts_as_many_requests_as_it_says(
    switches: Switches, name: str, reply: Reply
) -> None:
    switches.turn_on(f"{name}=2")

    assert fault_before(switches, TOKEN, FAULTY) is None
    assert [reply, reply, None] == [fault_before(switches, READ, FAULTY) for _ in range(3)]


def test_a_lost_reply_is_that_of_the_next_write_only(switches: Switches) -> None:
    switches.turn_on("lose_reply_once")

    assert not fault_after(switches, READ, WORK, FAULTY).lost
    assert not fault_after(switches, TOKEN, WORK, FAULTY).lost
    assert fault_after(switches, WRITE, WORK, FAULTY).lost
    assert not fault_after(switches, WRITE, WORK, FAULTY).lost


def test_an_empty_reply_keeps_its_status(switches: Switches) -> None:
    switches.turn_on("empty_reply")

    found = fault_after(switches, READ, WORK, FAULTY)

    assert (201, b"") == (found.status, found.body)


def test_a_wrong_type_is_that_of_the_ids_on_every_level(switches: Switches) -> None:
    switches.turn_on("wrong_type")

    found = fault_after(switches, READ, WORK, FAULTY)

    expected = json_reply({"sid": ["t-1"], "things": [{"sid": [7], "name": "x"}]}, 201)
    assert expected == found


def test_what_is_no_json_keeps_its_type(switches: Switches) -> None:
    switches.turn_on("wrong_type")
    file = Reply(body=b"\x00\x01")

    assert file == fault_after(switches, READ, file, FAULTY)


def test_a_target_goes_before_what_a_fault_would_concern(switches: Switches) -> None:
    switches.turn_on("server_error=1@POST /token")

    assert fault_before(switches, READ, FAULTY) is None
    assert FAULTY.unavailable == fault_before(switches, TOKEN, FAULTY)
