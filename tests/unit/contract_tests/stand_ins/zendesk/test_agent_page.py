"""The pages that a person opens."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.add(tag)


def _page(zendesk: Any, path: str) -> tuple[str, set[str]]:
    page = zendesk.get(path, authorization=None).body.decode()
    tags = _Tags()
    tags.feed(page)
    return page, tags.seen


def test_a_ticket_shows_its_comments_fields_tags_and_files(zendesk: Any) -> None:
    token = zendesk.upload().json["upload"]["token"]
    zendesk.create(
        {
            "subject": "Charged twice",
            "tags": ["vip"],
            "custom_fields": [
                {"id": 360020000101, "value": "refund"},
                {"id": 360020000111, "value": ["topic_billing", "topic_travel"]},
            ],
            "comment": {"html_body": "<b>Hello</b>", "public": False, "uploads": [token]},
        }
    )
    page, _ = _page(zendesk, "/agent/tickets/1")

    for text in ("Charged twice", "vip", "refund", "<b>Hello</b>", "internal note", "handoff.json"):
        assert text in page
    assert "topic_billing, topic_travel" in page


def test_nothing_a_customer_wrote_becomes_markup(zendesk: Any) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    zendesk.create(
        {
            "subject": nasty,
            "external_id": nasty,
            "tags": [nasty],
            "requester": {"name": nasty, "email": nasty},
            "custom_fields": [{"id": 360020000101, "value": nasty}],
            "comment": {"html_body": nasty + "text"},
        }
    )
    _, tags = _page(zendesk, "/agent/tickets/1")
    _, tags_of_list = _page(zendesk, "/agent/tickets")

    assert "script" not in tags | tags_of_list
    assert b"onerror=" not in zendesk.get("/agent/tickets/1").body.replace(
        b"onerror=alert(1)&gt;", b""
    )


def test_the_page_may_run_and_fetch_nothing(zendesk: Any) -> None:
    zendesk.create()
    policy = zendesk.get("/agent/tickets/1").headers["content-security-policy"]

    assert "default-src 'none'; style-src 'unsafe-inline'" == policy


def test_a_closed_ticket_and_its_follow_up_lead_to_each_other(zendesk: Any) -> None:
    zendesk.create({"status": "closed"})
    zendesk.create({"via_followup_source_id": 1})

    assert (
        'Goes on in</dt><dd><a href="/agent/tickets/2">#2' in _page(zendesk, "/agent/tickets/1")[0]
    )
    followed, _ = _page(zendesk, "/agent/tickets/2")
    assert 'Follow-up to</dt><dd><a href="/agent/tickets/1">#1' in followed


def test_all_tickets_are_listed_the_newest_first(zendesk: Any) -> None:
    for subject in ("older", "newer"):
        zendesk.create({"subject": subject})
    page, _ = _page(zendesk, "/agent/tickets")

    assert page.index("newer") < page.index("older")


def test_a_ticket_that_is_not_there_is_a_404(zendesk: Any) -> None:
    assert 404 == zendesk.get("/agent/tickets/1").status
