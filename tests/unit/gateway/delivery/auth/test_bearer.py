"""A token that does not run out."""

from __future__ import annotations

import httpx

from gateway.delivery.auth.bearer import bearer


def test_the_token_is_sent_as_bearer() -> None:
    sent = next(bearer("abc").auth_flow(httpx.Request("GET", "https://h.example/")))
    assert "Bearer abc" == sent.headers["authorization"]


def test_its_repr_hides_the_token() -> None:
    assert "FixedHeader('authorization')" == repr(bearer("s3cret"))
