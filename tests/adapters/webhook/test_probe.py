"""Asking a receiver whether it answers, without delivering anything."""

from __future__ import annotations

import pytest

from adapters.webhook import adapter
from adapters.webhook.settings import WebhookSettings
from gateway.sdk import SignInFailed
from tests.adapters.webhook.driving import drive, reply


def test_it_asks_with_a_method_that_changes_nothing() -> None:
    says, (request,) = drive(adapter.probe(WebhookSettings(path="/a/{id}/b")), reply(204))
    assert ("OPTIONS", "/a/", b"") == (request.method, request.path, request.body)
    assert (("webhook-id", "readback-probe"),) == request.headers
    assert "somebody answers OPTIONS with 204; only a delivery shows more" == says


@pytest.mark.parametrize("status", [200, 404, 405])
def test_whoever_answers_is_there(status: int) -> None:
    says, _ = drive(adapter.probe(WebhookSettings()), reply(status))
    assert str(status) in says


@pytest.mark.parametrize("status", [401, 403])
def test_credentials_that_are_not_accepted_are_told(status: int) -> None:
    error, _ = drive(adapter.probe(WebhookSettings()), reply(status))
    assert isinstance(error, SignInFailed)
    assert f"ask whether the receiver answers: status {status}" == str(error)
