"""Basic authentication as RFC 7617 writes it."""

from __future__ import annotations

import httpx

from gateway.delivery.auth.basic import basic


def test_user_and_password_are_sent_in_base64() -> None:
    # The example of RFC 7617, section 2.1: UTF-8.
    sent = next(basic("test", "123£").auth_flow(httpx.Request("GET", "https://h.example/")))
    assert "Basic dGVzdDoxMjPCow==" == sent.headers["authorization"]


def test_its_repr_hides_both() -> None:
    assert "FixedHeader('authorization')" == repr(basic("ann", "s3cret"))
