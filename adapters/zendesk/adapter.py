"""The delivery to Zendesk, step by step; what is planned here, the runner sends."""

from __future__ import annotations

from msgspec import Struct

from adapters.zendesk import describe, existing, further, read_back, translate, verdict
from adapters.zendesk.manifest import MANIFEST
from adapters.zendesk.settings import ZendeskSettings
from adapters.zendesk.wire import UploadReply, UserReply, WriteReply, ask, read
from gateway import sdk

# An upload is kept for 60 minutes, and a delivery may wait longer before each of its last attempts.
# The refusal says so in translated words only, so one for another reason costs as many uploads.
_MOST_UPLOADS = 7


class Zendesk(Struct, frozen=True):
    """The adapter; it holds nothing but its manifest."""

    manifest: sdk.Manifest = MANIFEST

    def deliver(
        self, consignment: sdk.Consignment, settings: ZendeskSettings
    ) -> sdk.Flow[sdk.Delivered]:
        """Requester, capsule, ticket with the first comment, further comments."""
        first, *rest = translate.note_parts(consignment)
        requester_id = yield from _settle_requester(consignment)
        created = yield from _create_ticket(consignment, settings, requester_id, first)
        begun = further.Begun(consignment, settings, requester_id)
        parts = yield from further.write(begun, created.ticket, rest)
        ref = str(created.ticket.id)
        return sdk.Delivered(
            ref=ref,
            url=f"{created.ticket.site}/agent/tickets/{ref}",
            parts={"comment.1": created.audit.comment_id(), **parts},
        )

    def read_back(
        self, delivered: sdk.Delivered, consignment: sdk.Consignment, settings: ZendeskSettings
    ) -> sdk.Flow[sdk.Stored]:
        """Ticket, comments, requester, and the bytes of the attached capsule."""
        return read_back.read_back(delivered, consignment, settings)

    def find_existing(
        self, request: sdk.VendorRequest, consignment: sdk.Consignment, settings: ZendeskSettings
    ) -> sdk.Flow[sdk.VendorResponse | None]:
        """Look for the ticket or comment that a request without an answer may have made."""
        del consignment, settings  # the request itself says what to look for
        return existing.find_existing(request)

    def classify(self, request: sdk.VendorRequest, response: sdk.VendorResponse) -> sdk.Verdict:
        """What Zendesk's own codes mean."""
        return verdict.classify(request, response)

    def describe(self, object_: str, settings: ZendeskSettings) -> sdk.Flow[sdk.Target]:
        """The ticket with the account's own fields, choices and names."""
        del settings
        return describe.ask_for_target(object_)

    def probe(self, settings: ZendeskSettings) -> sdk.Flow[str]:
        """Who we are to Zendesk. Raises ``SignInFailed`` for the anonymous and for end users."""
        del settings
        request = sdk.VendorRequest(step="ask who we are", method="GET", path="/api/v2/users/me")
        user = (yield from ask(request, UserReply, 200)).user
        # Without credentials the vendor answers 200 with an anonymous end user (2026-11-20).
        if user.role not in ("agent", "admin"):
            raise sdk.SignInFailed(step=request.step, why="to the vendor we are no agent or admin")
        return f"{user.name} ({user.role})"


def _settle_requester(consignment: sdk.Consignment) -> sdk.Flow[int]:
    *tries, last = translate.requesters(consignment)
    for request in tries:
        response = yield request
        if response.status != 422:
            return _user_id(request, read(request, response, UserReply, 200, 201))
    return _user_id(last, (yield from ask(last, UserReply, 200, 201)))


def _user_id(request: sdk.VendorRequest, reply: UserReply) -> int:
    if reply.user.id is None:
        raise sdk.UnexpectedReply(step=request.step, why="the user has no id")
    return reply.user.id


def _create_ticket(
    consignment: sdk.Consignment,
    settings: ZendeskSettings,
    requester_id: int,
    first: translate.NotePart,
) -> sdk.Flow[WriteReply]:
    uploads = 0
    while True:
        tokens = yield from _upload_capsule(consignment)
        uploads += 1
        request = translate.create_ticket(consignment, settings, requester_id, first, tokens)
        response = yield request
        if response.status != 422 or not tokens or uploads == _MOST_UPLOADS:
            return (yield from existing.written(request, response))


def _upload_capsule(consignment: sdk.Consignment) -> sdk.Flow[tuple[str, ...]]:
    if consignment.capsule is None:
        return ()
    request = translate.upload_capsule(consignment.capsule)
    return ((yield from ask(request, UploadReply, 200, 201)).upload.token,)


adapter = Zendesk()
