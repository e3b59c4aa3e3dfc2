"""Reading what Zendesk holds now: ticket, comments, requester, and the capsule's bytes."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from msgspec import UNSET, Struct
from msgspec.structs import asdict

from adapters.zendesk.settings import ZendeskSettings
from adapters.zendesk.translate import NotePart, note_parts, own_values
from adapters.zendesk.wire import Comment, Ticket, TicketReply, User, UserReply, pages, show
from gateway import sdk

READ_CAPSULE = "read capsule"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class File(Struct, frozen=True):
    """The capsule as fetched; ``is_barred`` where a foreign host asks for a sign-in of its own."""

    data: bytes | None = None
    is_barred: bool = False


def read_back(
    delivered: sdk.Delivered, consignment: sdk.Consignment, settings: ZendeskSettings
) -> sdk.Flow[sdk.Stored]:
    """What is stored; a ticket that is gone holds nothing."""
    path = f"/api/v2/tickets/{delivered.ref}"
    shown = yield from show("read ticket", path, TicketReply)
    if shown is None:
        return sdk.Stored()
    followups = yield from _followups(delivered)
    comments = yield from _comments((shown.ticket, *followups.values()))
    # The requester as it is now: an agent may have put another one there.
    person = f"/api/v2/users/{shown.ticket.requester_id}"
    reply = yield from show("read requester", person, UserReply)
    file = yield from _capsule(consignment, comments, shown.ticket)
    ours = [
        (part, comments.get(delivered.parts.get(f"comment.{part.number}", "")))
        for part in note_parts(consignment)
    ]
    return sdk.Stored(
        fields=_fields(consignment, shown.ticket, reply.user if reply else User()),
        note=tuple(_note(part, comment) for part, comment in ours) if consignment.note else (),
        capsule=file.data,
        unprovable=frozenset({"capsule"} if file.is_barred else ()),
        own=(
            *_own(consignment, settings, {"": shown.ticket, **followups}),
            *_privacy(ours),
        ),
    )


def _followups(delivered: sdk.Delivered) -> sdk.Flow[dict[str, Ticket]]:
    """The follow-ups that are still there, by the beginning of what is said of them."""
    found: dict[str, Ticket] = {}
    for name, ref in delivered.parts.items():
        if not name.startswith("followup."):
            continue
        shown = yield from show("read follow-up", f"/api/v2/tickets/{ref}", TicketReply)
        if shown is not None:
            found[f"{name}."] = shown.ticket
    return found


def _comments(tickets: Iterable[Ticket]) -> sdk.Flow[dict[str, Comment]]:
    """By their ids, which are the account's and not the ticket's."""
    found: dict[str, Comment] = {}
    for ticket in tickets:
        listed = yield from pages("read comments", f"/api/v2/tickets/{ticket.id}/comments")
        found.update({str(comment.id): comment for page in listed for comment in page.comments})
    return found


def _fields(consignment: sdk.Consignment, ticket: Ticket, user: User) -> tuple[sdk.FieldValue, ...]:
    """Of all that the vendor shows, what we sent: the rest of the account is not our business."""
    shown = {
        **asdict(ticket),
        **{f"custom_fields.{field.id}": field.value for field in ticket.custom_fields},
        **{f"requester.{name}": value for name, value in asdict(user).items()},
    }
    return tuple(
        sdk.FieldValue(name=field.name, value=shown[field.name])
        for field in consignment.fields
        if shown.get(field.name, UNSET) is not UNSET
    )


def _note(part: NotePart, comment: Comment | None) -> sdk.StoredNote:
    return sdk.StoredNote(
        sent=part.html,
        stored=comment.html_body if comment else None,
        start=part.chunk.start,
        end=part.chunk.end,
        lead=len(part.lead) + part.chunk.lead,
    )


def _own(
    consignment: sdk.Consignment, settings: ZendeskSettings, tickets: dict[str, Ticket]
) -> tuple[sdk.OwnValue, ...]:
    return tuple(
        sdk.OwnValue(name=f"{place}{name}", sent=sent, stored=asdict(ticket)[name] or None)
        for place, ticket in tickets.items()
        for name, sent in own_values(consignment, settings).items()
    )


def _privacy(ours: list[tuple[NotePart, Comment | None]]) -> tuple[sdk.OwnValue, ...]:
    """A note that came out public was mailed to the customer: no leaf is lost, and yet."""
    return tuple(
        sdk.OwnValue(name=f"comment.{part.number}.public", sent=False, stored=comment.public)
        for part, comment in ours
        if comment
    )


def _capsule(
    consignment: sdk.Consignment, comments: dict[str, Comment], ticket: Ticket
) -> sdk.Flow[File]:
    name = consignment.capsule.name if consignment.capsule else None
    files = (file for comment in comments.values() for file in comment.attachments)
    url = next((file.content_url for file in files if file.file_name == name), None)
    if url is None:
        return File()
    return (yield from _fetch(url, ticket.site))


def _fetch(url: str, site: str) -> sdk.Flow[File]:
    """Get a file. Credentials go to the account's own site only: files may be hosted anywhere."""
    is_ours = bool(site) and url.startswith(f"{site}/")
    path = url.removeprefix(site) if is_ours else url
    request = sdk.VendorRequest(step=READ_CAPSULE, method="GET", path=path, credentials=is_ours)
    response = yield request
    for _ in range(3):
        location = response.header("location")
        if response.status not in _REDIRECTS or not location:
            break
        url = urljoin(url, location)
        request = sdk.VendorRequest(step=READ_CAPSULE, method="GET", path=url, credentials=False)
        response = yield request
    if response.status == 200:
        return File(data=response.body)
    # With our credentials a refusal would say that agents cannot open the file either.
    return File(is_barred=response.status in (401, 403) and not request.credentials)
