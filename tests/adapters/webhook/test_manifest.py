"""What the webhook adapter declares."""

from __future__ import annotations

from adapters.webhook import adapter
from adapters.webhook.objects import OBJECTS
from gateway.sdk import Classifies, FindsExisting, Probes


def test_it_is_signed_by_standard_webhooks_unless_something_else_is_wanted() -> None:
    assert "standard_webhooks" == adapter.manifest.auth[0]
    assert {"none", "basic", "bearer", "header", "oauth_client_credentials"} < {
        *adapter.manifest.auth
    }


def test_every_name_is_a_member() -> None:
    (target,) = adapter.manifest.targets
    field = target.field("anything.at.all")
    assert field is not None
    assert ("any", "exact") == (field.kind, field.compare)
    assert ("field", "link") == target.capsule


def test_what_is_known_without_an_account_is_what_it_declares() -> None:
    assert adapter.manifest.targets == OBJECTS.targets


def test_a_repeat_needs_no_search() -> None:
    assert isinstance(adapter, Classifies)
    assert isinstance(adapter, Probes)
    assert not isinstance(adapter, FindsExisting)
