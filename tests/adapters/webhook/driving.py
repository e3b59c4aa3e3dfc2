"""Flows driven by hand: what they ask, and what comes of the answers."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from gateway.sdk import (
    Consignment,
    Delivered,
    DeliveryError,
    Flow,
    Stored,
    VendorRequest,
    VendorResponse,
)


def reply(status: int = 200, document: Any = None, **headers: str) -> VendorResponse:
    """A reply with a JSON body, or bytes as they are."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return VendorResponse(status=status, headers=named, body=b"" if document is None else body)


def echo(**members: Any) -> VendorResponse:
    """A reply by the echo contract."""
    return reply(200, {"readback": members})


def drive(flow: Flow[Any], *replies: VendorResponse) -> tuple[Any, list[VendorRequest]]:
    """The flow's result or its error, and its requests; each reply has to be asked for."""
    asked: list[VendorRequest] = []
    left = list(replies)
    try:
        asked.append(next(flow))
        while True:
            assert left, f"nothing to answer {asked[-1].step} with"
            asked.append(flow.send(left.pop(0)))
    except StopIteration as stop:
        assert not left
        return stop.value, asked
    except DeliveryError as error:
        return error, asked


def delivered(
    webhook: Any, made: Consignment, answer: VendorResponse, **settings: Any
) -> Delivered | DeliveryError:
    """What comes of delivering it."""
    given = msgspec.convert(settings, webhook.manifest.settings)
    return drive(webhook.deliver(made, given), answer)[0]


def stored(
    webhook: Any,
    made: Consignment,
    answer: VendorResponse,
    *shown: VendorResponse,
    **settings: Any,
) -> Stored | DeliveryError:
    """What is read back after an answer; ``shown`` is the reply to the reading."""
    given = msgspec.convert(settings, webhook.manifest.settings)
    was = drive(webhook.deliver(made, given), answer)[0]
    assert isinstance(was, Delivered), was
    return drive(webhook.read_back(was, made, given), *shown)[0]
