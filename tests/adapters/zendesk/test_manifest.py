"""What the adapter declares, against what it does."""

from __future__ import annotations

import msgspec
import pytest

from adapters.zendesk import adapter
from adapters.zendesk.limits import COMMENT, REQUESTER_NAME, SUBJECT
from adapters.zendesk.manifest import MANIFEST, TICKET
from adapters.zendesk.settings import ZendeskSettings
from tests.adapters.zendesk.consignments import RICH_FIELDS


def test_every_declared_field_is_in_the_richest_test() -> None:
    families = {f"{name.split('.')[0]}.*" for name in RICH_FIELDS if name[-1].isdigit()}
    declared = {field.name for field in TICKET.fields} - {"comment"}

    assert declared == {name for name in RICH_FIELDS if not name[-1].isdigit()} | families


def test_only_documented_rewriting_is_forgiven() -> None:
    forgiving = {f.name: f.compare for f in TICKET.fields if f.compare not in ("exact", "number")}

    assert forgiving == {
        "comment": "html",
        "tags": "superset",
        "requester.email": "case_insensitive",
        "requester.external_id": "case_insensitive",
    }


def test_the_note_is_html_in_which_placeholders_are_neutralised() -> None:
    notes = [field for field in TICKET.fields if field.kind == "note"]

    assert [("comment", "html", True)] == [(n.name, n.note_format, n.neutralise) for n in notes]


def test_the_shipped_adapter_declares_this_manifest() -> None:
    assert adapter.manifest is MANIFEST
    assert ("zendesk", "/oauth/tokens", "zendesk-ticket") == (
        MANIFEST.name,
        MANIFEST.token_path,
        MANIFEST.preset,
    )


@pytest.mark.parametrize("limit", [COMMENT, SUBJECT, REQUESTER_NAME])
def test_every_limit_has_a_source_and_a_date(limit: object) -> None:
    assert limit.source
    assert "2026-11-20" == limit.read_on


def test_the_comment_limit_leaves_room_below_64_kb() -> None:
    assert (60_000, "bytes") == (COMMENT.size, COMMENT.unit)


@pytest.mark.parametrize("settings", [{"group": 1}, {"group_id": "1"}, {"group_id": 0}])
def test_settings_that_are_not_known_or_no_ids_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(settings, ZendeskSettings)
