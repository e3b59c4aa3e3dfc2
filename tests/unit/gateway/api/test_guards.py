"""Who may call what: a key that is known, not revoked, and has the scope."""

from __future__ import annotations

import httpx
import msgspec
import pytest

from gateway.store.api_keys import mint
from tests.unit.gateway.api.conftest import LEAST, House

CALLS = [
    ("POST", "/v1/handoffs", "handoffs:write"),
    ("GET", "/v1/handoffs", "handoffs:read"),
    ("GET", "/v1/handoffs/h-1", "handoffs:read"),
    ("GET", "/v1/handoffs/h-1/package", "handoffs:read"),
    ("GET", "/v1/handoffs/h-1/raw", "handoffs:read"),
    ("GET", "/v1/handoffs/h-1/receipt", "handoffs:read"),
    ("GET", "/v1/deliveries/d-1", "handoffs:read"),
]


def told(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


@pytest.mark.parametrize(("method", "path", "scope"), CALLS)
async def test_a_key_without_the_scope_is_told_which_one_it_needs(
    house: House, method: str, path: str, scope: str
) -> None:
    other = "handoffs:read" if scope == "handoffs:write" else "handoffs:write"
    caller = await house.caller("narrow", other)
    response = await caller.request(method, path, content=b"{}")
    assert (403, "auth.scope") == told(response)
    assert scope in response.json()["detail"]


@pytest.mark.parametrize(("method", "path", "scope"), CALLS)
async def test_a_key_with_the_scope_is_let_in(
    house: House, method: str, path: str, scope: str
) -> None:
    caller = await house.caller("fitting", scope)
    response = await caller.request(method, path, content=b"{}")
    assert response.status_code not in (401, 403)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "auth.missing"),
        ("", "auth.missing"),
        ("Bearer", "auth.missing"),
        ("Bearer  ", "auth.missing"),
        ("Basic eDp5", "auth.missing"),
        ("Bearer rb_nobody", "auth.unknown_key"),
    ],
)
async def test_without_a_known_key_nobody_is_let_in(
    house: House, header: str | None, code: str
) -> None:
    caller = await house.anybody()
    headers = {} if header is None else {"authorization": header}
    response = await caller.get("/v1/handoffs", headers=headers)
    assert (401, code) == told(response)
    assert "Bearer" == response.headers["www-authenticate"]


async def test_a_revoked_key_is_not_known(house: House) -> None:
    key, row = mint("gone", ["admin"])
    await house.services.store.add_key(msgspec.structs.replace(row, revoked_at=row.created_at))
    caller = await house.caller(key=key)
    assert (401, "auth.unknown_key") == told(await caller.get("/v1/handoffs"))


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
async def test_the_scheme_may_be_written_in_any_case(house: House, scheme: str) -> None:
    key, row = mint("bot", ["admin"])
    await house.services.store.add_key(row)
    caller = await house.anybody()
    response = await caller.get("/v1/handoffs", headers={"authorization": f"{scheme} {key}"})
    assert 200 == response.status_code


async def test_a_refused_call_does_not_repeat_the_key(house: House) -> None:
    caller = await house.caller(key="rb_s3cret")
    assert "s3cret" not in (await caller.get("/v1/handoffs")).text


async def test_an_idempotency_key_belongs_to_the_api_key_it_came_with(house: House) -> None:
    one, other = await house.caller("one"), await house.caller("other")
    headers = {"idempotency-key": "k-1"}
    first = (await one.post("/v1/handoffs", json=LEAST, headers=headers)).json()
    second = (await other.post("/v1/handoffs", json=LEAST, headers=headers)).json()
    assert first["id"] != second["id"]
    assert (False, False) == (first["repeated"], second["repeated"])
