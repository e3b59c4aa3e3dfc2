"""Creating a ticket with an idempotency key."""

from __future__ import annotations

from typing import Any

KEY = {"idempotency-key": "k-1"}


def test_the_first_use_of_a_key_is_a_miss(zendesk: Any) -> None:
    created = zendesk.create(headers=KEY)

    assert (201, "miss") == (created.status, created.headers["x-idempotency-lookup"])


def test_the_same_key_and_body_give_the_first_answer_again(zendesk: Any) -> None:
    first = zendesk.create(headers=KEY)
    again = zendesk.create(headers=KEY)

    assert ("hit", first.status, first.body) == (
        again.headers["x-idempotency-lookup"],
        again.status,
        again.body,
    )
    assert 1 == len(zendesk.app.account.tickets)


def test_the_same_key_with_another_body_is_refused(zendesk: Any) -> None:
    zendesk.create(headers=KEY)
    refused = zendesk.create({"subject": "Another"}, headers=KEY)

    assert (400, "IdempotentRequestError") == (refused.status, refused.json["error"])


def test_without_a_key_every_create_makes_a_ticket(zendesk: Any) -> None:
    assert [1, 2] == [zendesk.create().json["ticket"]["id"] for _ in range(2)]


def test_a_key_is_forgotten_after_two_hours(zendesk: Any) -> None:
    zendesk.create(headers=KEY)
    for _ in range(7_200):
        zendesk.app.account.begin_request()

    assert "miss" == zendesk.create(headers=KEY).headers["x-idempotency-lookup"]


def test_a_refused_create_does_not_use_up_its_key(zendesk: Any) -> None:
    zendesk.create({"priority": "critical"}, headers=KEY)

    assert 201 == zendesk.create(headers=KEY).status


def test_a_key_that_is_too_long_is_refused(zendesk: Any) -> None:
    assert 400 == zendesk.create(headers={"idempotency-key": "k" * 256}).status
