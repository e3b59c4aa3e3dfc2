"""Forms, replies as structs, and lists over several pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.twilio_flex.wire import Document, Task, ask, form, get, pages, sent, show
from gateway.sdk import DeliveryError, SignInFailed, UnexpectedReply, VendorRefused, VendorResponse
from tests.adapters.twilio_flex.driving import error_of, run, scripted
from tests.adapters.twilio_flex.scripts import reply

LIST = get("list new tasks", "taskrouter", "/v1/Tasks", ("PageSize", "50"))


def error(response: VendorResponse) -> DeliveryError:
    return error_of(ask(form("store capsule", "sync", "/x", {}), Document), scripted(response))


def test_what_is_none_is_left_out_of_a_form() -> None:
    asked = form("s", "sync", "/x", {"Identity": None, "FriendlyName": "", "Body": "ü&="})

    assert {"FriendlyName": "", "Body": "ü&="} == sent(asked)


def test_an_update_names_the_revision_that_it_changes() -> None:
    assert ("if-match", "7") in form("s", "sync", "/x", {}, if_match="7").headers
    assert "if-match" not in dict(form("s", "sync", "/x", {}).headers)


def test_a_refusal_has_the_code_and_not_the_sentence() -> None:
    failed = error(reply(400, {"code": 50303, "message": "Ann Lee is too long"}))

    assert isinstance(failed, VendorRefused)
    assert "50303" in str(failed)
    assert "Ann" not in str(failed)


def test_a_lacking_permission_is_the_operators_to_mend() -> None:
    failed = error(reply(403, {"code": 20403}))

    assert isinstance(failed, SignInFailed)
    assert "store capsule" == failed.step


@pytest.mark.parametrize(
    "response",
    [
        VendorResponse(status=200),
        reply(201, []),
        reply(202, {"data": 1}),
        reply(302, {"data": 1}),
        reply(500, {}),
    ],
)
def test_what_is_not_documented_is_unexpected(response: VendorResponse) -> None:
    assert isinstance(error(response), UnexpectedReply)


def test_a_resource_that_is_gone_is_none() -> None:
    assert run(show(LIST, Task), scripted(reply(404, {}))) is None


def test_the_next_page_is_asked_for_by_its_token_on_our_own_host() -> None:
    asked: list[Any] = []
    urls = iter(["https://evil.test/v1/Other?PageToken=PT1&Page=1", None])

    def answer(request: Any) -> VendorResponse:
        asked.append(request)
        return reply(200, {"tasks": [{"sid": "WT1"}], "meta": {"next_page_url": next(urls)}})

    found = run(pages(LIST), answer)

    assert 2 == len(found)
    assert ["/v1/Tasks", "/v1/Tasks"] == [request.path for request in asked]
    assert (("PageSize", "50"), ("PageToken", "PT1")) == asked[1].query


def test_of_a_list_without_end_as_many_pages_are_read_as_wanted() -> None:
    endless = {"tasks": [], "meta": {"next_page_url": "https://x.test/?PageToken=1"}}

    assert 3 == len(run(pages(LIST, 3), lambda _: reply(200, endless)))


def test_a_list_shows_no_attributes_and_a_single_task_does() -> None:
    listed = json.dumps({"sid": "WT1", "attributes": None})

    assert run(ask(LIST, Task), scripted(VendorResponse(status=200, body=listed.encode()))) == Task(
        sid="WT1"
    )
