"""What has to be set up is the adapter's to say; the fields are those that the mapping fills."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from gateway.delivery import setup
from gateway.delivery.setup import steps_by_default, steps_of
from gateway.sdk import Manifest, SetupStep, TargetField
from gateway.sdk.errors import ConfigurationError
from tests.unit.gateway.delivery.works import TARGET, Vendor, Works, mapping, open_works

FAMILY = TargetField(name="own_*", label="A field of the account's own", kind="text")


class Explaining(Works):
    """Says which fields it was asked for."""

    manifest: Manifest = replace(
        Works.manifest, targets=(replace(TARGET, fields=(*TARGET.fields, FAMILY)),)
    )

    def setup(self, filled: tuple[TargetField, ...], settings: Any) -> tuple[SetupStep, ...]:
        names = tuple(f"{field.name}: {field.label}" for field in filled)
        return (SetupStep(title=type(settings).__name__, lines=names),)


class Demanding(Struct, frozen=True):
    """There is something that nobody can guess."""

    account: str


def given(monkeypatch: pytest.MonkeyPatch, adapter: Any, text: str) -> None:
    monkeypatch.setattr(setup, "load_adapter", lambda _: adapter)
    monkeypatch.setattr(setup, "preset_text", lambda _: text)


def test_without_a_destination_the_preset_says_what_is_filled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, Explaining(), mapping().replace('"title"', '"own_thing"', 1))

    (step,) = steps_by_default("works")

    assert SetupStep(title="NoSettings", lines=("own_thing: A field of the account's own",)) == step


async def test_a_destination_is_asked_with_its_own_mapping() -> None:
    opened = open_works(Vendor())
    explaining = msgspec.structs.replace(opened, adapter=Explaining())

    (step,) = steps_of(explaining)
    await opened.transport.aclose()

    assert ("title: Title",) == step.lines


def test_an_adapter_that_explains_nothing_has_no_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, Works(), mapping())

    assert () == steps_by_default("works")


def test_settings_that_nobody_can_guess_need_a_destination(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    adapter = Explaining()
    adapter.manifest = replace(adapter.manifest, settings=Demanding)
    given(monkeypatch, adapter, mapping())

    with pytest.raises(ConfigurationError, match="--destination"):
        steps_by_default("works")
