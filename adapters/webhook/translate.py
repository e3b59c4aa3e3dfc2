"""From a consignment to the one request that delivers it; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import msgspec

from adapters.webhook import template
from adapters.webhook.settings import WebhookSettings
from gateway import sdk

SEND = "send the handoff"
WRITE = "write the item"
LINK = "link"
CAPSULE = "capsule"
# Names in read_path that begin so are members of the answer to the delivery.
ANSWER = "reply."

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CONTENT_TYPES = {"cloudevents": "application/cloudevents+json"}


def step(settings: WebhookSettings) -> str:
    """An address of one item may be gone while the receiver is not, so it is another step."""
    return WRITE if template.names(settings.path) else SEND


def send(consignment: sdk.Consignment, settings: WebhookSettings) -> sdk.VendorRequest:
    """The request. Raises ``Misfit`` where mapping and settings do not fit together.

    ``webhook-id`` is the same over all attempts: by it the receiver recognises a repeat.
    """
    what = step(settings)
    _demand_readable(consignment, settings, what)
    return sdk.VendorRequest(
        step=what,
        method=settings.method,
        path=template.fill(settings.path, values(consignment), what),
        headers=(*_headers(settings), ("webhook-id", consignment.key)),
        body=msgspec.json.encode(document(consignment, settings)),
        repeat="keyed",
    )


def _demand_readable(consignment: sdk.Consignment, settings: WebhookSettings, what: str) -> None:
    """What cannot be read back is better not sent."""
    for name in template.names(settings.read_path):
        if not name.startswith(ANSWER):
            template.fill(f"{{{name}}}", values(consignment), what)


def values(consignment: sdk.Consignment) -> dict[str, Any]:
    """What the mapping gives, the note included, by the names that it gives."""
    note = {consignment.note.field: consignment.note.body} if consignment.note else {}
    return {**{field.name: field.value for field in consignment.fields}, **note}


def document(consignment: sdk.Consignment, settings: WebhookSettings) -> dict[str, Any]:
    """The body as it is sent, in its envelope."""
    if settings.body == "thin":
        _demand_nothing_mapped(consignment)
        return _enveloped(_thin(consignment, settings), consignment, settings)
    return _enveloped(nested(flat(consignment, settings)), consignment, settings)


def flat(consignment: sdk.Consignment, settings: WebhookSettings) -> dict[str, Any]:
    """The body's members by their dotted names; those in the path have their place there."""
    in_path = template.names(settings.path)
    given = values(consignment)
    sent = {name: value for name, value in given.items() if name not in in_path}
    mapped = {member(name, consignment, settings): value for name, value in sent.items()}
    copy = _copy(consignment, settings)
    taken = {CAPSULE} & {*given} or {*copy} & {*mapped}
    if taken:
        raise _misfit(f"{_quoted(taken)} is the complete handoff's place: no field can have it")
    if len(mapped) < len(sent):
        raise _misfit(f'"{settings.note_member}" is the note\'s place: no field can have it')
    return {**mapped, **copy}


def member(name: str, consignment: sdk.Consignment, settings: WebhookSettings) -> str:
    """The body's member for a name of the mapping: another one for the note, if that is set."""
    is_note = consignment.note is not None and name == consignment.note.field
    return settings.note_member if is_note else name


def link(consignment: sdk.Consignment, settings: WebhookSettings) -> str:
    """Where this gateway shows the complete handoff to those who have a key."""
    if settings.gateway_url is None:
        raise _misfit("a link to the handoff needs the setting gateway_url")
    base = settings.gateway_url.rstrip("/")
    return f"{base}/v1/handoffs/{quote(consignment.handoff_id, safe='')}/package"


def sends_link(consignment: sdk.Consignment, settings: WebhookSettings) -> bool:
    """Whether the receiver is given a link in place of the handoff."""
    if consignment.capsule is None:
        return False
    return settings.body == "thin" or consignment.capsule.kind == "link"


def nested(members: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted names as objects within objects. Raises ``Misfit`` for "a" beside "a.b"."""
    root: dict[str, Any] = {}
    for name, value in members.items():
        *parents, last = name.split(".")
        _demand_place(name, members)
        within = root
        for parent in parents:
            within = cast("dict[str, Any]", within.setdefault(parent, {}))
        within[last] = value
    return root


def _demand_place(name: str, members: Mapping[str, Any]) -> None:
    parts = name.split(".")
    if not all(parts):
        raise _misfit(f'"{name}" has an empty part: a dot stands between two names')
    taken = {*accumulate(parts, "{}.{}".format)} & {*members} - {name}
    if taken:
        raise _misfit(f'{_quoted(taken)} is a value, so "{name}" has no place in it')


def _copy(consignment: sdk.Consignment, settings: WebhookSettings) -> dict[str, Any]:
    if consignment.capsule is None:
        return {}
    if sends_link(consignment, settings):
        return {LINK: link(consignment, settings)}
    # The very bytes: their hash is what proves every leaf in them at once.
    return {settings.handoff_member: msgspec.Raw(consignment.capsule.data)}


def _thin(consignment: sdk.Consignment, settings: WebhookSettings) -> dict[str, Any]:
    kind = _kind(consignment, settings) if settings.format == "json" else {}
    return {"id": consignment.handoff_id, **kind, LINK: link(consignment, settings)}


def _demand_nothing_mapped(consignment: sdk.Consignment) -> None:
    if values(consignment):
        raise _misfit('body = "thin" sends no mapped fields and no note: use a mapping without any')


def _enveloped(
    data: dict[str, Any], consignment: sdk.Consignment, settings: WebhookSettings
) -> dict[str, Any]:
    match settings.format:
        case "json":
            return data
        case "standard":
            return {**_kind(consignment, settings), "data": data}
        case "cloudevents":
            time = _accepted_at(consignment.key)
            return {
                "specversion": "1.0",
                "id": consignment.key,
                "source": settings.source,
                "type": settings.type,
                "subject": consignment.handoff_id,
                **({"time": time} if time else {}),
                "datacontenttype": "application/json",
                "data": data,
            }


def _kind(consignment: sdk.Consignment, settings: WebhookSettings) -> dict[str, str]:
    time = _accepted_at(consignment.key)
    return {"type": settings.type, **({"timestamp": time} if time else {})}


def _accepted_at(key: str) -> str | None:
    """When the delivery came to be, which its key tells; None for a key that is no UUIDv7."""
    try:
        identity = UUID(key)
    except ValueError:
        return None
    if identity.version != 7:
        return None
    moment = _EPOCH + timedelta(milliseconds=identity.int >> 80)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _headers(settings: WebhookSettings) -> tuple[tuple[str, str], ...]:
    given = {name.lower(): value for name, value in settings.headers.items()}
    content_type = _CONTENT_TYPES.get(settings.format, "application/json")
    return tuple({"content-type": content_type, **given}.items())


def _quoted(names: set[str]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(names))


def _misfit(why: str) -> sdk.Misfit:
    return sdk.Misfit(step="plan", why=why)
