"""Conversations and who takes part in them."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from contract_tests.stand_ins.twilio_flex.account import ACCOUNT_SID, CHAT_SERVICE_SID
from contract_tests.stand_ins.twilio_flex.call import Call, json_member, short_text
from contract_tests.stand_ins.twilio_flex.records import Conversation, Participant
from contract_tests.stand_ins.twilio_flex.replies import (
    Refused,
    address,
    error,
    invalid,
    listing,
    stamp,
)
from contract_tests.stand_ins.wire import Reply, json_reply

NAME_EXISTS, NAME_LIKE_A_SID = 50353, 50390
FORGETS = "stores_nothing"
_SID = re.compile(r"CH[0-9a-fA-F]{32}")
_MOST = 16_384
_PARTICIPANT_MOST = 4_096
_NAME = 256


def create_conversation(call: Call) -> Reply:
    """``POST …/Conversations``."""
    form = call.form("FriendlyName", "UniqueName", "Attributes", "State", "DateCreated")
    name = form.get("UniqueName")
    if name and _SID.fullmatch(name):
        raise Refused(error(NAME_LIKE_A_SID, "Conversation unique name is invalid", 400))
    made = Conversation(
        sid=call.account.next_sid("CH"),
        service=service_of(call),
        unique_name=name,
        friendly_name=short_text(form, "FriendlyName", _NAME),
        attributes=json_member(form, "Attributes", _MOST) or "{}",
        date_created=call.account.now,
    )
    if call.switches.spend("taken_name", call.request):
        call.account.conversations[made.sid] = made
    if name and call.account.conversation(name, service_of(call)):
        raise Refused(error(NAME_EXISTS, "Conversation with provided unique name exists", 409))
    _keep(call, made)
    return json_reply(_document(call, made), 201)


def show_conversation(call: Call) -> Reply:
    """``GET …/Conversations/{conversation}``."""
    return json_reply(_document(call, conversation_of(call)))


def service_of(call: Call) -> str:
    """The service in the path, else the account's default one."""
    return call.ids.get("service", CHAT_SERVICE_SID)


def conversation_of(call: Call) -> Conversation:
    """The conversation in the path; raises ``Refused`` with a 404."""
    found = call.account.conversation(call.ids["conversation"], service_of(call))
    if found is not None:
        return found
    if call.request.method == "GET" or not call.switches.applies(FORGETS, call.request):
        raise call.missing()
    return forgotten(call, call.ids["conversation"])


def forgotten(call: Call, sid: str) -> Conversation:
    """One that was created and not kept, as it is when something is put into it."""
    return Conversation(
        sid=sid,
        service=service_of(call),
        unique_name=None,
        friendly_name=None,
        attributes="{}",
        date_created=call.account.now,
    )


def _keep(call: Call, conversation: Conversation) -> None:
    if not call.switches.applies(FORGETS, call.request):
        call.account.conversations[conversation.sid] = conversation


def _document(call: Call, conversation: Conversation) -> dict[str, Any]:
    url = f"{address(call.request).partition('/Conversations')[0]}/Conversations/{conversation.sid}"
    return {
        "sid": conversation.sid,
        "account_sid": ACCOUNT_SID,
        "chat_service_sid": conversation.service,
        "messaging_service_sid": None,
        "friendly_name": conversation.friendly_name,
        "unique_name": conversation.unique_name,
        "attributes": conversation.attributes,
        "state": "active",
        "date_created": stamp(conversation.date_created),
        "date_updated": stamp(conversation.date_created),
        "timers": {},
        "bindings": {},
        "url": url,
        "links": {"participants": f"{url}/Participants", "messages": f"{url}/Messages"},
    }


def add_participant(call: Call) -> Reply:
    """``POST …/Participants``."""
    form = call.form(
        "Identity",
        "MessagingBinding.Address",
        "MessagingBinding.ProxyAddress",
        "Attributes",
    )
    conversation = conversation_of(call)
    made = Participant(
        sid=call.account.next_sid("MB"),
        identity=short_text(form, "Identity", _NAME),
        address=form.get("MessagingBinding.Address"),
        proxy_address=form.get("MessagingBinding.ProxyAddress"),
        attributes=json_member(form, "Attributes", _PARTICIPANT_MOST) or "{}",
        date_created=call.account.now,
    )
    if bool(made.identity) == bool(made.address and made.proxy_address):
        raise Refused(invalid("Either an identity or both addresses have to be given"))
    if any(_is_same(made, other) for other in conversation.participants):
        raise Refused(error(50433, "User already a participant of this conversation", 409))
    if call.switches.applies("ignore_participant_attributes", call.request):
        made = replace(made, attributes="{}")
    _keep(call, replace(conversation, participants=(*conversation.participants, made)))
    return json_reply(_participant(call, conversation, made), 201)


def _is_same(one: Participant, other: Participant) -> bool:
    return (one.identity, one.address) == (other.identity, other.address)


def list_participants(call: Call) -> Reply:
    """``GET …/Participants``."""
    conversation = conversation_of(call)
    documents = [_participant(call, conversation, one) for one in conversation.participants]
    return listing(call.request, "participants", documents)


def show_participant(call: Call) -> Reply:
    """``GET …/Participants/{participant}``."""
    conversation = conversation_of(call)
    return json_reply(_participant(call, conversation, _participant_of(call, conversation)))


def update_participant(call: Call) -> Reply:
    """``POST …/Participants/{participant}``."""
    form = call.form("Attributes")
    conversation = conversation_of(call)
    old = _participant_of(call, conversation)
    text = json_member(form, "Attributes", _PARTICIPANT_MOST)
    new = replace(old, attributes=old.attributes if text is None else text)
    everybody = [new if one.sid == new.sid else one for one in conversation.participants]
    _keep(call, replace(conversation, participants=tuple(everybody)))
    return json_reply(_participant(call, conversation, new))


def _participant_of(call: Call, conversation: Conversation) -> Participant:
    wanted = call.ids["participant"]
    found = next((one for one in conversation.participants if one.sid == wanted), None)
    if found is None:
        raise call.missing()
    return found


def _participant(call: Call, conversation: Conversation, person: Participant) -> dict[str, Any]:
    binding = {
        "type": "sms",
        "address": person.address,
        "proxy_address": person.proxy_address,
    }
    url = address(call.request).removesuffix(f"/{person.sid}")
    return {
        "sid": person.sid,
        "account_sid": ACCOUNT_SID,
        "chat_service_sid": conversation.service,
        "conversation_sid": conversation.sid,
        "identity": person.identity,
        "attributes": person.attributes,
        "messaging_binding": binding if person.address else None,
        "role_sid": None,
        "date_created": stamp(person.date_created),
        "date_updated": stamp(person.date_created),
        "last_read_message_index": None,
        "last_read_timestamp": None,
        "url": f"{url}/{person.sid}",
    }
