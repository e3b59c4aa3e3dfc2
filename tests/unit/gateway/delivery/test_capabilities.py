"""The capability table says what the adapters declare and implement, and nothing by hand."""

from __future__ import annotations

import pytest

from gateway.delivery import capabilities as module
from gateway.delivery.capabilities import Capability, capabilities
from gateway.sdk import VendorObjects
from tests.unit.gateway.delivery.test_schema_cache import Talking
from tests.unit.gateway.delivery.works import TARGET

KNOWN = VendorObjects(title="The Works", targets=(TARGET,))


def test_each_vendor_is_listed_with_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "vendor_names", lambda: ("desk", "works"))
    monkeypatch.setattr(module, "adapter_names", lambda: ("works",))
    monkeypatch.setattr(module, "vendor_objects", lambda _: KNOWN)
    monkeypatch.setattr(module, "load_adapter", lambda _: Talking())

    assert (
        Capability(name="desk", title="The Works", delivers=False, objects=("item",)),
        Capability(
            name="works",
            title="The Works",
            delivers=True,
            objects=("item",),
            auth=("none",),
            can=("describes its objects",),
        ),
    ) == capabilities()
