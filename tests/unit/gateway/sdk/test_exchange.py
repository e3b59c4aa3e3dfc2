"""Exchanges: what a documented reply is, and errors that keep the vendor's words to themselves."""

from __future__ import annotations

import msgspec
import pytest

from gateway.sdk import (
    DeliveryError,
    UnexpectedReply,
    VendorRefused,
    VendorRequest,
    VendorResponse,
    decode_object,
    decode_reply,
    expect,
    json_request,
)

SECRET = "4111 1111 1111 1111 belongs to Ann"
REQUEST = VendorRequest(step="create item", method="POST", path="/items")


class _Item(msgspec.Struct):
    id: int
    name: str = ""


def _reply(body: bytes, status: int = 200) -> VendorResponse:
    return VendorResponse(status=status, body=body)


def _told(error: DeliveryError) -> str:
    """Everything that an error could carry into a log."""
    return f"{error} {error!r} {error.public} {error.problems} {error.__cause__} {error.args}"


def test_a_json_request_keeps_the_order_of_its_members() -> None:
    request = json_request("create item", "POST", "/items", {"b": 1, "a": "ü"})

    assert b'{"b":1,"a":"\xc3\xbc"}' == request.body


def test_a_json_request_says_what_it_is_and_keeps_further_headers() -> None:
    request = json_request("s", "PUT", "/items/1", {}, headers=(("x-key", "k"),), repeat="keyed")

    assert (("content-type", "application/json"), ("x-key", "k")) == request.headers
    assert ("s", "PUT", "/items/1", "keyed", True) == (
        request.step,
        request.method,
        request.path,
        request.repeat,
        request.credentials,
    )


def test_equal_input_gives_equal_requests() -> None:
    assert json_request("s", "POST", "/", {"a": [1]}) == json_request("s", "POST", "/", {"a": [1]})


def test_a_header_is_found_by_its_lower_case_name_and_the_first_counts() -> None:
    response = VendorResponse(status=200, headers=(("etag", "1"), ("etag", "2")))

    assert "1" == response.header("etag")
    assert response.header("retry-after") is None


@pytest.mark.parametrize("status", [200, 201])
def test_a_documented_status_passes(status: int) -> None:
    expect(REQUEST, _reply(b"", status), 200, 201)


@pytest.mark.parametrize("status", [400, 404, 409, 422, 499])
def test_another_client_error_is_a_refusal_with_its_status(status: int) -> None:
    with pytest.raises(VendorRefused, match=f"create item: refused with {status}") as caught:
        expect(REQUEST, _reply(SECRET.encode(), status), 200)

    assert (status, "create item") == (caught.value.status, caught.value.step)
    assert SECRET not in _told(caught.value)


@pytest.mark.parametrize("status", [100, 204, 302, 500, 599])
def test_any_other_status_is_unexpected(status: int) -> None:
    with pytest.raises(UnexpectedReply, match=f"create item: status {status} is not documented"):
        expect(REQUEST, _reply(SECRET.encode(), status), 200)


def test_a_reply_becomes_the_documented_struct_and_may_say_more() -> None:
    assert _Item(id=7, name="x") == decode_reply(
        REQUEST, _reply(b'{"id":7,"name":"x","new":1}'), _Item
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "not JSON"),
        (f"<html>{SECRET}</html>".encode(), "not JSON"),
        (b'{"id":7', "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b'{"id":7,"new":' + b"[" * 100_000, "not JSON"),
        (f'{{"id":"{SECRET}"}}'.encode(), r"another shape than documented, at `\$\.id`"),
        (f'{{"name":"{SECRET}"}}'.encode(), "shape"),
        (f'"{SECRET}"'.encode(), "documented$"),
        (b"[]", "documented$"),
    ],
    ids=[
        "empty",
        "html",
        "cut",
        "binary",
        "deep",
        "wrong type",
        "member missing",
        "a text",
        "a list",
    ],
)
def test_any_other_body_is_unexpected_and_stays_out_of_the_error(body: bytes, why: str) -> None:
    with pytest.raises(UnexpectedReply, match=why) as caught:
        decode_reply(REQUEST, _reply(body), _Item)

    assert "create item" == caught.value.step
    assert SECRET not in _told(caught.value)


def test_an_object_keeps_members_that_no_struct_names() -> None:
    assert {"custom_1": [1]} == decode_object(REQUEST, _reply(b'{"custom_1":[1]}'))


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b""])
def test_what_is_no_object_is_unexpected(body: bytes) -> None:
    with pytest.raises(UnexpectedReply):
        decode_object(REQUEST, _reply(body))
