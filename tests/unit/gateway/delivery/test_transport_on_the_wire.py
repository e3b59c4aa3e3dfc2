"""What reaches the network's edge, behind the client, the guard and the sign-in: respx listens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import respx
from standardwebhooks import Webhook

from contract_tests.stand_ins.webhook.inbox import NEXT_SECRET, SECRET
from gateway.config.settings import DestinationSettings
from gateway.delivery.auth.standard_webhooks import StandardWebhooks, signer
from gateway.delivery.transport import Transport, open_transport
from gateway.sdk.errors import Blocked, SignInFailed
from gateway.sdk.exchange import VendorRequest

BASE = "https://receiver.example/hook"
PUBLIC = "93.184.215.14"


@pytest.fixture
def network() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False, using=None) as router:
        yield router


async def resolve(host: str, port: int) -> list[str]:
    return {"receiver.example": [PUBLIC], "inside.example": ["10.0.0.7"]}[host]


@pytest.fixture
async def transport(network: respx.MockRouter) -> AsyncIterator[Transport]:
    auth = StandardWebhooks([signer("auth.secret", one) for one in (SECRET, NEXT_SECRET)])
    configured = DestinationSettings(adapter="x", base_url=BASE, timeout=5.0)
    inner = httpx.MockTransport(network.async_handler)
    opened = open_transport(configured, auth, inner=inner, resolve=resolve)
    yield opened
    await opened.aclose()


def request(path: str = "", **members: object) -> VendorRequest:
    headers = (("content-type", "application/json"), ("webhook-id", "d-1"))
    given = {"step": "send", "method": "POST", "headers": headers, "body": b'{"a":1}', **members}
    return VendorRequest(path=path, **given)


async def test_an_empty_path_is_the_base_url_itself(
    network: respx.MockRouter, transport: Transport
) -> None:
    route = network.post(f"https://{PUBLIC}/hook").respond(204)
    assert 204 == (await transport.send(request())).status
    assert 1 == route.call_count


async def test_the_connection_goes_to_the_checked_address_and_names_the_host(
    network: respx.MockRouter, transport: Transport
) -> None:
    route = network.post(host=PUBLIC).respond(200)
    await transport.send(request("/x"))
    (call,) = route.calls
    assert "receiver.example" == call.request.headers["host"]
    assert "receiver.example" == call.request.extensions["sni_hostname"]


async def test_every_attempt_is_signed_anew_and_has_the_same_id(
    network: respx.MockRouter, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    route = network.post(host=PUBLIC).respond(503)
    moments = iter([1_700_000_000.0, 1_700_000_060.0])
    monkeypatch.setattr(transport._auth, "_clock", lambda: next(moments))
    for _ in range(2):
        await transport.send(request())
    first, second = (call.request.headers for call in route.calls)
    assert ("1700000000", "1700000060") == (
        first["webhook-timestamp"],
        second["webhook-timestamp"],
    )
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]


async def test_either_key_of_a_rotation_verifies_what_left(
    network: respx.MockRouter, transport: Transport
) -> None:
    route = network.post(host=PUBLIC).respond(200)
    await transport.send(request())
    (call,) = route.calls
    for secret in (SECRET, NEXT_SECRET):
        assert {"a": 1} == Webhook(secret).verify(call.request.content, dict(call.request.headers))


async def test_a_redirect_leads_to_no_second_request(
    network: respx.MockRouter, transport: Transport
) -> None:
    network.post(host=PUBLIC).respond(302, headers={"location": "https://inside.example/"})
    assert 302 == (await transport.send(request())).status
    assert 1 == network.calls.call_count


async def test_a_host_inside_is_never_connected_to(
    network: respx.MockRouter, transport: Transport
) -> None:
    with pytest.raises(Blocked, match=r"send: inside\.example is at"):
        await transport.send(request("https://inside.example/x"))
    assert 0 == network.calls.call_count


async def test_what_cannot_be_signed_does_not_leave(
    network: respx.MockRouter, transport: Transport
) -> None:
    with pytest.raises(SignInFailed):
        await transport.send(request(headers=()))
    assert 0 == network.calls.call_count
