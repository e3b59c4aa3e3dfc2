"""``Prefer: wait=N``, among whatever else a sender prefers."""

from __future__ import annotations

import pytest

from gateway.api.preferences import LONGEST_WAIT, wanted_wait


@pytest.mark.parametrize(
    "header",
    [
        "wait=10",
        "Wait = 10",
        'wait="10"',
        "respond-async, wait=10",
        "respond-async,wait=10",
        "wait=10; foo=bar",
        "return=minimal; wait=10",
        "wait=10, wait=20",
    ],
)
def test_a_wait_is_found(header: str) -> None:
    assert 10.0 == wanted_wait(header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "respond-async",
        "wait",
        "wait=",
        "wait=soon",
        "wait=-5",
        "wait=1.5",
        "await=10",
        "wait=0",
    ],
)
def test_who_does_not_say_how_long_does_not_wait(header: str) -> None:
    assert 0.0 == wanted_wait(header)


@pytest.mark.parametrize("header", ["wait=61", "wait=999999"])
def test_nobody_waits_longer_than_the_longest_wait(header: str) -> None:
    assert LONGEST_WAIT == wanted_wait(header)
