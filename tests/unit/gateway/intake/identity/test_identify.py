"""Standard forms beside what was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake.identity.email import normal_email, other_email
from gateway.intake.identity.language import normal_tag
from gateway.intake.identity.phone import e164
from gateway.intake.policy import Policy
from tests.unit.gateway.intake.conftest import Door

ENDINGS = ("", "@a.de", "@A.de", "@xn--exmple-cua.com", "@shop.test", "@a", ".b@c-d.example")
MESSAGES = {"id": "c", "messages": [{"role": "customer", "content": "hi"}]}


def _identified(door: Door, customer: Any, region: str | None = None, **members: Any) -> Any:
    document = {"conversation": MESSAGES, "customer": customer, **members}
    return json.loads(door(document, policy=Policy(region=region)).package)


@pytest.mark.parametrize(
    ("number", "region", "expected"),
    [
        ("+44 20 7946 0018", None, "+442079460018"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("020 7946 0018", None, None),
        ("12", "GB", None),
        ("+1 555", None, None),
        ("call me", "GB", None),
    ],
)
def test_a_number_is_in_e164_only_if_it_is_valid(
    number: str, region: str | None, expected: str | None
) -> None:
    assert expected == e164(number, region)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("Mei@EXAMPLE.com", "Mei@example.com"),
        ("mei@xn--exmple-cua.com", "mei@exämple.com"),
        ("mei@", None),
        ("nobody", None),
    ],
)
def test_an_address_has_a_normal_form(address: str, expected: str | None) -> None:
    assert expected == normal_email(address)


@given(st.text("ab.-_+@xn1A\u00e9 ", min_size=1, max_size=10), st.sampled_from(ENDINGS))
def test_another_form_of_an_address_is_the_normal_one_where_it_differs(
    begins: str, ends: str
) -> None:
    address = f"{begins}{ends}"
    normal = normal_email(address)

    assert (None if normal == address else normal) == other_email(address)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("EN_us", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("iw", "he"),
        ("pt-BR", "pt-BR"),
        ("en-x-TWAIN", "en-x-twain"),
        ("es-419", "es-419"),
        ("x-KLINGON-us", "x-klingon-us"),
    ],
)
def test_a_tag_is_spelled_as_the_registry_does(tag: str, expected: str) -> None:
    assert expected == normal_tag(tag)


def test_the_number_of_the_customer_becomes_a_contact_and_stays(door: Door) -> None:
    package = _identified(door, {"phone": "020 7946 0018"}, "GB")

    assert "020 7946 0018" == package["customer"]["phone"]
    contact = {"kind": "phone", "value": "020 7946 0018", "e164": "+442079460018"}
    assert [contact] == package["customer"]["contacts"]
    assert {
        "path": "/customer/contacts/0",
        "rule": "identity.phone",
        "source": "/customer/phone",
    } == package["provenance"]["generated"][0]


def test_the_country_of_the_customer_counts_more_than_that_of_the_client(door: Door) -> None:
    customer = {"phone": "0171 1234567", "address": {"country": "de"}}

    (contact,) = _identified(door, customer, "GB")["customer"]["contacts"]

    assert "+491711234567" == contact["e164"]


def test_contacts_get_their_number_and_what_the_sender_says_stays(door: Door) -> None:
    given = [
        {"kind": "mobile", "value": "+44 7911 123456"},
        {"kind": "mobile", "value": "1", "e164": "+1"},
        {"kind": "email", "value": "+44 20 7946 0018"},
    ]

    contacts = _identified(door, {"contacts": given})["customer"]["contacts"]

    assert ["+447911123456", "+1", None] == [contact.get("e164") for contact in contacts]


def test_a_number_that_is_a_contact_already_is_not_added_again(door: Door) -> None:
    contact = {"kind": "mobile", "value": "a", "e164": "+442079460018"}

    package = _identified(door, {"phone": "+44 20 7946 0018", "contacts": [contact]})

    assert [contact] == package["customer"]["contacts"]


@pytest.mark.parametrize(
    "customer", [{"phone": "+442079460018"}, {"phone": "x"}, {"email": "a@b.co"}]
)
def test_nothing_is_added_that_says_nothing_new(door: Door, customer: Any) -> None:
    package = _identified(door, customer)

    assert customer == package["customer"]
    assert "generated" not in package["provenance"]


def test_the_normal_address_is_added_and_the_own_stays(door: Door) -> None:
    customer = _identified(door, {"email": "Mei@EXAMPLE.com"})["customer"]

    assert "Mei@EXAMPLE.com" == customer["email"]
    assert [{"kind": "email", "value": "Mei@example.com"}] == customer["contacts"]


def test_a_language_is_spelled_anew_and_its_original_is_kept(door: Door) -> None:
    package = _identified(door, {"language": "EN_gb"}, routing={"language": "de"})

    assert ("en-GB", "de") == (package["customer"]["language"], package["routing"]["language"])
    assert [
        {"path": "/customer/language", "rule": "identity.language", "original": "EN_gb"}
    ] == package["provenance"]["generated"]


def test_languages_of_messages_are_spelled_anew(door: Door) -> None:
    message = {"role": "customer", "content": "hi", "language": "EN"}
    document = {"conversation": {"id": "c", "language": "pt_br", "messages": [message]}}

    conversation = json.loads(door(document).package)["conversation"]

    assert ("pt-BR", "en") == (conversation["language"], conversation["messages"][0]["language"])
