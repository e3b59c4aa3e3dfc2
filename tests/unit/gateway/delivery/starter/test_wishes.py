"""Fields are known by their words and their kind, whatever a vendor calls them."""

from __future__ import annotations

import pytest

from gateway.delivery.starter.wishes import WISHES, wish_for
from gateway.delivery.vocabulary import CANONICAL
from mappings.path import compile_path
from mappings.vendor_schema import VendorField, VendorFieldKind


def field(name: str, label: str = "", kind: VendorFieldKind = "text") -> VendorField:
    return VendorField(name=name, label=label or name, kind=kind)


@pytest.mark.parametrize(
    ("known", "key"),
    [
        (field("Subject"), "subject"),
        (field("short_title"), "subject"),
        (field("Priority", kind="choice"), "priority"),
        (field("ttrDefName", "Urgency", kind="choice"), "priority"),
        (field("priority", kind="number"), "priority_number"),
        (field("Origin", "Case Origin", kind="choice"), "channel"),
        (field("Reason", kind="choice"), "reason"),
        (field("SuppliedName", "Name"), "customer_name"),
        (field("requester.name", "Customer name"), "customer_name"),
        (field("requester.email", "Customer e-mail"), "customer_email"),
        (field("SuppliedPhone", "Phone"), "customer_phone"),
        (field("SuppliedCompany", "Company"), "customer_company"),
        (field("requester.external_id", "Customer id"), "customer_id"),
        (field("tags", kind="list"), "tags"),
        (field("attributes.skills", "Skills", kind="list"), "skills"),
        (field("due_at", "Due", kind="date"), "due"),
    ],
    ids=lambda value: value.name if isinstance(value, VendorField) else value,
)
def test_a_field_is_for_what_its_words_say(known: VendorField, key: str) -> None:
    wish = wish_for(known)
    assert wish is not None
    assert key == wish.key


@pytest.mark.parametrize(
    "unknown",
    [
        field("AccountId", "Account ID"),
        field("skillIds", "Skills", kind="list"),
        field("languageId", "Language"),
        field("Subject", kind="number"),
        field("Type", kind="choice"),
        field("IsEscalated", kind="boolean"),
        field("conversation.friendly_name", "Conversation's name"),
    ],
    ids=lambda known: known.name,
)
def test_a_field_for_something_else_is_left_alone(unknown: VendorField) -> None:
    assert wish_for(unknown) is None


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.key)
def test_every_path_of_a_wish_is_in_the_schema(wish) -> None:
    for path in wish.paths:
        compile_path(path, CANONICAL)
