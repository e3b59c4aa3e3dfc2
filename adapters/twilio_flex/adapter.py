"""The delivery to Twilio Flex, step by step; what is planned here, the runner sends.

The task comes last: when an agent gets it, conversation and capsule are complete.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct

from adapters.twilio_flex import (
    attributes,
    documents,
    existing,
    read_back,
    setup,
    translate,
    verdict,
)
from adapters.twilio_flex.manifest import MANIFEST
from adapters.twilio_flex.settings import TwilioFlexSettings
from adapters.twilio_flex.task import settle_attributes
from adapters.twilio_flex.transcript import mark_of, posts_of
from adapters.twilio_flex.wire import (
    Conversation,
    Interaction,
    Message,
    Participant,
    Workspace,
    ask,
    form,
    get,
    pages,
    read,
    show,
)
from gateway import sdk

T = TypeVar("T")


class TwilioFlex(Struct, frozen=True):
    """The adapter; it holds nothing but its manifest."""

    manifest: sdk.Manifest = MANIFEST

    def deliver(
        self, consignment: sdk.Consignment, settings: TwilioFlexSettings
    ) -> sdk.Flow[sdk.Delivered]:
        """Conversation, transcript, customer, capsule, and then the task for all of it."""
        translate.check_sizes(consignment)
        conversation, is_new = yield from _settle_conversation(consignment, settings)
        path = translate.conversation_path(settings, conversation.sid)
        parts = {"conversation": conversation.sid}
        if settings.transcript:
            parts |= yield from _replay(path, consignment, settings, is_new=is_new)
        # Whoever is bound by a phone number would get every message of the replay by SMS.
        parts |= yield from _bind_customer(path, consignment, settings)
        yield from documents.store(consignment, settings)
        create = translate.create_interaction(consignment, settings, conversation.sid)
        made = yield from _made(create, Interaction, settings)
        task = made.routing.properties.sid
        yield from settle_attributes(task, consignment, settings)
        parts |= {"interaction": made.sid, "channel": made.channel.sid}
        return sdk.Delivered(ref=task, url=settings.flex_url, parts=parts)

    def read_back(
        self, delivered: sdk.Delivered, consignment: sdk.Consignment, settings: TwilioFlexSettings
    ) -> sdk.Flow[sdk.Stored]:
        """Interaction channel, task, conversation with its messages, customer, and the capsule."""
        return read_back.read_back(delivered, consignment, settings)

    def find_existing(
        self,
        request: sdk.VendorRequest,
        consignment: sdk.Consignment,
        settings: TwilioFlexSettings,
    ) -> sdk.Flow[sdk.VendorResponse | None]:
        """Look for the message, customer or task that a request without an answer has made."""
        del consignment  # the request itself says what to look for
        return existing.find_existing(request, settings)

    def classify(self, request: sdk.VendorRequest, response: sdk.VendorResponse) -> sdk.Verdict:
        """What Twilio's own codes mean."""
        del request
        return verdict.classify(response)

    def probe(self, settings: TwilioFlexSettings) -> sdk.Flow[str]:
        """The workspace's name; the workflow and the services are looked at as well."""
        workspace = f"/v1/Workspaces/{settings.workspace_sid}"
        named = yield from ask(get("read workspace", "taskrouter", workspace), Workspace)
        workflow = f"{workspace}/Workflows/{settings.workflow_sid}"
        yield from ask(get("read workflow", "taskrouter", workflow), Workspace)
        sync = f"/v1/Services/{settings.sync_service_sid}"
        yield from ask(get("read Sync service", "sync", sync), Workspace)
        if settings.conversation_service_sid:
            path = f"/v1/Services/{settings.conversation_service_sid}"
            yield from ask(get("read conversation service", "conversations", path), Workspace)
        return f"{named.friendly_name} (workspace)"

    def setup(
        self, filled: tuple[sdk.TargetField, ...], settings: TwilioFlexSettings
    ) -> tuple[sdk.SetupStep, ...]:
        """What an admin does in the Twilio console before the first delivery."""
        return setup.steps(filled, settings)


def _settle_conversation(
    consignment: sdk.Consignment, settings: TwilioFlexSettings
) -> sdk.Flow[tuple[Conversation, bool]]:
    """The conversation, and whether it was made just now."""
    request = translate.create_conversation(consignment, settings)
    response = yield request
    if verdict.code_of(response.body) != verdict.CONVERSATION_EXISTS:
        try:
            return read(request, response, Conversation), True
        except sdk.UnexpectedReply as error:
            damaged = error
    else:
        damaged = sdk.UnexpectedReply(
            step=request.step, why="the conversation is said to be there, and is not"
        )
    path = translate.conversation_path(settings, translate.unique_name(consignment))
    there = yield from show(get("read conversation", "conversations", path), Conversation)
    if there is None:
        raise damaged
    return there, False


def _replay(
    path: str, consignment: sdk.Consignment, settings: TwilioFlexSettings, *, is_new: bool
) -> sdk.Flow[dict[str, str]]:
    """Post what is not there yet; the SIDs of our messages by their number."""
    listed = () if is_new else (yield from pages(existing.list_messages(path, "asc")))
    there = {mark_of(message): message.sid for page in listed for message in page.messages}
    parts: dict[str, str] = {}
    for number, post in enumerate(posts_of(consignment)):
        sid = there.get(post.mark)
        if sid is None:
            request = translate.add_message(path, post)
            sid = (yield from _made(request, Message, settings)).sid
        parts[f"message.{number}"] = sid
    return parts


def _bind_customer(
    path: str, consignment: sdk.Consignment, settings: TwilioFlexSettings
) -> sdk.Flow[dict[str, str]]:
    request = translate.add_participant(path, consignment)
    if request is None:
        return {}
    person = yield from _made(request, Participant, settings)
    about = translate.participant_attributes(consignment)
    if attributes.merged(about, shown := attributes.read(person.attributes)) != shown:
        # A create may ignore the attributes it is given (twilio-java issue 607).
        members = {"Attributes": attributes.written(attributes.merged(about, shown))}
        update = form("describe customer", "conversations", f"{request.path}/{person.sid}", members)
        yield from ask(update, Participant)
    return {"participant": person.sid}


def _made(request: sdk.VendorRequest, type_: type[T], settings: TwilioFlexSettings) -> sdk.Flow[T]:
    """What a create made. 409 is a repeat; a damaged reply may be one to work that was done."""
    response = yield request
    try:
        return read(request, response, type_)
    except (sdk.UnexpectedReply, sdk.VendorRefused):
        if 400 <= response.status < 500 and response.status != 409:
            raise
        found = yield from existing.find_existing(request, settings)
        if found is None:
            raise
        return read(request, found, type_)


adapter = TwilioFlex()
