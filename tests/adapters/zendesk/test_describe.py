"""The account's own ticket: what the list of its fields says, in neutral words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.zendesk import adapter
from adapters.zendesk.describe import from_describe
from adapters.zendesk.manifest import TICKET
from adapters.zendesk.objects import OBJECTS
from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import (
    Choice,
    Target,
    TargetField,
    UnexpectedReply,
    VendorRefused,
    VendorRequest,
    VendorResponse,
)


def field(id_: int, type_: str, **members: Any) -> dict[str, Any]:
    return {"id": id_, "type": type_, "title": f"Field {id_}", "active": True, **members}


def described(*fields: dict[str, Any]) -> Target:
    return from_describe(json.dumps({"ticket_fields": fields}).encode(), "ticket")


def only(**members: Any) -> TargetField:
    """One custom field as a mapping sees it."""
    found = described(field(7, **members)).field("custom_fields.7")
    assert found is not None
    return found


@pytest.fixture
def account(shared: Path) -> Target:
    return from_describe(
        (shared / "data" / "vendor" / "zendesk-ticket_fields.json").read_bytes(), "ticket"
    )


def test_a_captured_account_has_its_custom_fields_by_id_and_kind(account: Target) -> None:
    custom = {f.label: f.kind for f in account.fields if f.name.startswith("custom_fields.")}

    assert custom == {
        "Tagger Field": "choice",
        "Regexp Field": "text",
        "Decimal Field": "number",
        "Text Field": "text",
        "Textarea Field": "text",
        "Integer Field": "number",
        "Date Field": "date",
        "Checkbox Field": "boolean",
    }


def test_a_captured_drop_down_lists_what_is_sent_and_what_agents_read(account: Target) -> None:
    dropdown = account.field("custom_fields.360011759674")

    assert dropdown is not None
    assert (Choice(value="opt1", label="Option 1"), Choice(value="opt2", label="Option 2")) == (
        dropdown.choices
    )
    assert dropdown.restricted


def test_a_captured_pattern_is_noted(account: Target) -> None:
    pattern = account.field("custom_fields.360011748674")

    assert pattern is not None
    assert "has to match ^[0-9]+-[0-9]+-[0-9]+$" == pattern.remark


def test_a_captured_account_keeps_what_every_ticket_has(account: Target) -> None:
    declared = {f.name for f in TICKET.fields} - {"custom_fields.*"}
    comment = account.field("comment")

    assert declared <= {f.name for f in account.fields}
    assert comment is not None
    assert ("Internal notes", "note", "html") == (comment.label, comment.kind, comment.note_format)


def test_an_id_that_the_account_does_not_have_is_no_field(account: Target) -> None:
    assert account.field("custom_fields.1") is None


def test_a_field_that_is_switched_off_is_left_out() -> None:
    assert described(field(7, "text", active=False)).field("custom_fields.7") is None


def test_a_field_of_the_system_that_is_switched_off_says_so() -> None:
    priority = described(field(7, "priority", active=False)).field("priority")

    assert priority is not None
    assert "the account has switched this field off" == priority.read_only


def test_the_accounts_own_priorities_go_before_the_usual_ones() -> None:
    options = [{"name": "Urgent!", "value": "urgent"}]
    priority = described(field(7, "priority", title="Rank", system_field_options=options)).field(
        "priority"
    )

    assert priority is not None
    assert ("Rank", (Choice(value="urgent", label="Urgent!"),)) == (
        priority.label,
        priority.choices,
    )


def test_system_fields_that_no_mapping_fills_are_left_out() -> None:
    assert described(field(7, "assignee"), field(8, "status")).field("custom_fields.7") is None


@pytest.mark.parametrize(
    ("type_", "kind", "compare"),
    [
        ("integer", "number", "number"),
        ("decimal", "number", "number"),
        ("multiselect", "list", "superset"),
        ("partialcreditcard", "text", "exact"),
        ("lookup", "text", "number"),
    ],
)
def test_each_type_has_its_kind_and_its_comparison(type_: str, kind: str, compare: str) -> None:
    assert (kind, compare) == (only(type_=type_).kind, only(type_=type_).compare)


def test_what_agents_must_fill_before_solving_is_not_required_on_create() -> None:
    must = only(type_="text", required=True)

    assert not must.required
    assert "an agent has to fill it before solving the ticket" == must.remark


def test_several_remarks_are_all_made() -> None:
    assert "has to match ^a$; an agent has to fill it before solving the ticket" == (
        only(type_="regexp", required=True, regexp_for_validation="^a$").remark
    )
    assert "only the last four digits are kept" == only(type_="partialcreditcard").remark


def test_the_pattern_that_every_number_has_is_not_worth_a_remark() -> None:
    assert "" == only(type_="integer", regexp_for_validation=r"\A[-+]?\d+\z").remark


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"ticket_fields": []}',
        b'{"ticket_fields": [{"id": "x"}]}',
        b'{"ticket_fields": [{"id": 1, "type": "text"}], "next_page": "https://x.test/2"}',
        b'{"ticket_fields": [{"id": 1, "type": "text"}], "meta": {"has_more": true}}',
    ],
)
def test_a_document_that_is_not_the_whole_list_is_refused(document: bytes) -> None:
    with pytest.raises(UnexpectedReply):
        from_describe(document, "ticket")


def test_only_tickets_can_be_described() -> None:
    with pytest.raises(UnexpectedReply, match='no object "user", only "ticket"'):
        from_describe(b"{}", "user")


class Vendor:
    """Answers the list of fields page by page."""

    def __init__(self, *pages: dict[str, Any]) -> None:
        self.pages = list(pages)
        self.asked: list[VendorRequest] = []

    def describe(self) -> Target:
        flow = adapter.describe("ticket", ZendeskSettings())
        request = next(flow)
        while True:
            self.asked.append(request)
            body = json.dumps(self.pages.pop(0)).encode()
            try:
                request = flow.send(VendorResponse(status=200, body=body))
            except StopIteration as stop:
                return stop.value


def page(*ids: int, **members: Any) -> dict[str, Any]:
    return {"ticket_fields": [field(id_, "text") for id_ in ids], **members}


def ids(target: Target) -> list[str]:
    names = [f.name for f in target.fields if f.name.startswith("custom_fields.")]
    return [name.removeprefix("custom_fields.") for name in names]


def test_all_pages_are_asked_for_by_their_cursors() -> None:
    vendor = Vendor(
        page(1, meta={"has_more": True, "after_cursor": "abc"}), page(2, meta={"has_more": False})
    )

    assert ["1", "2"] == ids(vendor.describe())
    assert [
        (("page[size]", "100"),),
        (("page[size]", "100"), ("page[after]", "abc")),
    ] == [request.query for request in vendor.asked]


def test_where_pages_are_numbered_they_are_asked_for_by_number() -> None:
    vendor = Vendor(
        page(1, next_page="https://evil.test/2"), page(2, next_page="x"), page(3, next_page=None)
    )

    assert ["1", "2", "3"] == ids(vendor.describe())
    assert [
        (("page[size]", "100"),),
        (("page", "2"), ("per_page", "100")),
        (("page", "3"), ("per_page", "100")),
    ] == [request.query for request in vendor.asked]
    assert {"/api/v2/ticket_fields"} == {request.path for request in vendor.asked}


def test_pages_without_end_are_given_up() -> None:
    with pytest.raises(UnexpectedReply, match="more than 50 pages"):
        Vendor(*[page(1, next_page="x")] * 60).describe()


def test_describing_only_reads() -> None:
    vendor = Vendor(page(1))
    vendor.describe()

    assert [("GET", "safe", b"")] == [(r.method, r.repeat, r.body) for r in vendor.asked]


def test_a_refusal_keeps_the_vendors_code() -> None:
    flow = adapter.describe("ticket", ZendeskSettings())
    next(flow)

    with pytest.raises(VendorRefused, match="list ticket fields: refused with 404 RecordNotFound"):
        flow.send(VendorResponse(status=404, body=b'{"error": "RecordNotFound"}'))


def test_an_object_that_is_no_ticket_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(UnexpectedReply):
        next(adapter.describe("user", ZendeskSettings()))


def test_without_an_account_the_declared_ticket_is_known() -> None:
    assert (TICKET,) == OBJECTS.targets
    assert from_describe is OBJECTS.from_describe
