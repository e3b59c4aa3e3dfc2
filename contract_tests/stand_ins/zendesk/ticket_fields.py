"""The account's ticket fields: the system's own, and one custom field of each kind.

``GET /api/v2/ticket_fields`` shows them in the shape of a capture of 2018 that is still current.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

_CREATED = "2026-01-02T08:00:00Z"


class Option(Struct, frozen=True, kw_only=True):
    """One choice; ``value`` is what is sent, and the tag it sets."""

    name: str
    value: str


class Field(Struct, frozen=True, kw_only=True):
    """One field; ``tag`` is the tag that a ticked checkbox adds."""

    id: int
    type: str
    title: str
    options: tuple[Option, ...] = ()
    pattern: str | None = None
    tag: str | None = None
    active: bool = True
    custom: bool = True


def _options(prefix: str, *names: str) -> tuple[Option, ...]:
    return tuple(
        Option(name=name, value=f"{prefix}_{name.lower().replace(' ', '_')}") for name in names
    )


_REASONS = _options(
    "handoff",
    "Customer request",
    "Low confidence",
    "Repeated failure",
    "Policy limit",
    "Out of scope",
    "Sensitive topic",
    "Safety",
    "Fraud",
    "Regulatory",
    "High value",
    "Complaint",
    "Negotiation",
    "Emotional distress",
    "Technical error",
    "Timeout",
    "Other",
)

CUSTOM_FIELDS: tuple[Field, ...] = (
    Field(id=360020000101, type="text", title="Intent"),
    Field(id=360020000102, type="text", title="Intent confidence"),
    Field(id=360020000103, type="text", title="Customer tier"),
    Field(id=360020000104, type="text", title="Order or booking"),
    Field(id=360020000105, type="tagger", title="Handoff reason", options=_REASONS),
    Field(id=360020000106, type="text", title="Urgency score"),
    Field(id=360020000107, type="date", title="Promise due on"),
    Field(id=360020000108, type="integer", title="Failed attempts"),
    Field(id=360020000109, type="checkbox", title="Identity verified", tag="identity_verified"),
    Field(
        id=360020000110,
        type="regexp",
        title="Booking reference",
        pattern=r"^[A-Z0-9]{6}$",
    ),
    Field(
        id=360020000111,
        type="multiselect",
        title="Topics",
        options=_options("topic", "Billing", "Delivery", "Travel", "Account"),
    ),
    Field(id=360020000112, type="textarea", title="What to do next"),
    Field(id=360020000113, type="partialcreditcard", title="Card"),
    Field(id=360020000114, type="text", title="Bot"),
    Field(id=360020000115, type="text", title="Old chat id", active=False),
    Field(id=360020000116, type="decimal", title="Amount"),
)

_SYSTEM_OPTIONS = {
    "status": ("Open", "Pending", "Solved"),
    "tickettype": ("Question", "Incident", "Problem", "Task"),
    "priority": ("Low", "Normal", "High", "Urgent"),
}

SYSTEM_FIELDS: tuple[Field, ...] = tuple(
    Field(
        id=360010000001 + place,
        type=type_,
        title=title,
        options=tuple(
            Option(name=name, value=name.lower()) for name in _SYSTEM_OPTIONS.get(type_, ())
        ),
        custom=False,
    )
    for place, (type_, title) in enumerate(
        (
            ("subject", "Subject"),
            ("description", "Description"),
            ("status", "Status"),
            ("tickettype", "Type"),
            ("priority", "Priority"),
            ("group", "Group"),
            ("assignee", "Assignee"),
        )
    )
)

_BY_ID = {field.id: field for field in CUSTOM_FIELDS if field.active}


def active_field(field_id: object) -> Field | None:
    """The custom field of an id, sent as a number or as its digits."""
    if isinstance(field_id, str) and re.fullmatch(r"[0-9]{1,18}", field_id):
        return _BY_ID.get(int(field_id))
    return _BY_ID.get(field_id) if isinstance(field_id, int) else None


def active_fields() -> tuple[Field, ...]:
    """The custom fields every ticket lists."""
    return tuple(_BY_ID.values())


def field_documents(origin: str) -> list[dict[str, Any]]:
    """All fields as the vendor shows them."""
    fields = (*SYSTEM_FIELDS, *CUSTOM_FIELDS)
    return [_document(field, position, origin) for position, field in enumerate(fields)]


def _document(field: Field, position: int, origin: str) -> dict[str, Any]:
    return {
        "url": f"{origin}/api/v2/ticket_fields/{field.id}.json",
        "id": field.id,
        "type": field.type,
        "title": field.title,
        "raw_title": field.title,
        "description": field.title,
        "raw_description": field.title,
        "position": position,
        "active": field.active,
        "required": False,
        "collapsed_for_agents": False,
        "regexp_for_validation": field.pattern,
        "title_in_portal": field.title,
        "raw_title_in_portal": field.title,
        "visible_in_portal": not field.custom,
        "editable_in_portal": False,
        "required_in_portal": False,
        "tag": field.tag,
        "created_at": _CREATED,
        "updated_at": _CREATED,
        "removable": field.custom,
        "key": None,
        "agent_description": None,
        **_options_document(field),
    }


def _options_document(field: Field) -> dict[str, Any]:
    if not field.options:
        return {}
    if not field.custom:
        return {"system_field_options": [_pair(option) for option in field.options]}
    options = [
        {"id": field.id * 100 + place, "raw_name": option.name, "default": False, **_pair(option)}
        for place, option in enumerate(field.options)
    ]
    return {"custom_field_options": options}


def _pair(option: Option) -> dict[str, str]:
    return {"name": option.name, "value": option.value}
