"""What an account's tickets look like: the declared ticket with the account's own fields.

An unknown custom field and a value that is no option are dropped with a 2xx (2026-11-20), so a
mapping is better checked against this than against what every account has.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from adapters.zendesk.manifest import CUSTOM, TICKET
from adapters.zendesk.wire import Option, Page, TicketField, ask, pages
from gateway import sdk

LIST_FIELDS = "list ticket fields"
_PATH = "/api/v2/ticket_fields"
_MOST_PAGES = 50

# https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/, read 2026-11-20.
# Numbers are shown as text, so they are compared by value.
_KINDS: dict[str, tuple[sdk.FieldKind, sdk.Compare]] = {
    "text": ("text", "exact"),
    "textarea": ("text", "exact"),
    "regexp": ("text", "exact"),
    "partialcreditcard": ("text", "exact"),
    "checkbox": ("boolean", "exact"),
    "date": ("date", "exact"),
    "integer": ("number", "number"),
    "decimal": ("number", "number"),
    "tagger": ("choice", "exact"),
    "multiselect": ("list", "superset"),
    "lookup": ("text", "number"),
}
# The system's fields, by their type, that a mapping may fill.
_SYSTEM = {
    "subject": "subject",
    "description": "comment",
    "tickettype": "type",
    "priority": "priority",
    "group": "group_id",
}
_REMARKS = {
    "partialcreditcard": "only the last four digits are kept",
    "lookup": "takes the id of a record",
}
_REQUIRED = "an agent has to fill it before solving the ticket"


def ask_for_target(object_: str) -> sdk.Flow[sdk.Target]:
    """The account's ticket. Raises ``UnexpectedReply`` for any other object."""
    _demand_ticket(object_)
    listed = yield from pages(LIST_FIELDS, _PATH)
    numbered = yield from _numbered(listed[-1])
    return target_of([field for page in (*listed, *numbered) for field in page.ticket_fields])


def _numbered(page: Page) -> sdk.Flow[tuple[Page, ...]]:
    """The pages behind one that was not asked for by a cursor after all."""
    found: tuple[Page, ...] = ()
    for number in range(2, _MOST_PAGES + 1):
        if page.next_page is None:
            return found
        query = (("page", str(number)), ("per_page", "100"))
        request = sdk.VendorRequest(step=LIST_FIELDS, method="GET", path=_PATH, query=query)
        page = yield from ask(request, Page, 200)
        found = (*found, page)
    raise _unexpected(f"more than {_MOST_PAGES} pages")


def from_describe(document: bytes, object_: str) -> sdk.Target:
    """The account's ticket from a saved reply of ``GET /api/v2/ticket_fields``.

    Raises ``UnexpectedReply`` for anything else, and for a list that goes on elsewhere.
    """
    _demand_ticket(object_)
    try:
        page = msgspec.json.decode(document, type=Page)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _unexpected("it is not a list of ticket fields") from None
    if not page.ticket_fields:
        raise _unexpected("it is not a list of ticket fields")
    if page.next_page or page.meta.has_more:
        raise _unexpected("it is only the first page of several")
    return target_of(page.ticket_fields)


def target_of(fields: Iterable[TicketField]) -> sdk.Target:
    """The declared ticket, with what the account says of it. Fields switched off are left out."""
    known = list(fields)
    system = {_SYSTEM[field.type]: field for field in known if field.type in _SYSTEM}
    declared = (field for field in TICKET.fields if field.name != CUSTOM)
    custom = [_custom(field) for field in known if field.active and field.type in _KINDS]
    return replace(
        TICKET, fields=(*(_declared(field, system.get(field.name)) for field in declared), *custom)
    )


def _declared(field: sdk.TargetField, shown: TicketField | None) -> sdk.TargetField:
    """A field every account has, as this account calls it; it may have switched it off."""
    if shown is None:
        return field
    choices = tuple(map(_choice, shown.system_field_options))
    return replace(
        field,
        label=field.label if field.kind == "note" else shown.title or field.label,
        choices=choices or field.choices,
        remark=_remark(shown),
        read_only="" if shown.active else "the account has switched this field off",
    )


def _custom(field: TicketField) -> sdk.TargetField:
    kind, compare = _KINDS[field.type]
    return sdk.TargetField(
        name=CUSTOM.replace("*", str(field.id)),
        label=field.title,
        kind=kind,
        compare=compare,
        choices=tuple(map(_choice, field.custom_field_options)),
        remark=_remark(field),
    )


def _choice(option: Option) -> sdk.Choice:
    return sdk.Choice(value=option.value, label=option.name)


def _remark(field: TicketField) -> str:
    # Numbers and dates show a pattern too, and it is the same in every account.
    pattern = field.regexp_for_validation if field.type == "regexp" else None
    remarks = (
        _REMARKS.get(field.type, ""),
        f"has to match {pattern}" if pattern else "",
        _REQUIRED if field.required else "",
    )
    return "; ".join(filter(None, remarks))


def _demand_ticket(object_: str) -> None:
    if object_ != TICKET.object:
        raise _unexpected(f'there is no object "{object_}", only "{TICKET.object}"')


def _unexpected(why: str) -> sdk.UnexpectedReply:
    return sdk.UnexpectedReply(step=LIST_FIELDS, why=why)
