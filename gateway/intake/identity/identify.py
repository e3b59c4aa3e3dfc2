"""Adds to a handoff what its own values say in their standard form; what was sent stays.

Numbers get their E.164, addresses their normal form as one more contact. Language tags alone are
rewritten, each with its original in ``provenance.generated``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET, Struct
from msgspec.structs import replace

from gateway.intake.identity.email import other_email
from gateway.intake.identity.language import normal_tag
from gateway.intake.identity.phone import e164
from gateway.intake.shape import is_object
from gateway.schema.conversation import Conversation, Message
from gateway.schema.customer import Contact, Customer
from gateway.schema.handoff import Handoff
from gateway.schema.origin import Generated
from gateway.schema.scalars import Json

_RULE = "identity"
_NUMBERS = frozenset(
    {"phone", "mobile", "sms", "whatsapp", "tel", "telephone", "voice", "landline", "cell"}
    | {"home", "work", "fax"}
)
_REGION_MEMBERS = ("country", "country_code", "countryCode")
_TAGGED = ("conversation", "customer", "summary", "routing")


class Identified(Struct, frozen=True, kw_only=True):
    """The handoff with what was added, and the entries for ``provenance.generated``."""

    handoff: Handoff
    generated: tuple[Generated, ...] = ()


def identify(handoff: Handoff, region: str | None) -> Identified:
    """``region`` (ISO 3166) is for national numbers of customers whose country is not known."""
    made: list[Generated] = []
    changed: dict[str, Any] = {}
    for name in _TAGGED:
        part = getattr(handoff, name)
        if isinstance(part, Struct):
            changed[name] = _tagged(part, f"/{name}", made)
    conversation: Conversation = changed["conversation"]
    changed["conversation"] = _spoken(conversation, made)
    if isinstance(handoff.customer, Customer):
        customer: Customer = changed["customer"]
        changed["customer"] = _reachable(customer, region, made)
    if not made:
        return Identified(handoff=handoff)
    return Identified(handoff=replace(handoff, **changed), generated=tuple(made))


def _tagged(part: Any, place: str, made: list[Generated]) -> Any:
    tag = part.language
    if not isinstance(tag, str) or normal_tag(tag) == tag:
        return part
    path, rule = f"{place}/language", f"{_RULE}.language"
    made.append(Generated(path=path, rule=rule, original=tag))
    return replace(part, language=normal_tag(tag))


def _spoken(conversation: Conversation, made: list[Generated]) -> Conversation:
    tags = {message.language for message in conversation.messages}
    if all(not isinstance(tag, str) or normal_tag(tag) == tag for tag in tags):
        return conversation
    messages: tuple[Message, ...] = tuple(
        _tagged(message, f"/conversation/messages/{index}", made)
        for index, message in enumerate(conversation.messages)
    )
    return replace(conversation, messages=messages)


def _reachable(customer: Customer, region: str | None, made: list[Generated]) -> Customer:
    given = customer.contacts
    contacts = list(given or ())
    near = _region(customer.address) or region
    for index, contact in enumerate(contacts):
        contacts[index] = _with_number(contact, index, near, made)
    for name, contact in _others(customer, near):
        if not any(_is_same(known, contact) for known in contacts):
            path = f"/customer/contacts/{len(contacts)}"
            made.append(Generated(path=path, rule=f"{_RULE}.{name}", source=f"/customer/{name}"))
            contacts.append(contact)
    if contacts == list(given or ()):
        return customer
    return replace(customer, contacts=tuple(contacts))


def _others(customer: Customer, region: str | None) -> Iterator[tuple[str, Contact]]:
    """Contacts that say in a standard form what stands in ``phone`` and ``email``."""
    phone, email = customer.phone, customer.email
    number = e164(phone, region) if isinstance(phone, str) and phone else None
    if isinstance(phone, str) and number is not None and number != phone:
        yield "phone", Contact(kind="phone", value=phone, e164=number)
    address = other_email(email) if isinstance(email, str) else None
    if address is not None:
        yield "email", Contact(kind="email", value=address)


def _is_same(known: Contact, other: Contact) -> bool:
    if other.e164 is not UNSET:
        return known.e164 == other.e164
    return known.value == other.value


def _with_number(
    contact: Contact, index: int, region: str | None, made: list[Generated]
) -> Contact:
    if contact.e164 is not UNSET or not _is_number(contact):
        return contact
    number = e164(contact.value, region)
    if number is None:
        return contact
    path = f"/customer/contacts/{index}"
    made.append(Generated(path=f"{path}/e164", rule=f"{_RULE}.phone", source=f"{path}/value"))
    return replace(contact, e164=number)


def _is_number(contact: Contact) -> bool:
    kind = contact.kind.lower() if isinstance(contact.kind, str) else ""
    return kind in _NUMBERS or (not kind and contact.value.startswith("+"))


def _region(address: Json) -> str | None:
    """The country of the customer's address, where it is given as a code."""
    for name in _REGION_MEMBERS if is_object(address) else ():
        code = address.get(name)
        if isinstance(code, str) and len(code) == 2 and code.isascii() and code.isalpha():
            return code.upper()
    return None
