"""Messages of a conversation, in the order in which they were posted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace

from contract_tests.stand_ins.twilio_flex.account import ACCOUNT_SID
from contract_tests.stand_ins.twilio_flex.call import Call, json_member, short_text
from contract_tests.stand_ins.twilio_flex.conversations import FORGETS, conversation_of
from contract_tests.stand_ins.twilio_flex.records import Conversation, Message
from contract_tests.stand_ins.twilio_flex.replies import Refused, address, invalid, listing, stamp
from contract_tests.stand_ins.wire import Reply, json_reply

_BODY, _ATTRIBUTES, _NAME = 1_600, 4_096, 256


def add_message(call: Call) -> Reply:
    """``POST …/Messages``; only those without an author are the system's."""
    form = call.form("Author", "Body", "DateCreated", "Attributes", "MediaSid", "ContentSid")
    conversation = conversation_of(call)
    body = short_text(form, "Body", _BODY)
    if not body and "MediaSid" not in form and "ContentSid" not in form:
        raise Refused(invalid("Either Body, MediaSid or ContentSid has to be given"))
    made = Message(
        sid=call.account.next_sid("IM"),
        index=len(conversation.messages),
        author=short_text(form, "Author", _NAME) or "system",
        # With a ContentSid the body is passed over without a word.
        body=None if "ContentSid" in form else body,
        attributes=json_member(form, "Attributes", _ATTRIBUTES) or "{}",
        date_created=_moment(form.get("DateCreated")) or call.account.now,
    )
    made = _unkindly(call, made)
    if not call.switches.applies(FORGETS, call.request):
        messages = (*conversation.messages, made)
        call.account.conversations[conversation.sid] = replace(conversation, messages=messages)
    return json_reply(_document(call, conversation, made), 201)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise Refused(invalid("DateCreated is not an ISO 8601 time")) from None


def _unkindly(call: Call, message: Message) -> Message:
    switches, request, body = call.switches, call.request, message.body or ""
    most = switches.number("cut_message")
    if most is not None:
        body = body[:most]
    if switches.value("alter_message") == str(message.index + 1):
        body = f"{body} (edited)"
    if switches.applies("ignore_dates", request):
        message = replace(message, date_created=call.account.now)
    if switches.applies("drop_message_attributes", request):
        message = replace(message, attributes="{}")
    if switches.applies("system_author", request):
        message = replace(message, author="system")
    return replace(message, body=body)


def list_messages(call: Call) -> Reply:
    """``GET …/Messages``; oldest first unless asked for ``desc``."""
    conversation = conversation_of(call)
    hidden = call.switches.number("hide_message") or 0
    shown = [one for one in conversation.messages if one.index + 1 != hidden]
    if call.request.parameter("Order") == "desc":
        shown.reverse()
    documents = [_document(call, conversation, one) for one in shown]
    return listing(call.request, "messages", documents)


def show_message(call: Call) -> Reply:
    """``GET …/Messages/{message}``."""
    conversation = conversation_of(call)
    wanted = call.ids["message"]
    found = next((one for one in conversation.messages if one.sid == wanted), None)
    if found is None:
        raise call.missing()
    return json_reply(_document(call, conversation, found))


def _document(call: Call, conversation: Conversation, message: Message) -> dict[str, Any]:
    url = f"{address(call.request).partition('/Messages')[0]}/Messages/{message.sid}"
    return {
        "sid": message.sid,
        "account_sid": ACCOUNT_SID,
        "chat_service_sid": conversation.service,
        "conversation_sid": conversation.sid,
        "index": message.index,
        "author": message.author,
        "body": message.body,
        "media": None,
        "attributes": message.attributes,
        "participant_sid": None,
        "date_created": stamp(message.date_created),
        "date_updated": stamp(message.date_created),
        "delivery": None,
        "content_sid": None,
        "url": url,
        "links": {
            "delivery_receipts": f"{url}/Receipts",
            "channel_metadata": f"{url}/ChannelMetadata",
        },
    }
