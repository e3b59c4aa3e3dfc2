"""Users of the account."""

from __future__ import annotations

from typing import Any

import pytest

UPSERT = "/api/v2/users/create_or_update"


def _upsert(zendesk: Any, **user: Any) -> Any:
    return zendesk.ask("POST", UPSERT, {"user": user})


def test_a_new_user_is_a_201_and_a_known_one_a_200(zendesk: Any) -> None:
    first = _upsert(zendesk, name="Zoë", email="zoe@example.com")
    again = _upsert(zendesk, name="Zoë B.", email="ZOE@example.com")

    assert (201, 200) == (first.status, again.status)
    assert first.json["user"]["id"] == again.json["user"]["id"]
    assert "Zoë B." == again.json["user"]["name"]


def test_external_ids_match_in_any_case_and_are_rewritten_in_the_case_sent(zendesk: Any) -> None:
    first = _upsert(zendesk, name="Zoë", external_id="cust-A")
    again = _upsert(zendesk, name="Zoë", external_id="CUST-a")

    assert first.json["user"]["id"] == again.json["user"]["id"]
    assert "CUST-a" == again.json["user"]["external_id"]


def test_a_known_user_keeps_what_is_not_sent(zendesk: Any) -> None:
    _upsert(zendesk, name="Zoë", email="zoe@example.com", phone="+3531", external_id="c")
    again = _upsert(zendesk, external_id="c").json["user"]

    assert ("Zoë", "zoe@example.com", "+3531") == (again["name"], again["email"], again["phone"])


def test_another_address_does_not_replace_the_first(zendesk: Any) -> None:
    _upsert(zendesk, name="Zoë", email="zoe@example.com", external_id="c")
    again = _upsert(zendesk, name="Zoë", email="new@example.com", external_id="c")

    assert "zoe@example.com" == again.json["user"]["email"]


def test_an_address_and_an_id_of_different_users_are_refused(zendesk: Any) -> None:
    _upsert(zendesk, name="A", email="a@example.com")
    _upsert(zendesk, name="B", external_id="b")
    refused = _upsert(zendesk, name="C", email="a@example.com", external_id="b")

    assert (422, ["email"]) == (refused.status, list(refused.json["details"]))


@pytest.mark.parametrize("name", [None, "", "  ", 7, "x" * 256])
def test_a_name_that_is_missing_or_too_long_is_refused(zendesk: Any, name: Any) -> None:
    refused = _upsert(zendesk, name=name, email="a@example.com")

    assert (422, ["name"]) == (refused.status, list(refused.json["details"]))


def test_a_name_of_255_characters_is_kept(zendesk: Any) -> None:
    assert "x" * 255 == _upsert(zendesk, name="x" * 255).json["user"]["name"]


def test_users_are_found_by_external_id(zendesk: Any) -> None:
    _upsert(zendesk, name="A", external_id="a")
    _upsert(zendesk, name="B", external_id="b")
    found = zendesk.get("/api/v2/users/search", query={"external_id": "B"})

    assert ["B"] == [user["name"] for user in found.json["users"]]


def test_users_are_found_by_part_of_name_or_address(zendesk: Any) -> None:
    _upsert(zendesk, name="Zoë", email="z@example.org")
    found = zendesk.get("/api/v2/users/search", query={"query": "email:z@example.org"})

    assert ["Zoë"] == [user["name"] for user in found.json["users"]]


def test_a_user_is_shown_by_id(zendesk: Any) -> None:
    made = _upsert(zendesk, name="Zoë").json["user"]

    assert made == zendesk.get(f"/api/v2/users/{made['id']}").json["user"]


def test_a_user_that_is_not_there_is_a_404(zendesk: Any) -> None:
    assert 404 == zendesk.get("/api/v2/users/1").status


def test_nobody_is_told_so_with_a_200(zendesk: Any) -> None:
    me = zendesk.get("/api/v2/users/me", authorization=None)

    assert (200, None, "Anonymous user") == (
        me.status,
        me.json["user"]["id"],
        me.json["user"]["name"],
    )


def test_the_agent_is_told_who_they_are(zendesk: Any) -> None:
    me = zendesk.get("/api/v2/users/me.json").json["user"]

    assert ("agent", "agent@example.com") == (me["role"], me["email"])
