"""Signatures as receivers verify them: by their library, and by cryptography itself."""

from __future__ import annotations

import base64
from collections.abc import Callable

import httpx
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook

from contract_tests.stand_ins.webhook.inbox import NEXT_SECRET, PRIVATE_KEY, PUBLIC_KEY, SECRET
from gateway.delivery.auth.standard_webhooks import StandardWebhooks, signer
from gateway.sdk.errors import ConfigurationError, SignInFailed

BODY = '{"ü": 1}'.encode()


def signed(
    *secrets: str, clock: Callable[[], float] | None = None, identity: str = "d-1"
) -> httpx.Request:
    """A request as it leaves."""
    request = httpx.Request(
        "POST", "https://receiver.example/", content=BODY, headers={"webhook-id": identity}
    )
    signers = [signer("auth.secret", secret) for secret in secrets]
    auth = StandardWebhooks(signers, clock) if clock else StandardWebhooks(signers)
    return next(auth.auth_flow(request))


def verifies(secret: str, request: httpx.Request) -> bool:
    return bool(Webhook(secret).verify(request.content, dict(request.headers)))


def entries(request: httpx.Request) -> list[tuple[str, bytes]]:
    pairs = (one.split(",") for one in request.headers["webhook-signature"].split(" "))
    return [(version, base64.b64decode(text)) for version, text in pairs]


def test_the_library_verifies_a_symmetric_signature() -> None:
    assert verifies(SECRET, signed(SECRET))


def test_cryptography_verifies_an_asymmetric_signature() -> None:
    request = signed(PRIVATE_KEY, clock=lambda: 1_700_000_000.9)
    ((version, signature),) = entries(request)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(PUBLIC_KEY.removeprefix("whpk_")))
    public.verify(signature, b"d-1.1700000000." + BODY)
    assert "v1a" == version
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"d-1.1700000001." + BODY)


def test_the_vector_of_the_specification_comes_out() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    request = httpx.Request(
        "POST",
        "https://receiver.example/",
        content=b'{"test": 2432232314}',
        headers={"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek"},
    )
    auth = StandardWebhooks([signer("auth.secret", secret)], lambda: 1614265330)
    sent = next(auth.auth_flow(request))
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert expected == sent.headers["webhook-signature"]


def test_the_timestamp_is_whole_seconds_of_the_attempt() -> None:
    moments = iter([1_700_000_000.9, 1_700_000_007.1])
    assert ["1700000000", "1700000007"] == [
        signed(SECRET, clock=lambda: next(moments)).headers["webhook-timestamp"] for _ in "ab"
    ]


def test_during_a_rotation_every_key_signs_and_each_is_enough() -> None:
    request = signed(NEXT_SECRET, SECRET, PRIVATE_KEY)
    assert ["v1", "v1", "v1a"] == [version for version, _ in entries(request)]
    for version in ("v1", "v1a"):
        assert version in {name for name, _ in entries(request)}
    only_v1 = " ".join(request.headers["webhook-signature"].split(" ")[:2])
    request.headers["webhook-signature"] = only_v1
    assert verifies(SECRET, request)
    assert verifies(NEXT_SECRET, request)


def test_a_body_that_changes_on_its_way_is_noticed() -> None:
    request = signed(SECRET)
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(SECRET).verify(b'{"x": 1}', dict(request.headers))


def test_an_empty_body_is_signed_as_well() -> None:
    request = httpx.Request("GET", "https://r.example/x", headers={"webhook-id": "d-1-read"})
    sent = next(StandardWebhooks([signer("auth.secret", SECRET)]).auth_flow(request))
    Webhook(SECRET).verify(b"", dict(sent.headers), json_parse=False)


@pytest.mark.parametrize("identity", ["", "a.b"])
def test_a_request_without_an_id_that_can_be_signed_is_not_sent(identity: str) -> None:
    with pytest.raises(SignInFailed, match="webhook-id"):
        signed(SECRET, identity=identity)


def test_a_refusal_is_not_repeated() -> None:
    request = httpx.Request("POST", "https://r.example/", headers={"webhook-id": "d-1"})
    flow = StandardWebhooks([signer("auth.secret", SECRET)]).auth_flow(request)
    next(flow)
    assert [] == list(flow)


def test_its_repr_hides_the_keys() -> None:
    auth = StandardWebhooks([signer("auth.secret", SECRET)])
    assert "StandardWebhooks(1 keys)" == repr(auth)


def test_a_secret_may_come_without_padding() -> None:
    assert verifies(SECRET, signed(SECRET.rstrip("=")))


def test_a_private_key_may_have_its_public_half_behind_it() -> None:
    seed = base64.b64decode(PRIVATE_KEY.removeprefix("whsk_"))
    public = base64.b64decode(PUBLIC_KEY.removeprefix("whpk_"))
    whole = "whsk_" + base64.b64encode(seed + public).decode()
    assert entries(signed(whole, clock=lambda: 1)) == entries(signed(PRIVATE_KEY, clock=lambda: 1))


def _of(prefix: str, size: int) -> str:
    return prefix + base64.b64encode(b"k" * size).decode()


@pytest.mark.parametrize("size", [24, 64])
def test_the_specifications_sizes_are_taken(size: int) -> None:
    assert signed(_of("whsec_", size))


@pytest.mark.parametrize(
    ("secret", "says"),
    [
        ("s3cret", "must begin with whsec_ or whsk_"),
        ("whpk_" + "A" * 44, "must begin with"),
        ("whsec_!!!", "not base64"),
        (_of("whsec_", 23), "24 to 64 bytes"),
        (_of("whsec_", 65), "24 to 64 bytes"),
        (_of("whsk_", 31), "ed25519 private key"),
        (_of("whsk_", 33), "ed25519 private key"),
        (_of("whsk_", 64), "two halves"),
    ],
)
def test_what_cannot_sign_is_refused_without_being_quoted(secret: str, says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as refused:
        signer("auth.also[1]", secret)
    assert "auth.also[1]" in str(refused.value)
    assert secret.rpartition("_")[2] not in str(refused.value)
