"""Lists in pages: by cursor and by number."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def crowded(zendesk: Any) -> Any:
    for number in range(5):
        zendesk.create({"subject": str(number)})
    return zendesk


def _list(zendesk: Any, **query: str) -> Any:
    return zendesk.get("/api/v2/tickets.json", query=query)


def _subjects(answer: Any) -> str:
    return "".join(ticket["subject"] for ticket in answer.json["tickets"])


def test_cursors_lead_through_the_whole_list(crowded: Any) -> None:
    pages = []
    query = {"page[size]": "2"}
    while True:
        answer = _list(crowded, **query)
        pages.append(_subjects(answer))
        if not answer.json["meta"]["has_more"]:
            break
        query["page[after]"] = answer.json["meta"]["after_cursor"]

    assert ["01", "23", "4"] == pages
    assert answer.json["links"]["next"] is None


def test_the_next_link_of_a_cursor_is_a_url(crowded: Any) -> None:
    link = _list(crowded, **{"page[size]": "2"}).json["links"]["next"]

    assert link.startswith("http://acme.test/api/v2/tickets.json?page%5Bsize%5D=2&page%5Bafter%5D=")


def test_sorting_beside_a_cursor_is_ignored_with_a_200(crowded: Any) -> None:
    answer = _list(crowded, **{"page[size]": "2", "sort_order": "desc"})

    assert (200, "01") == (answer.status, _subjects(answer))


def test_numbered_pages_lead_through_the_whole_list(crowded: Any) -> None:
    first, last = (_list(crowded, per_page="3", page=page) for page in "12")

    assert ("012", "34", 5) == (_subjects(first), _subjects(last), first.json["count"])
    assert "http://acme.test/api/v2/tickets.json?per_page=3&page=2" == first.json["next_page"]
    assert (None, None) == (first.json["previous_page"], last.json["next_page"])


def test_numbered_pages_can_be_turned_round(crowded: Any) -> None:
    assert "43210" == _subjects(_list(crowded, sort_order="desc"))


def test_numbered_pages_end_at_ten_thousand_records(crowded: Any) -> None:
    refused = _list(crowded, page="101")

    assert (400, "InvalidPaginationDepth") == (refused.status, refused.json["errors"][0]["code"])


@pytest.mark.parametrize("cursor", ["nonsense", "===", "YXQ6eA=="])
def test_a_cursor_nobody_gave_is_refused(crowded: Any, cursor: str) -> None:
    assert 400 == _list(crowded, **{"page[after]": cursor}).status


@pytest.mark.parametrize("size", ["0", "-1", "x", "9" * 5_000])
def test_a_page_size_that_makes_no_sense_is_the_usual_one(crowded: Any, size: str) -> None:
    assert "01234" == _subjects(_list(crowded, per_page=size))


def test_a_page_holds_at_most_a_hundred(zendesk: Any) -> None:
    for _ in range(101):
        zendesk.create()

    assert [100, 100] == [
        len(_list(zendesk, **{size: "500"}).json["tickets"]) for size in ("page[size]", "per_page")
    ]
