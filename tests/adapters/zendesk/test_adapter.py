"""The delivery, step by step, driven by hand."""

from __future__ import annotations

import json

import pytest

from adapters.zendesk import adapter
from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import (
    Adapter,
    Classifies,
    Consignment,
    Delivered,
    DeliveryError,
    FindsExisting,
    Probes,
    SignInFailed,
    UnexpectedReply,
    VendorRefused,
    VendorRequest,
    VendorResponse,
)
from tests.adapters.zendesk.account import Account, Exchange, drive, reply
from tests.adapters.zendesk.consignments import CAPSULE_DATA, consignment, without

LONG_NOTE = "<p>" + "word " * 30_000 + "</p>"


def deliver(
    sent: Consignment, account: Account | None = None
) -> tuple[Delivered | DeliveryError, list[Exchange]]:
    return drive(adapter.deliver(sent, ZendeskSettings()), account or Account())


def steps(exchanges: list[Exchange]) -> list[str]:
    return [request.step for request, _ in exchanges]


def test_it_is_an_adapter_with_the_optional_parts() -> None:
    fits: Adapter[ZendeskSettings] = adapter

    assert isinstance(fits, FindsExisting)
    assert isinstance(fits, Classifies)
    assert isinstance(fits, Probes)


def test_the_steps_are_requester_capsule_ticket() -> None:
    _, exchanges = deliver(consignment())

    assert ["create or update requester", "upload capsule", "create ticket"] == steps(exchanges)


def test_each_further_part_of_the_note_is_one_update() -> None:
    _, exchanges = deliver(consignment(note=LONG_NOTE))

    assert ["create ticket", "add comment", "add comment"] == steps(exchanges)[2:]


def test_without_a_capsule_nothing_is_uploaded() -> None:
    _, exchanges = deliver(consignment(capsule=None))

    assert ["create or update requester", "create ticket"] == steps(exchanges)


def test_the_url_is_where_an_agent_opens_the_ticket() -> None:
    delivered, _ = deliver(consignment())

    assert isinstance(delivered, Delivered)
    assert f"https://acme.zendesk.test/agent/tickets/{delivered.ref}" == delivered.url


def test_the_ids_of_all_comments_are_kept_for_reading_back() -> None:
    account = Account()

    delivered, _ = deliver(consignment(note=LONG_NOTE), account)

    assert isinstance(delivered, Delivered)
    written = [str(comment["id"]) for comment in account.comments[int(delivered.ref)]]
    assert written == [delivered.parts[f"comment.{number}"] for number in (1, 2, 3)]


def test_a_repeated_delivery_makes_no_second_requester() -> None:
    account = Account()

    for _ in range(2):
        deliver(consignment({}), account)

    assert 1 == len(account.users)


def test_the_name_that_a_known_requester_has_is_not_overwritten() -> None:
    account = Account()
    deliver(consignment(), account)

    deliver(consignment(without("requester.name")), account)

    assert ["Ann Lee"] == [user["name"] for user in account.users.values()]


def test_a_new_requester_without_a_name_is_called_by_what_is_known_of_them() -> None:
    account = Account()

    _, exchanges = deliver(consignment(without("requester.name")), account)

    assert ["update requester", "create or update requester"] == steps(exchanges)[:2]
    (user,) = account.users.values()
    assert user["email"] == user["name"]


@pytest.mark.parametrize("times", [1, 2, 6])
def test_an_upload_that_ran_out_is_made_again_as_often_as_a_delivery_waits_so_long(
    times: int,
) -> None:
    account = Account()
    account.uploads_that_run_out = times

    delivered, exchanges = deliver(consignment(), account)

    assert ["upload capsule", "create ticket"] * (times + 1) == steps(exchanges)[1:]
    assert isinstance(delivered, Delivered)
    assert [CAPSULE_DATA] * (times + 1) == list(account.files.values())


def test_what_is_refused_with_each_of_seven_uploads_is_refused() -> None:
    account = Account()
    account.uploads_that_run_out = 99

    refused, exchanges = deliver(consignment(), account)

    assert isinstance(refused, VendorRefused)
    assert 7 == steps(exchanges).count("create ticket")


