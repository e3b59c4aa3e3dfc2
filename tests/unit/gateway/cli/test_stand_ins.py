"""Stand-ins are found by name, and an unknown name says which there are."""

from __future__ import annotations

import pytest

from gateway.cli.stand_ins import load_stand_in, stand_in_names
from gateway.sdk.errors import ConfigurationError


def test_the_names_are_sorted() -> None:
    names = stand_in_names()

    assert sorted(names) == list(names)
    assert names


@pytest.mark.parametrize("name", stand_in_names())
def test_each_has_what_the_command_and_the_demo_need(name: str) -> None:
    stand_in = load_stand_in(name)

    assert name == stand_in.name
    assert stand_in.title
    assert stand_in.credentials
    assert stand_in.create() is not stand_in.create()


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_stand_in("nobody")

    assert 'There is no stand-in "nobody".' in refused.value.detail
    assert stand_in_names()[0] in refused.value.detail
