"""Signing in, and what happens without."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

GRANT = {
    "grant_type": "client_credentials",
    "client_id": "readback",
    "client_secret": "stand-in-client-secret",
}


def _grant(zendesk: Any, **changes: Any) -> Any:
    return zendesk.ask("POST", "/oauth/tokens", {**GRANT, **changes}, authorization=None)


def _bearer(zendesk: Any, **changes: Any) -> str:
    return f"Bearer {_grant(zendesk, **changes).json['access_token']}"


def test_client_credentials_give_a_token_for_half_an_hour(zendesk: Any) -> None:
    granted = _grant(zendesk)

    assert (200, "bearer", 1800) == (
        granted.status,
        granted.json["token_type"],
        granted.json["expires_in"],
    )
    assert 201 == zendesk.create(authorization=f"Bearer {granted.json['access_token']}").status


def test_credentials_may_come_as_a_form(zendesk: Any) -> None:
    granted = zendesk.ask(
        "POST",
        "/oauth/tokens",
        body=urlencode(GRANT).encode(),
        headers={"content-type": "application/x-www-form-urlencoded"},
        authorization=None,
    )

    assert 200 == granted.status


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": None}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_grant_is_refused_in_the_words_of_oauth(
    zendesk: Any, changes: Any, status: int, error: str
) -> None:
    refused = _grant(zendesk, **changes)

    assert (status, error) == (refused.status, refused.json["error"])


@pytest.mark.parametrize(
    "authorization", [None, "Basic x", "Basic YTpi", "Bearer nobody", "Digest x", ""]
)
def test_without_good_credentials_the_api_is_a_401(zendesk: Any, authorization: Any) -> None:
    refused = zendesk.get("/api/v2/tickets", authorization=authorization)

    assert (401, {"error": "Couldn't authenticate you"}) == (refused.status, refused.json)


def test_a_token_runs_out_after_half_an_hour(zendesk: Any) -> None:
    authorization = _bearer(zendesk)
    for _ in range(1_800):
        zendesk.app.account.begin_request()

    assert 401 == zendesk.get("/api/v2/tickets", authorization=authorization).status


def test_an_unknown_scope_gives_a_token_that_may_do_nothing(zendesk: Any) -> None:
    authorization = _bearer(zendesk, scope="tickets:everything")

    assert 403 == zendesk.get("/api/v2/tickets", authorization=authorization).status


def test_a_token_to_read_may_not_write(zendesk: Any) -> None:
    authorization = _bearer(zendesk, scope="read")

    assert 200 == zendesk.get("/api/v2/tickets", authorization=authorization).status
    assert 403 == zendesk.create(authorization=authorization).status


def test_told_to_a_token_runs_out_in_the_middle(zendesk: Any) -> None:
    zendesk.behave("token_expiry=2")
    authorization = _bearer(zendesk)

    assert [200, 200, 401] == [
        zendesk.get("/api/v2/tickets", authorization=authorization).status for _ in range(3)
    ]
    assert 200 == zendesk.get("/api/v2/tickets", authorization=_bearer(zendesk)).status


def test_the_secret_is_not_among_the_recorded_requests(zendesk: Any) -> None:
    _grant(zendesk)

    assert "stand-in-client-secret" not in repr(zendesk.app.requests)