def test_both_creates_have_the_same_key_so_that_they_cannot_make_two_tickets() -> None:
    account = Account()
    account.uploads_that_run_out = 1

    _, exchanges = deliver(consignment(), account)

    creates = [request for request, _ in exchanges if request.step == "create ticket"]
    assert 1 == len({dict(request.headers)["idempotency-key"] for request in creates})


def test_a_repeat_that_the_vendor_recognised_by_its_key_is_a_success() -> None:
    account = Account()

    def hit(request: VendorRequest) -> VendorResponse:
        made = account(request)
        return reply(200, json.loads(made.body)) if request.step == "create ticket" else made

    delivered, _ = drive(adapter.deliver(consignment(), ZendeskSettings()), hit)

    assert isinstance(delivered, Delivered)


@pytest.mark.parametrize("step", ["create or update requester", "upload capsule", "create ticket"])
@pytest.mark.parametrize(
    ("status", "document", "error"),
    [
        (422, {"error": "RecordInvalid", "details": {"subject": []}}, VendorRefused),
        (400, {"error": "IdempotentRequestError"}, VendorRefused),
        (404, {"error": "RecordNotFound"}, VendorRefused),
        (403, {"error": "Forbidden"}, SignInFailed),
        (200, ["not", "an", "object"], UnexpectedReply),
        (200, {}, UnexpectedReply),
        (302, {}, UnexpectedReply),
    ],
)
def test_each_error_names_its_step(
    step: str, status: int, document: object, error: type[DeliveryError]
) -> None:
    account = Account()

    def fail(request: VendorRequest) -> VendorResponse:
        return reply(status, document) if request.step == step else account(request)

    failed, _ = drive(adapter.deliver(consignment(), ZendeskSettings()), fail)

    assert isinstance(failed, error)
    assert step == failed.step


def test_a_refusal_carries_the_vendors_code_and_no_text() -> None:
    document = {
        "error": "RecordInvalid",
        "description": "Ann Lee is wrong",
        "details": {"name": [{"description": "Ann Lee: too long"}]},
    }

    failed, _ = drive(
        adapter.deliver(consignment(), ZendeskSettings()), lambda _: reply(422, document)
    )

    assert isinstance(failed, VendorRefused)
    assert "RecordInvalid:name" == failed.vendor_code
    assert "Ann" not in str(failed)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"ticket":{"id":"77"}}', b"{}"])
@pytest.mark.parametrize("step", ["create ticket", "add comment"])
def test_a_write_with_a_damaged_reply_is_found_and_not_repeated(step: str, body: bytes) -> None:
    account, sent = Account(), consignment(note=LONG_NOTE)

    def damage(request: VendorRequest) -> VendorResponse:
        response = account(request)
        return VendorResponse(status=200, body=body) if request.step == step else response

    delivered, _ = drive(adapter.deliver(sent, ZendeskSettings()), damage)

    assert deliver(sent)[0] == delivered
    assert [3] == [len(comments) for comments in account.comments.values()]


def test_a_failed_update_names_its_step() -> None:
    account = Account()

    def fail(request: VendorRequest) -> VendorResponse:
        return reply(404, {}) if request.method == "PUT" else account(request)

    failed, _ = drive(adapter.deliver(consignment(note=LONG_NOTE), ZendeskSettings()), fail)

    assert isinstance(failed, VendorRefused)
    assert ("add comment", 404) == (failed.step, failed.status)


def test_the_probe_says_who_we_are() -> None:
    says, _ = drive(adapter.probe(ZendeskSettings()), Account())

    assert "Bot (agent)" == says


def test_the_probe_does_not_take_the_anonymous_user_for_a_sign_in() -> None:
    anonymous = {"user": {"id": None, "name": "Anonymous user", "role": "end-user"}}

    failed, _ = drive(adapter.probe(ZendeskSettings()), lambda _: reply(200, anonymous))

    assert isinstance(failed, SignInFailed)
