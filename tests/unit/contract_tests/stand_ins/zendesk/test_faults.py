"""What the account can be told to get wrong, besides what it stores."""

from __future__ import annotations

from typing import Any

import pytest


def _statuses(zendesk: Any, count: int) -> list[int]:
    return [zendesk.get("/api/v2/tickets").status for _ in range(count)]


def test_it_limits_the_rate_in_plain_text_and_says_when_to_come_back(zendesk: Any) -> None:
    zendesk.behave("rate_limit=1")
    limited = zendesk.get("/api/v2/tickets")

    assert (429, "text/plain; charset=utf-8", "1") == (
        limited.status,
        limited.headers["content-type"],
        limited.headers["retry-after"],
    )
    assert [200] == _statuses(zendesk, 1)


def test_it_has_server_errors_for_a_while(zendesk: Any) -> None:
    zendesk.behave("server_error=2")

    assert [503, 503, 200] == _statuses(zendesk, 3)


def test_it_answers_with_an_html_error_page(zendesk: Any) -> None:
    zendesk.behave("html_error_page")
    page = zendesk.create()

    assert (500, "text/html; charset=utf-8") == (page.status, page.headers["content-type"])
    assert not zendesk.app.account.tickets


def test_it_does_the_work_and_answers_nothing(zendesk: Any) -> None:
    zendesk.behave("empty_reply=1")
    created = zendesk.create()

    assert (201, b"") == (created.status, created.body)
    assert 1 == len(zendesk.app.account.tickets)


def test_it_answers_with_ids_of_another_type(zendesk: Any) -> None:
    zendesk.behave("wrong_type=1")

    assert [1] == zendesk.create().json["ticket"]["id"]
    assert 1 == zendesk.ticket()["id"]


def test_it_does_the_work_and_loses_the_reply_once(zendesk: Any) -> None:
    zendesk.behave("lose_reply_once")
    zendesk.get("/api/v2/tickets")

    assert [True, False] == [zendesk.create().lost, zendesk.create().lost]
    assert 2 == len(zendesk.app.account.tickets)


def test_a_lost_create_is_found_again_by_its_key(zendesk: Any) -> None:
    zendesk.behave("lose_reply_once@POST /api/v2/tickets")
    zendesk.upload()
    lost = zendesk.create(headers={"idempotency-key": "k"})
    again = zendesk.create(headers={"idempotency-key": "k"})

    assert (True, "hit") == (lost.lost, again.headers["x-idempotency-lookup"])


@pytest.mark.parametrize(
    ("envelope", "status", "error"),
    [
        ("not_found", 404, "RecordNotFound"),
        ("too_many_values", 400, "TooManyValues"),
        ("record_invalid", 422, "RecordInvalid"),
        ("unauthenticated", 401, "Couldn't authenticate you"),
    ],
)
def test_it_refuses_in_any_envelope_with_an_error(
    zendesk: Any, envelope: str, status: int, error: str
) -> None:
    zendesk.behave(f"refuse={envelope}")
    refused = zendesk.get("/api/v2/tickets")

    assert (status, error) == (refused.status, refused.json["error"])


def test_it_refuses_with_an_error_that_is_an_object(zendesk: Any) -> None:
    zendesk.behave("refuse=invalid_attribute")

    assert "Invalid attribute" == zendesk.get("/api/v2/tickets").json["error"]["title"]


def test_it_refuses_with_a_list_of_errors(zendesk: Any) -> None:
    zendesk.behave("refuse=error_list")

    assert "InvalidPaginationDepth" == zendesk.get("/api/v2/tickets").json["errors"][0]["code"]


def test_faults_spare_the_sign_in_unless_they_aim_at_it(zendesk: Any) -> None:
    zendesk.behave("server_error")
    spared = zendesk.ask("POST", "/oauth/tokens", {})
    zendesk.behave("server_error@POST /oauth")

    assert (400, 503) == (spared.status, zendesk.ask("POST", "/oauth/tokens", {}).status)


def test_a_fault_can_be_aimed_at_one_step(zendesk: Any) -> None:
    zendesk.behave("server_error=1@GET /api/v2/tickets/1/comments")
    zendesk.create()

    assert [200, 503, 200] == [
        zendesk.get(f"/api/v2/tickets/1{path}").status for path in ("", "/comments", "/comments")
    ]
