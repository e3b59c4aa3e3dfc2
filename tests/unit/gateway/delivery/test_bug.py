"""A bug is named by its place, never by its words."""

from __future__ import annotations

import re

import pytest

from gateway.delivery.bug import whereabouts


def _break() -> None:
    raise KeyError("what the customer said")


def test_a_bug_is_its_type_and_the_line_that_raised_it() -> None:
    with pytest.raises(KeyError) as raised:
        _break()
    assert re.fullmatch(r"KeyError at test_bug\.py:\d+", whereabouts(raised.value))


def test_an_exception_that_nobody_raised_is_its_type() -> None:
    assert "KeyError" == whereabouts(KeyError("what the customer said"))
