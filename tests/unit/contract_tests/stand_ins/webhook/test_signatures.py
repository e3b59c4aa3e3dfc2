"""The receiver takes what is signed with one of its keys just now, and nothing else."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contract_tests.stand_ins.webhook.inbox import NEXT_SECRET, PRIVATE_KEY, SECRET

SEED = base64.b64decode(PRIVATE_KEY.removeprefix("whsk_"))


def asymmetric(content: bytes) -> str:
    signature = Ed25519PrivateKey.from_private_bytes(SEED).sign(content)
    return "v1a," + base64.b64encode(signature).decode()


def test_what_the_library_signs_is_taken(sender: Any) -> None:
    assert 201 == sender.send({"a": 1}).status


def test_an_ed25519_signature_is_taken(sender: Any) -> None:
    moment = str(int(sender.app.account.clock().timestamp()))
    signature = asymmetric(f'd-1.{moment}.{{"a": 1}}'.encode())
    assert 201 == sender.send({"a": 1}, webhook_signature=signature).status
    assert 401 == sender.send({"a": 2}, webhook_signature=signature).status


@pytest.mark.parametrize("late", [-301, 301, 86_400])
def test_a_timestamp_outside_five_minutes_is_not_taken(sender: Any, late: int) -> None:
    assert 401 == sender.send({"a": 1}, late=late).status


@pytest.mark.parametrize("late", [-300, 300])
def test_a_timestamp_within_five_minutes_is_taken(sender: Any, late: int) -> None:
    assert 201 == sender.send({"a": 1}, late=late).status


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook_id": ""},
        {"webhook_id": "a.b"},
        {"webhook_id": "d-2"},
        {"webhook_timestamp": "now"},
        {"webhook_timestamp": "1.5"},
        {"webhook_signature": ""},
        {"webhook_signature": "v1"},
        {"webhook_signature": "v1,!!!"},
        {"webhook_signature": "v1a,AAAA"},
        {"webhook_signature": "v2,AAAA v1,AAAA"},
    ],
)
def test_headers_that_are_not_right_are_not_taken(sender: Any, headers: dict[str, str]) -> None:
    assert 401 == sender.send({"a": 1}, **headers).status
    assert {} == sender.app.account.items


def test_one_good_signature_among_others_is_enough(sender: Any) -> None:
    sender.send({"a": 1})
    (request,) = sender.app.requests
    good = request.header("webhook-signature")
    assert 201 == sender.send({"a": 1}, webhook_signature=f"v1,AAAA {good} v9,x").status


def test_after_a_rotation_the_old_key_is_not_taken(sender: Any) -> None:
    sender.app.account.keys = (NEXT_SECRET,)
    assert 401 == sender.send({"a": 1}, secret=SECRET).status
    assert 201 == sender.send({"a": 1}, secret=NEXT_SECRET).status
