"""A destination whose vendor has said what its object looks like: drift is not a mistake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from gateway.config.settings import DestinationSettings
from gateway.delivery import destination as module
from gateway.delivery.destination import Described, Destination, Published, open_destination
from gateway.sdk.errors import ConfigurationError
from gateway.sdk.manifest import Target, TargetField
from tests.unit.gateway.delivery.works import TARGET, Vendor, Works, mapping

OWN = TargetField(name="own", label="Own field", kind="text")
WITH_OWN = replace(TARGET, fields=(*TARGET.fields, OWN))
WITHOUT_TITLE = replace(TARGET, fields=TARGET.fields[1:])
TO_OWN = mapping().replace('to = "title"', 'to = "own"')


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "load_adapter", lambda _: Works())


def said(target: Target, **earlier: Target) -> Described:
    return Described(target=target, sha256="a" * 64, fetched_at="2026-11-20", earlier=earlier)


async def opened(folder: Path, text: str = "", **given: Any) -> Destination:
    (folder / "own.toml").write_text(text or mapping())
    configured = DestinationSettings(
        adapter="works",
        base_url="http://works.test",
        mapping="own.toml",
        allow_private_addresses=True,
    )
    destination = open_destination(
        "support",
        configured,
        folder=folder,
        secrets=lambda _: "",
        inner=httpx.MockTransport(Vendor()),
        **given,
    )
    await destination.transport.aclose()
    return destination


def stale(destination: Destination) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in destination.plan.stale]


async def test_what_the_vendor_said_goes_before_what_the_adapter_declares(tmp_path: Path) -> None:
    destination = await opened(tmp_path, TO_OWN, described=said(WITH_OWN))

    assert (WITH_OWN, "a" * 64) == (destination.target, destination.schema_sha256)
    assert ["own"] == [rule.to for rule in destination.plan.rules]


async def test_without_it_the_declared_object_has_no_hash(tmp_path: Path) -> None:
    destination = await opened(tmp_path)

    assert (TARGET, None) == (destination.target, destination.schema_sha256)


async def test_a_rule_for_a_field_that_has_gone_is_stale_and_the_rest_works(tmp_path: Path) -> None:
    text = mapping().replace("[capsule]", '[[field]]\nto = "tags"\nvalue = "bot"\n[capsule]')
    destination = await opened(tmp_path, text, described=said(WITHOUT_TITLE))

    assert [("D401", 8)] == stale(destination)
    assert ["tags"] == [rule.to for rule in destination.plan.rules]


async def test_a_rule_that_an_earlier_schema_took_is_stale(tmp_path: Path) -> None:
    destination = await opened(tmp_path, TO_OWN, described=said(TARGET, old=WITH_OWN))

    assert [("D401", 8)] == stale(destination)


async def test_a_rule_that_no_schema_ever_took_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="does not compile"):
        await opened(tmp_path, TO_OWN, described=said(TARGET))


async def test_a_mistake_in_the_handoffs_side_is_never_drift(tmp_path: Path) -> None:
    text = mapping(source="conversation.nowhere")
    with pytest.raises(ConfigurationError, match="does not compile"):
        await opened(tmp_path, text, described=said(WITHOUT_TITLE))


async def test_what_was_published_worked_once_whatever_is_known_now(tmp_path: Path) -> None:
    latest = {"own.toml": Published(number=3, text=TO_OWN)}
    destination = await opened(tmp_path, published=latest, described=said(TARGET))

    assert (3, [("D401", 8)]) == (destination.revision, stale(destination))
