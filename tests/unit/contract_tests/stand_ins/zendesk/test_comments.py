"""Comments between writing and reading."""

from __future__ import annotations

from typing import Any

import pytest

LONG = "ü" * 40_000


def _read(zendesk: Any, **comment: Any) -> Any:
    zendesk.create({"comment": comment})
    return zendesk.comments()[0]


def test_html_is_read_back_wrapped_and_sanitised(zendesk: Any) -> None:
    comment = _read(zendesk, html_body="<p>Hi<script>alert(1)</script></p>")

    assert '<div class="zd-comment" dir="auto"><p>Hi</p></div>' == comment["html_body"]
    assert ("Hi", "Hi") == (comment["body"], comment["plain_body"])


def test_a_body_loses_runs_of_spaces_and_newlines_and_its_tags(zendesk: Any) -> None:
    comment = _read(zendesk, body="a  <b>b</b>\n\n\nc & d")

    assert "a b\nc & d" == comment["body"]
    assert "<p>a b<br>c &amp; d</p>" in comment["html_body"]


def test_html_keeps_runs_of_spaces(zendesk: Any) -> None:
    assert "<pre>a  b</pre>" in _read(zendesk, html_body="<pre>a  b</pre>")["html_body"]


def test_a_long_comment_is_cut_at_64_kb_without_an_error(zendesk: Any) -> None:
    created = zendesk.create({"comment": {"html_body": LONG}})

    assert 201 == created.status
    assert "ü" * 32_768 == zendesk.comments()[0]["body"]


def test_a_comment_of_64_kb_is_kept_whole(zendesk: Any) -> None:
    assert 65_536 == len(_read(zendesk, html_body="x" * 65_536)["body"])


def test_known_placeholders_are_substituted_and_unknown_ones_stripped(zendesk: Any) -> None:
    zendesk.create(
        {
            "subject": "Refund",
            "comment": {"html_body": "no {{ticket.id}}, {{ ticket.title }}, {{nobody.knows}}."},
        }
    )

    assert "no 1, Refund, ." == zendesk.comments()[0]["body"]


@pytest.mark.parametrize(
    ("member", "sent", "read"),
    [
        ("html_body", "<code>{{ticket.id}}</code>", "<code>{{ticket.id}}</code>"),
        ("html_body", "&#123;&#123;ticket.id}}", "{{ticket.id}}"),
        ("body", "\\{{ticket.id}}", "{{ticket.id}}"),
    ],
)
def test_escaped_placeholders_are_left_alone(
    zendesk: Any, member: str, sent: str, read: str
) -> None:
    assert read in _read(zendesk, **{member: sent})["html_body"]


def test_a_new_ticket_is_public_unless_told_otherwise(zendesk: Any) -> None:
    assert _read(zendesk, html_body="x")["public"] is True


@pytest.mark.parametrize("public", [True, False])
def test_a_comment_that_does_not_say_inherits_from_its_ticket(zendesk: Any, public: bool) -> None:
    zendesk.create({"comment": {"html_body": "x", "public": public}})
    zendesk.update({"comment": {"html_body": "y"}})
    zendesk.update({"comment": {"html_body": "z", "public": "false"}})

    assert [public] * 3 == [comment["public"] for comment in zendesk.comments()]


def test_a_ticket_with_private_comments_only_is_private(zendesk: Any) -> None:
    zendesk.create({"comment": {"html_body": "x", "public": False}})

    assert zendesk.ticket()["is_public"] is False


def test_comments_are_listed_the_oldest_first(zendesk: Any) -> None:
    zendesk.create({"comment": {"html_body": "1"}})
    zendesk.update({"comment": {"html_body": "2"}})

    assert ["1", "2"] == [comment["body"] for comment in zendesk.comments()]


def test_an_empty_comment_in_an_update_is_no_comment(zendesk: Any) -> None:
    zendesk.create()
    zendesk.update({"subject": "x", "comment": {"html_body": ""}})

    assert 1 == len(zendesk.comments())


def test_told_to_it_cuts_comments_earlier(zendesk: Any) -> None:
    zendesk.behave("cut_comment=5")

    assert "abcd" == _read(zendesk, html_body="abcdü")["body"]


def test_told_to_it_hides_a_comment_from_every_reader(zendesk: Any) -> None:
    zendesk.create({"comment": {"html_body": "first"}})
    zendesk.update({"comment": {"html_body": "second"}})
    zendesk.behave("hide_comment=2")

    assert ["first"] == [comment["body"] for comment in zendesk.comments()]
    assert b"second" not in zendesk.get("/api/v2/tickets/1/audits").body
    assert b"second" not in zendesk.get("/agent/tickets/1").body


def test_told_to_it_redacts_cards(zendesk: Any) -> None:
    zendesk.behave("redact_cards")
    comment = _read(zendesk, html_body="<p>4111-1111-1111-1111 and 4111111111111112</p>")

    assert "411111▇▇▇▇▇▇1111 and 4111111111111112" == comment["body"]


def test_told_to_it_is_a_light_agent_whose_comments_are_private(zendesk: Any) -> None:
    zendesk.behave("light_agent")

    assert _read(zendesk, html_body="x", public=True)["public"] is False


def test_told_to_it_makes_private_comments_public(zendesk: Any) -> None:
    zendesk.behave("public_comments")

    assert _read(zendesk, html_body="x", public=False)["public"] is True


def test_told_to_it_shows_comments_late(zendesk: Any) -> None:
    zendesk.create()
    zendesk.behave("late_comments=2")

    assert [0, 0, 1] == [len(zendesk.comments()) for _ in range(3)]
