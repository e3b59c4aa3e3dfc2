"""The members of a ticket that can be written: what each one accepts, changes, ignores or refuses.

A value of the wrong JSON type is ignored with a 2xx (reported for ``assignee_id``), and so is a
member whose name is not spelled exactly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from msgspec import UNSET, Struct
from msgspec.structs import replace

from contract_tests.stand_ins.zendesk.account import BRAND_ID, FORM_ID, GROUP_ID
from contract_tests.stand_ins.zendesk.call import Call, Object, as_object, is_list
from contract_tests.stand_ins.zendesk.comment_text import redact_cards
from contract_tests.stand_ins.zendesk.field_values import Malformed, accepted
from contract_tests.stand_ins.zendesk.records import Ticket
from contract_tests.stand_ins.zendesk.replies import Details, Refused, problem, record_invalid
from contract_tests.stand_ins.zendesk.ticket_fields import Field, active_field
from contract_tests.stand_ins.zendesk.users import user_for_requester

_CHOICES: dict[str, frozenset[str]] = {
    "status": frozenset({"new", "open", "pending", "hold", "solved", "closed"}),
    "priority": frozenset({"low", "normal", "high", "urgent"}),
    "type": frozenset({"problem", "incident", "question", "task"}),
}
_TEXTS = ("subject", "external_id", "due_at", "recipient")


class _Read(Struct):
    """What was read so far, and everything that is wrong with it."""

    members: dict[str, Any] = {}
    problems: Details = {}


def write_members(call: Call, ticket: Ticket, sent: Object) -> Ticket:
    """The ticket with the members sent; raises ``Refused`` with all problems at once."""
    sent = _without_dropped(call, sent)
    read = _Read()
    _read_texts(read, sent)
    _read_choices(read, ticket, sent)
    _read_people(read, call, sent)
    _read_tags(read, call, sent)
    _read_custom_fields(read, call, ticket, sent)
    if read.problems:
        raise Refused(record_invalid(read.problems))
    written = replace(ticket, **read.members)
    # Assigning opens a new ticket by itself (csa-zendesk, live run).
    if written.assignee_id is not None and written.status == "new":
        return replace(written, status="open")
    return written


def _without_dropped(call: Call, sent: Object) -> Object:
    dropped = (call.switches.value("drop_field") or "").split(",")
    if dropped == [""]:
        return sent
    kept = {name: value for name, value in sent.items() if name not in dropped}
    fields = _items(sent.get("custom_fields"))
    left = [item for item in fields if not _is_named(active_field(item.get("id")), dropped)]
    return {**kept, "custom_fields": left}


def _is_named(field: Field | None, names: list[str]) -> bool:
    return field is not None and (str(field.id) in names or field.title in names)


def _read_texts(read: _Read, sent: Object) -> None:
    for name in _TEXTS:
        value = sent.get(name, UNSET)
        if value is None or isinstance(value, str):
            read.members[name] = value
        elif isinstance(value, int) and not isinstance(value, bool):
            read.members[name] = str(value)


def _read_choices(read: _Read, ticket: Ticket, sent: Object) -> None:
    for name, choices in _CHOICES.items():
        value = sent.get(name, UNSET)
        if isinstance(value, str) and value not in choices:
            read.problems[name] = problem(f"{name.capitalize()}: is not included in the list")
        elif isinstance(value, str):
            read.members[name] = value
        elif value is None and name == "priority" and ticket.priority is not None:
            read.problems[name] = problem("Priority: cannot be reset")
        elif value is None and name == "type":
            read.members[name] = None


def _read_people(read: _Read, call: Call, sent: Object) -> None:
    if "requester" in sent:
        requester = as_object(sent["requester"], "requester")
        read.members["requester_id"] = user_for_requester(call.account, requester).id
    known: dict[str, Callable[[int], bool]] = {
        "requester_id": lambda id_: id_ in call.account.users,
        "assignee_id": lambda id_: id_ == call.account.agent.id,
        "group_id": lambda id_: id_ == GROUP_ID,
        "brand_id": lambda id_: id_ == BRAND_ID,
        "ticket_form_id": lambda id_: id_ == FORM_ID,
    }
    for name, exists in known.items():
        value = sent.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            continue
        if exists(value):
            read.members[name] = value
        else:
            label = name.removesuffix("_id").capitalize()
            read.problems[name.removesuffix("_id")] = problem(f"{label}: is invalid")


def _read_tags(read: _Read, call: Call, sent: Object) -> None:
    value = sent.get("tags")
    items = value.split() if isinstance(value, str) else value
    if not is_list(items):
        return
    tags = [_tag(item) for item in items if isinstance(item, str) and item]
    altered = call.switches.value("alter_tag")
    if altered is not None and tags:
        which = altered or tags[0]
        tags = [f"{tag}_altered" if tag == which else tag for tag in tags]
    read.members["tags"] = tuple(dict.fromkeys(tags))


def _tag(text: str) -> str:
    # How the vendor normalises tags is not confirmed; the unkind guess is lower case, no spaces.
    return "_".join(text.lower().split())


def _read_custom_fields(read: _Read, call: Call, ticket: Ticket, sent: Object) -> None:
    values = dict(ticket.custom_fields)
    for item in _items(sent.get("custom_fields")):
        field = active_field(item.get("id"))
        if field is None or "value" not in item:
            continue
        try:
            value = accepted(field, item["value"])
        except Malformed:
            description = f"{field.title}: is not properly formatted"
            read.problems.setdefault("base", []).extend(problem(description))
            continue
        if value is not UNSET:
            values[field.id] = _redacted(call, value)
    read.members["custom_fields"] = values


def _redacted(call: Call, value: Any) -> Any:
    if isinstance(value, str) and call.switches.applies("redact_cards", call.request):
        return redact_cards(value)
    return value


def _items(value: Any) -> list[Object]:
    items = value if is_list(value) else []
    return [cast("Object", item) for item in items if isinstance(item, dict)]
