"""One fixed header on every request, and in no repr."""

from __future__ import annotations

import httpx

from gateway.delivery.auth.header import FixedHeader


def test_the_header_is_set_in_place_of_another() -> None:
    request = httpx.Request("GET", "https://h.example/", headers={"x-api-key": "old"})
    sent = next(FixedHeader("X-Api-Key", "new").auth_flow(request))
    assert ["new"] == sent.headers.get_list("x-api-key")


def test_a_refusal_is_not_repeated() -> None:
    flow = FixedHeader("x-api-key", "s3cret").auth_flow(httpx.Request("GET", "https://h.example/"))
    next(flow)
    assert [] == list(flow)


def test_its_repr_hides_the_value() -> None:
    assert "FixedHeader('x-api-key')" == repr(FixedHeader("x-api-key", "s3cret"))
