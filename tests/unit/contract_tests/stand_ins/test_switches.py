"""Switching behaviours on and off while a stand-in runs."""

from __future__ import annotations

import pytest

from contract_tests.stand_ins.switches import Behaviour, Switches
from contract_tests.stand_ins.wire import Request

GET = Request(method="GET", path="/api/things")
POST = Request(method="POST", path="/api/things")


@pytest.fixture
def switches() -> Switches:
    return Switches(
        (
            Behaviour(name="plain", ends="verified", does="Is on or off."),
            Behaviour(name="next", ends="verified", does="Is on for one request.", value="once"),
            Behaviour(name="counted", ends="verified", does="Lasts some requests.", value="count"),
            Behaviour(name="sized", ends="verified", does="Needs a number.", value="number"),
            Behaviour(name="named", ends="verified", does="Needs a text.", value="text"),
            Behaviour(
                name="chosen",
                ends="verified",
                does="Knows its values.",
                value="text",
                choices=("a", "b"),
            ),
            Behaviour(
                name="later", ends="verified", does="May have a number.", value="optional number"
            ),
        )
    )


def test_nothing_is_on_at_first(switches: Switches) -> None:
    assert not switches.applies("plain", GET)
    assert switches.value("plain") is None
    assert switches.number("sized") is None


def test_a_behaviour_stays_on_until_it_is_switched_off(switches: Switches) -> None:
    switches.turn_on("plain")
    assert [True, True] == [switches.spend("plain", GET), switches.spend("plain", GET)]

    switches.turn_off("plain")
    assert not switches.applies("plain", GET)


def test_a_count_is_used_up(switches: Switches) -> None:
    switches.turn_on("counted=2")

    assert [True, True, False] == [switches.spend("counted", GET) for _ in range(3)]


def test_a_count_of_nothing_never_applies(switches: Switches) -> None:
    switches.turn_on("counted=0")

    assert not switches.spend("counted", GET)


def test_a_count_that_is_left_out_has_no_end(switches: Switches) -> None:
    switches.turn_on("counted")

    assert all(switches.spend("counted", GET) for _ in range(50))


def test_once_is_once(switches: Switches) -> None:
    switches.turn_on("next")

    assert [True, False] == [switches.spend("next", GET), switches.spend("next", GET)]


def test_a_target_narrows_a_behaviour_to_some_requests(switches: Switches) -> None:
    switches.turn_on("counted=1@POST /api")

    assert [False, True] == [switches.spend("counted", GET), switches.spend("counted", POST)]


def test_without_a_target_the_caller_says_which_requests_are_meant(switches: Switches) -> None:
    switches.turn_on("plain")

    assert not switches.applies("plain", GET, untargeted=False)


def test_values_are_read_as_text_or_number(switches: Switches) -> None:
    switches.turn_on("named=subject")
    switches.turn_on("sized=12")
    switches.turn_on("later")

    assert ("subject", 12, 3) == (
        switches.value("named"),
        switches.number("sized"),
        switches.number("later", default=3),
    )


def test_being_kind_switches_everything_off(switches: Switches) -> None:
    switches.turn_on("plain")
    switches.turn_on("named=x")

    switches.be_kind()

    assert (None, None) == (switches.value("plain"), switches.value("named"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("plane", 'There is no behaviour "plane". There are: chosen, counted, later'),
        ("plain=1", '"plain" takes no value.'),
        ("next=1", '"next" takes no value.'),
        ("named", '"named" needs a value'),
        ("sized", '"sized" needs a value'),
        ("sized=-1", '"sized" takes a whole number'),
        ("counted=x", '"counted" takes a whole number'),
        ("later=x", '"later" takes a whole number'),
        ("chosen=c", '"chosen" takes one of: a, b.'),
    ],
)
def test_a_wish_that_cannot_be_granted_says_why(
    switches: Switches, text: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence.replace(".", r"\.")):
        switches.turn_on(text)
