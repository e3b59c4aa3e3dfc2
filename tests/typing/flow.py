"""Read by the type checkers, never run: what flows and their pieces are."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, assert_type

import msgspec

from gateway.sdk import (
    Consignment,
    Fitted,
    Flow,
    VendorRequest,
    VendorResponse,
    decode_object,
    decode_reply,
    fit,
    json_request,
)


class Item(msgspec.Struct):
    id: int


def create(request: VendorRequest) -> Flow[Item]:
    response = yield request
    assert_type(response, VendorResponse)
    return decode_reply(request, response, Item)


def create_and_name(request: VendorRequest) -> Flow[str]:
    item = yield from create(request)
    assert_type(item, Item)
    return str(item.id)


def drive(flow: Flow[Item], response: VendorResponse) -> None:
    assert_type(flow, Generator[VendorRequest, VendorResponse, Item])
    assert_type(next(flow), VendorRequest)
    assert_type(flow.send(response), VendorRequest)


def pieces(request: VendorRequest, response: VendorResponse, consignment: Consignment) -> None:
    assert_type(json_request("read", "GET", "/items/1"), VendorRequest)
    assert_type(response.header("etag"), str | None)
    assert_type(decode_reply(request, response, Item), Item)
    assert_type(decode_object(request, response), dict[str, Any])
    assert_type(consignment.value("subject"), Any)
    assert_type(fit("text", 80, "bytes"), Fitted)
