"""Adapters are found by name, and one that is not there is answered with what is."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from gateway.delivery import catalogue
from gateway.delivery.catalogue import GROUP, adapter_names, load_adapter
from gateway.sdk.errors import ConfigurationError


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("works", "tests.unit.gateway.delivery.works:Works", GROUP),
        EntryPoint("absent", "no_such_package.adapter:ADAPTER", GROUP),
        EntryPoint("renamed", "tests.unit.gateway.delivery.works:NOT_HERE", GROUP),
    ]
    monkeypatch.setattr(catalogue, "entry_points", lambda group: points if group == GROUP else [])


@pytest.mark.usefixtures("installed")
def test_the_names_are_those_of_the_entry_points() -> None:
    assert ("absent", "renamed", "works") == adapter_names()


@pytest.mark.usefixtures("installed")
def test_an_adapter_is_loaded_by_its_name() -> None:
    assert "Works" == load_adapter("works").__name__  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("work", 'There is no adapter "work". Did you mean "works"?'),
        ("xyz", 'There is no adapter "xyz". There are: absent, renamed, works.'),
        ("absent", 'The adapter "absent" cannot be loaded: no_such_package is missing.'),
        (
            "renamed",
            'The adapter "renamed" cannot be loaded: '
            "tests.unit.gateway.delivery.works:NOT_HERE is not there.",
        ),
    ],
)
@pytest.mark.usefixtures("installed")
def test_an_adapter_that_cannot_be_had_is_a_configuration_error(name: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        load_adapter(name)
    assert says == str(error.value)


def test_where_nothing_is_installed_the_cure_is_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "entry_points", lambda **_: [])
    with pytest.raises(ConfigurationError, match="none; install one"):
        load_adapter("works")
