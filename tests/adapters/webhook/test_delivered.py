"""What becomes of a receiver's answer: the delivery stands, however badly it is answered."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.webhook import adapter
from gateway.sdk import (
    Delivered,
    SignInFailed,
    UnexpectedReply,
    VendorRefused,
    VendorResponse,
)
from tests.adapters.webhook.consignments import KEY, consignment
from tests.adapters.webhook.driving import delivered, echo, reply

SUM = "ab" * 32
PLAIN = Delivered(ref=KEY, url="")


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_success_is_a_delivery(status: int) -> None:
    assert PLAIN == delivered(adapter, consignment(), reply(status))


def test_without_an_echo_nothing_is_looked_for_in_the_answer() -> None:
    assert PLAIN == delivered(adapter, consignment(), reply(200, b"<html>"))


def test_the_receivers_own_id_and_page_are_kept() -> None:
    answer = echo(ref="T-7", page="https://desk.example/T-7")
    made = delivered(adapter, consignment(), answer, echo="digests")
    assert isinstance(made, Delivered)
    assert ("T-7", "https://desk.example/T-7") == (made.ref, made.url)


@pytest.mark.parametrize("page", ["javascript:alert(1)", "https://x.example/ a", "//x", "ftp://x"])
def test_a_page_that_may_not_be_linked_to_is_left_out(page: str) -> None:
    made = delivered(adapter, consignment(), echo(page=page), echo="digests")
    assert isinstance(made, Delivered)
    assert "" == made.url


def test_digests_of_what_was_sent_are_kept_and_no_others() -> None:
    answer = echo(
        digests={"subject": f"sha256:{SUM}", "others": f"sha256:{SUM}"}, capsule=f"sha256:{SUM}"
    )
    made = delivered(adapter, consignment({"subject": "x"}), answer, echo="digests")
    assert isinstance(made, Delivered)
    assert {"echo": "given", "digest.subject": SUM, "digest.capsule": SUM} == made.parts


@pytest.mark.parametrize(
    "digest", ["md5:abcd", "sha256:abcd", SUM, f"sha512:{SUM}", f"sha256:{SUM}0", "What I said"]
)
def test_of_a_digest_in_another_form_only_its_being_there_is_kept(digest: str) -> None:
    answer = echo(digests={"subject": digest})
    made = delivered(adapter, consignment({"subject": "x"}), answer, echo="digests")
    assert isinstance(made, Delivered)
    assert {"echo": "given", "digest.subject": ""} == made.parts


def test_the_address_that_the_receiver_names_is_kept() -> None:
    made = delivered(adapter, consignment(), echo(url="/stored/7?sig=ab"), echo="url")
    assert isinstance(made, Delivered)
    assert {"read": "/stored/7?sig=ab"} == made.parts


@pytest.mark.parametrize("answer", [reply(204), echo(), reply(200, {"ok": True})])
def test_a_receiver_that_names_no_address_names_none(answer: VendorResponse) -> None:
    assert PLAIN == delivered(adapter, consignment(), answer, echo="url")


def test_the_configured_address_is_filled_from_mapping_and_answer() -> None:
    settings = {"echo": "url", "read_path": "/of/{customer.name}/{reply.id}"}
    made = delivered(adapter, consignment(), reply(201, {"id": 7}), **settings)
    assert Delivered(ref=KEY, url="", parts={"read": "/of/Ann%20Lee/7"}) == made


@pytest.mark.parametrize("document", [None, b"made", [], {"other": 1}, b"\xff"])
def test_an_answer_without_the_member_that_the_address_needs_breaks_only_the_proof(
    document: Any,
) -> None:
    settings = {"echo": "url", "read_path": "/items/{reply.id}"}
    made = delivered(adapter, consignment(), reply(201, document), **settings)
    assert isinstance(made, Delivered)
    assert ["broken"] == list(made.parts)


@pytest.mark.parametrize(
    "url",
    ["https://elsewhere.example/x", "stored/7", "HTTP:x", "/a b", "/é"],
)
def test_an_address_that_is_no_path_is_never_asked(url: str) -> None:
    made = delivered(adapter, consignment(), echo(url=url), echo="url")
    assert isinstance(made, Delivered)
    assert {"broken": 'readback.url has to be a path that begins with "/"'} == made.parts


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"<html>"),
        reply(200, b"[]"),
        reply(200, b"null"),
        reply(200, {"readback": []}),
        reply(200, {"readback": {"digests": ["x"]}}),
        reply(200, {"readback": {"url": 7}}),
    ],
)
@pytest.mark.parametrize("kind", ["digests", "url"])
def test_an_answer_against_the_contract_breaks_only_the_proof(
    answer: VendorResponse, kind: str
) -> None:
    made = delivered(adapter, consignment(), answer, echo=kind)
    assert isinstance(made, Delivered)
    assert ["broken"] == list(made.parts)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (403, SignInFailed),
        (400, VendorRefused),
        (404, VendorRefused),
        (409, VendorRefused),
        (422, VendorRefused),
        (199, UnexpectedReply),
    ],
)
def test_anything_but_a_success_is_a_typed_error(status: int, error: type[Exception]) -> None:
    assert type(delivered(adapter, consignment(), reply(status))) is error
