"""Each unkindness that is known of a vendor can be switched on, and is noticed because it is read.

What a vendor always does is no switch: its stand-in does so throughout, and a test of its own says
so. A vendor that was taken out leaves its rows.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from contract_tests.contract import Contract
from contract_tests.promises.promise import Broken
from contract_tests.promises.unkindness import PROMISES, detects
from contract_tests.stand_ins.switches import Behaviour
from gateway import sdk

TESTS = Path(__file__).resolve().parents[1]
_OF_ZENDESK = "unit/contract_tests/stand_ins/zendesk/"
_OF_SALESFORCE = "unit/contract_tests/stand_ins/salesforce/"
_OF_TWILIO = "unit/contract_tests/stand_ins/twilio_flex/"

# What the vendors' pages and users tell, with the behaviours by which it is switched on, and how
# a delivery has to end then.
SWITCHED: dict[str, dict[str, dict[str, str]]] = {
    "zendesk": {
        "a field is dropped with a 2xx": {"drop_field": "degraded"},
        "a long comment is cut with a 2xx": {"cut_comment": "degraded"},
        "what looks like a card is blanked out": {"redact_cards": "degraded"},
        "a tag is stored as another": {"alter_tag": "degraded"},
        "comments of a light agent are private": {"light_agent": "verified"},
        "comments are public though nobody asked": {"public_comments": "degraded"},
        "429 with a body of plain text": {"rate_limit": "waiting"},
        "two tickets have one external id": {"double_external_id": "verified"},
        "a token runs out in the middle": {"token_expiry": "verified"},
        "refusals come in four envelopes": {"refuse": "failed"},
        "a comment is hidden or late": {"hide_comment": "degraded", "late_comments": "verified"},
        "a closed ticket takes no further comment": {"closes_tickets": "verified"},
        "somebody else changes the ticket meanwhile": {"busy_agent": "verified"},
        "an attachment is damaged or elsewhere": {
            "corrupt_attachment": "degraded",
            "attachment_redirect": "verified",
        },
    },
    "salesforce": {
        "200 with a failure inside": {"forbid_field": "failed"},
        "STRING_TOO_LONG": {"short_subject": "failed"},
        "a picklist is restricted": {"restrict_picklist": "failed"},
        "an assignment rule changes the owner": {"assignment_rule": "verified"},
        "a duplicate rule warns or blocks": {
            "duplicate_alert": "verified",
            "duplicate_block": "failed",
        },
        "a field is not shown": {"hide_field": "degraded", "hide_field_loudly": "degraded"},
        "300, several records have one external id": {"several_matches": "failed"},
        "401 in the middle of a composite request": {"session_ends_inside": "verified"},
        "UNABLE_TO_LOCK_ROW, then success": {"locked_row": "verified"},
        "REQUEST_LIMIT_EXCEEDED": {"rate_limit": "waiting"},
        "a flow changes what was written": {
            "rewrite_field": "degraded",
            "cut_description": "degraded",
        },
        "a file is damaged or taken away": {
            "corrupt_file": "degraded",
            "wrong_checksum": "degraded",
            "unlink_file": "degraded",
        },
    },
    "twilio_flex": {
        "T3: accepted, and the channel fails": {
            "channel_fails": "degraded",
            "stuck_channel": "unproven",
            "slow_channel": "verified",
        },
        "T4: a task is deleted after its end": {"task_ended": "unproven"},
        "T5: a participant's attributes are ignored": {"ignore_participant_attributes": "verified"},
        "T6: attributes overwrite each other": {
            "flex_overwrites": "verified",
            "task_race": "verified",
        },
        "an attribute is dropped with a 2xx": {"drop_attribute": "degraded"},
        "messages are cut, altered or not listed": {
            "cut_message": "degraded",
            "alter_message": "degraded",
            "hide_message": "degraded",
        },
        "messages lose their times, authors, attributes": {
            "ignore_dates": "degraded",
            "system_author": "degraded",
            "drop_message_attributes": "degraded",
        },
        "unique names are taken": {"taken_name": "verified", "taken_documents": "verified"},
        "documents change or end": {
            "corrupt_document": "degraded",
            "expire_documents": "degraded",
        },
        "400 for a failure behind it": {"downstream": "waiting"},
    },
    "webhook": {
        "410: gone": {"gone": "waiting"},
        "3xx": {"redirect": "failed"},
        "429 with a date": {"rate_limit_date": "waiting"},
        "a receiver drops, alters or cuts": {
            "drop_field": "degraded",
            "alter_field": "degraded",
            "cut_text": "degraded",
        },
        "a receiver knows no echo contract, or another": {
            "no_echo": "unproven",
            "wrong_algorithm": "unproven",
            "flip_digest": "degraded",
        },
        "a signature is not taken": {"reject_signature": "waiting", "forbid": "waiting"},
    },
}
ALL_OF_THEM = {
    "lose_reply_once": "verified",
    "rate_limit": "waiting",
    "server_error": "waiting",
    "html_error_page": "waiting",
    "wrong_type": "failed",
    "stores_nothing": "degraded",
}

# What the vendor does to everybody, with the test of the stand-in that says so.
ALWAYS: dict[str, dict[str, tuple[str, str]]] = {
    "zendesk": {
        "an unknown field is dropped": (
            f"{_OF_ZENDESK}test_ticket_members.py",
            "test_an_unknown_custom_field_is_dropped_with_a_2xx",
        ),
        "a value that is no option is dropped": (
            f"{_OF_ZENDESK}test_ticket_members.py",
            "test_a_dropdown_value_that_is_no_option_is_dropped_with_a_2xx",
        ),
        "64 kB": (
            f"{_OF_ZENDESK}test_comments.py",
            "test_a_long_comment_is_cut_at_64_kb_without_an_error",
        ),
        "spaces and newlines of a body collapse": (
            f"{_OF_ZENDESK}test_comments.py",
            "test_a_body_loses_runs_of_spaces_and_newlines_and_its_tags",
        ),
        "placeholders are substituted": (
            f"{_OF_ZENDESK}test_comments.py",
            "test_known_placeholders_are_substituted_and_unknown_ones_stripped",
        ),
        "fields add tags": (
            f"{_OF_ZENDESK}test_ticket_members.py",
            "test_dropdowns_checkboxes_and_lists_add_their_own_tags",
        ),
        "a priority cannot be taken back": (
            f"{_OF_ZENDESK}test_ticket_members.py",
            "test_a_priority_cannot_be_taken_back",
        ),
        "30 updates in ten minutes": (
            f"{_OF_ZENDESK}test_tickets.py",
            "test_a_ticket_takes_thirty_updates_in_ten_minutes",
        ),
        "a key that is used again": (
            f"{_OF_ZENDESK}test_idempotency.py",
            "test_the_same_key_with_another_body_is_refused",
        ),
        "a key that ran out": (
            f"{_OF_ZENDESK}test_idempotency.py",
            "test_a_key_is_forgotten_after_two_hours",
        ),
    },
    "salesforce": {
        "4,000 bytes of a comment": (
            f"{_OF_SALESFORCE}test_sobjects.py",
            "test_a_comment_holds_4000_bytes_of_html",
        ),
        "white space is trimmed, and nothing is null": (
            f"{_OF_SALESFORCE}test_sobjects.py",
            "test_white_space_at_the_ends_is_trimmed_and_nothing_is_null",
        ),
        "an unrestricted picklist takes anything": (
            f"{_OF_SALESFORCE}test_sobjects.py",
            "test_an_unrestricted_picklist_keeps_any_text",
        ),
    },
    "twilio_flex": {
        "T1: attributes that are no JSON": (
            f"{_OF_TWILIO}test_tasks.py",
            "test_attributes_that_are_no_json_object_are_refused",
        ),
        "T2: a list shows no attributes": (
            f"{_OF_TWILIO}test_tasks.py",
            "test_a_list_of_tasks_shows_no_attributes",
        ),
        "T6: an update with an old ETag": (
            f"{_OF_TWILIO}test_tasks.py",
            "test_an_update_of_what_has_changed_meanwhile_is_refused",
        ),
        "T7: a form cannot say null": (
            "adapters/twilio_flex/test_wire.py",
            "test_what_is_none_is_left_out_of_a_form",
        ),
    },
}

INSTALLED = [name for name in SWITCHED if find_spec(f"adapters.{name}")]


class Blind(Struct, frozen=True):
    """An adapter that tells what was sent in place of what is there."""

    sees: Any

    @property
    def manifest(self) -> sdk.Manifest:
        return self.sees.manifest

    def deliver(self, consignment: sdk.Consignment, settings: Any) -> sdk.Flow[sdk.Delivered]:
        return self.sees.deliver(consignment, settings)

    def read_back(
        self, delivered: sdk.Delivered, consignment: sdk.Consignment, settings: Any
    ) -> sdk.Flow[sdk.Stored]:
        yield from self.sees.read_back(delivered, consignment, settings)
        note, capsule = consignment.note, consignment.capsule
        whole = note and sdk.StoredNote(
            sent=note.body, stored=note.body, start=0, end=len(note.body)
        )
        return sdk.Stored(
            fields=consignment.fields,
            note=(whole,) if whole else (),
            capsule=capsule.data if capsule else None,
        )


def contract_of(vendor: str) -> Contract:
    return importlib.import_module(f"tests.adapters.{vendor}.test_contract").contract


def behaviours_of(vendor: str) -> dict[str, Behaviour]:
    return {one.name: one for one in contract_of(vendor).stand_in.behaviours}


def switched() -> list[Any]:
    return [
        pytest.param(vendor, behaviours, id=f"{vendor}: {what}")
        for vendor in INSTALLED
        for what, behaviours in {**SWITCHED[vendor], "faults of anybody": ALL_OF_THEM}.items()
    ]


def spoiling() -> list[Any]:
    return [
        pytest.param(vendor, one.name, id=f"{vendor}: {one.name}")
        for vendor in INSTALLED
        for one in contract_of(vendor).stand_in.behaviours
        if one.ends in ("degraded", "unproven")
    ]


@pytest.mark.parametrize(("vendor", "behaviours"), switched())
def test_an_unkindness_can_be_switched_on_and_has_an_end(
    vendor: str, behaviours: dict[str, str]
) -> None:
    there = behaviours_of(vendor)

    assert behaviours == {name: there[name].ends for name in behaviours if name in there}


@pytest.mark.parametrize("vendor", INSTALLED)
def test_the_suite_tries_every_behaviour(vendor: str) -> None:
    promise = next(one for one in PROMISES if one.name == "detects")
    assert promise.cases is not None

    assert set(behaviours_of(vendor)) == set(promise.cases(contract_of(vendor)))


@pytest.mark.parametrize(("vendor", "name"), spoiling())
def test_without_reading_an_unkindness_would_not_be_noticed(vendor: str, name: str) -> None:
    contract = contract_of(vendor)

    with pytest.raises(Broken):
        detects(replace(contract, adapter=Blind(contract.adapter)), name)


@pytest.mark.parametrize("vendor", INSTALLED)
def test_what_a_vendor_always_does_is_pinned_by_a_test(vendor: str) -> None:
    missing = [
        what
        for what, (file, test) in ALWAYS.get(vendor, {}).items()
        if f"def {test}(" not in (TESTS / file).read_text("utf-8")
    ]

    assert [] == missing
