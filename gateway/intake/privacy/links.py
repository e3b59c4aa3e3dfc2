"""The ids by which things find one another: they are never taken for a customer's secret.

Nor is what kind of part a part is, without which it could not be read.

One number in ten passes Luhn by chance. A token in the place of an id would make two customers, or
two conversations, one.
"""

from __future__ import annotations

import re

_LINKS = re.compile(
    r"/(?:id|schema_version|customer/id|conversation/id|conversation/voice/call_id)"
    r"|/correlation/.*"
    r"|/(?:customer|conversation/participants/\d+)/refs/\d+/id"
    r"|/conversation/participants/\d+/id"
    r"|/conversation/messages/\d+/(?:id|seq|at|reply_to|participant)"
    r"|/conversation/messages/\d+/content/\d+/(?:call_id|type)"
    r"|/(?:steps|commitments|knowledge/documents|records)/\d+/id"
    r"|/[a-z_]+(?:/[a-z_]+)?/\d+/(?:message_id|message_ids/\d+|cited_in/\d+)"
    r"|/summary/grounded_in/\d+"
    r"|/source/.*|/provenance/(?!generated|loss).*|/privacy/.*"
)

_CONTACTS = re.compile(
    r"/customer/(?:phone|email|contacts/\d+/(?:value|e164))|/conversation/voice/(?:from|to)"
    r"|/conversation/participants/\d+/address|/routing/callback/number"
)

# Where the schema has no word of its own to say: the sender's texts and objects.
_FREE = re.compile(
    r".*/(?:arguments|data|fields|variables|attributes|slots|extensions|meta|metadata|result"
    r"|hints|raw|options|schema|entities|consents)(?:/.*)?"
    r"|/unmapped/.*|/conversation/messages/\d+/content(?:/\d+/content(?:/.*)?)?|/customer/address.*"
    r"|.*/(?:text|arguments_text|free_text|headline|situation|background|assessment|recommendation"
    r"|description|error|detail|original|rationale|title|query|name|given_name|family_name|email"
    r"|phone|subject|notes|uri|url|alt)|/customer/contacts/\d+/(?:value|e164)|/records/\d+/id"
    r"|.*/(?:contingency|do_not|queries|needs)/\d+"
)


def is_free(pointer: str) -> bool:
    """Whether any text may stand here, and no word of the schema has to."""
    return _FREE.fullmatch(pointer) is not None


def is_link(pointer: str) -> bool:
    """Whether a canonical pointer is that of an id or of the handoff's own bookkeeping."""
    return _LINKS.fullmatch(pointer) is not None


def is_contact(pointer: str) -> bool:
    """Whether the schema has a telephone number or an e-mail address stand here."""
    return _CONTACTS.fullmatch(pointer) is not None
