"""What people look for in a work item, and by which words a vendor's field says it is for that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from gateway.delivery.starter.words import CHANNELS, REASONS, URGENCY, Words
from mappings.vendor_schema import VendorField, VendorFieldKind


class Wish(Struct, frozen=True, kw_only=True):
    """Something of a handoff that may have a field of its own.

    ``names``: a field whose name or label has all words of one of them is for it, unless it has
    one of ``but``. ``words`` translate it for a field that lists its values.
    """

    key: str
    names: tuple[str, ...]
    paths: tuple[str, ...]
    says: str
    but: str = ""
    kinds: tuple[VendorFieldKind, ...] = ("text", "any")
    words: Words | None = None
    many: bool = False
    is_cut: bool = True


# In the order in which rules stand in the file; of two wishes for one field the first wins.
WISHES: Final = (
    Wish(
        key="subject",
        names=("subject", "headline", "title", "summary"),
        paths=("summary.headline", "intent.display_name", "reason.detail", "conversation.id"),
        says="what it is about: the bot's headline, else what the customer wants",
    ),
    Wish(
        key="priority",
        names=("priority", "urgency", "severity"),
        paths=("urgency.level",),
        says="how urgent the bot found it",
        kinds=("choice",),
        words=URGENCY,
    ),
    Wish(
        key="priority_number",
        names=("priority",),
        paths=("routing.priority",),
        says="the priority that the bot asked for, 0 to 100",
        kinds=("number",),
    ),
    Wish(
        key="channel",
        names=("origin", "channel", "source"),
        paths=("conversation.channel",),
        says="the channel of the conversation",
        kinds=("choice",),
        words=CHANNELS,
    ),
    Wish(
        key="reason",
        names=("reason",),
        paths=("reason.code",),
        says="why the bot handed over",
        kinds=("choice",),
        words=REASONS,
    ),
    Wish(
        key="tags",
        names=("tags", "labels", "keywords"),
        paths=(),
        says="a word to find these by",
        kinds=("list",),
    ),
    Wish(
        key="skills",
        names=("skills",),
        but="id ids",
        paths=("routing.skills[*]",),
        says="the skills that the bot asked for",
        kinds=("list",),
        many=True,
    ),
    Wish(
        key="customer_name",
        names=("customer name", "requester name", "supplied name", "contact name", "person name"),
        but="company",
        paths=("customer.name", "customer.email", "customer.id", "conversation.id"),
        says="who the customer is",
    ),
    Wish(
        key="customer_email",
        names=("email", "mail"),
        paths=("customer.email",),
        says="the customer's e-mail address",
        is_cut=False,
    ),
    Wish(
        key="customer_phone",
        names=("phone", "mobile", "telephone"),
        paths=("customer.phone",),
        says="the customer's phone number",
        is_cut=False,
    ),
    Wish(
        key="customer_company",
        names=("company", "organization", "organisation"),
        paths=("customer.company",),
        says="the firm that the customer speaks for",
    ),
    Wish(
        key="customer_id",
        names=("customer id", "requester id", "customer number"),
        paths=("customer.id",),
        says="the customer's id in your systems",
        is_cut=False,
    ),
    Wish(
        key="language",
        names=("language", "locale"),
        but="id",
        paths=("customer.language", "conversation.language"),
        says="the language to speak",
        is_cut=False,
    ),
    Wish(
        key="due",
        names=("due", "deadline"),
        paths=("urgency.due_at",),
        says="until when somebody should have acted",
        kinds=("date",),
    ),
)

#: The wishes that make sense as members of a family of free names, like task attributes.
FOR_FAMILIES: Final = ("subject", "customer_name", "customer_email", "customer_id", "language")

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def wish_for(field: VendorField) -> Wish | None:
    """What of a handoff a field is for, going by its words and its kind."""
    words = _words(field.name.replace("e-mail", "email"), field.label.replace("e-mail", "email"))
    return next((wish for wish in WISHES if _suits(wish, field, words)), None)


def _suits(wish: Wish, field: VendorField, words: frozenset[str]) -> bool:
    if field.kind not in wish.kinds or words & set(wish.but.split()):
        return False
    return any(set(name.split()) <= words for name in wish.names)


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word.lower() for text in texts for word in _found(text))


def _found(text: str) -> Iterable[str]:
    return _WORD.findall(text)
