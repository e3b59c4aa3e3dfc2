"""What may happen to the account before a delivery, and before it is read back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from adapters.twilio_flex.settings import TwilioFlexSettings
from contract_tests.stand_ins.twilio_flex import SETTINGS
from gateway.sdk import Consignment
from tests.adapters.twilio_flex.consignments import consignment
from tests.adapters.twilio_flex.driving import Line

Change = Callable[[Line], object]


def adapter() -> Any:
    """As it is imported now: a test of mutants imports it anew."""
    return sys.modules["adapters.twilio_flex.adapter"].adapter


def _nothing(_: Line) -> None:
    """The account stays as it is."""


class Case(Struct, frozen=True, kw_only=True):
    """One delivery. ``before`` changes the account before it, ``between`` before it is read back.

    ``settings`` are beside the account's own; None takes one of those away.
    """

    consignment: Consignment
    settings: dict[str, Any] = {}
    behaviours: tuple[str, ...] = ()
    before: Change = _nothing
    between: Change = _nothing


def of_conversation(**changes: Any) -> Change:
    """Every conversation is another."""

    def change(line: Line) -> None:
        conversations = line.account.conversations
        for sid, one in list(conversations.items()):
            conversations[sid] = replace(one, **changes)

    return change


def of_messages(**changes: Any) -> Change:
    """Every message is another."""

    def change(line: Line) -> None:
        for one in list(line.account.conversations.values()):
            messages = tuple(replace(message, **changes) for message in one.messages)
            of_conversation(messages=messages)(line)

    return change


def of_document(number: int, data: Any) -> Change:
    """The nth document holds something else."""

    def change(line: Line) -> None:
        documents = line.account.documents
        sid = list(documents)[number]
        documents[sid] = replace(documents[sid], data=data)

    return change


def of_task(**changes: Any) -> Change:
    """Every task is another."""

    def change(line: Line) -> None:
        tasks = line.account.tasks
        for sid, one in list(tasks.items()):
            tasks[sid] = replace(one, **changes)

    return change


def deliver_once(line: Line) -> None:
    """An attempt of which only the conversation and half of the messages are left."""
    line.run(adapter().deliver(consignment(), settings({})))
    (sid, one), *_ = line.account.conversations.items()
    line.account.conversations[sid] = replace(one, messages=one.messages[:2], participants=())
    line.account.tasks.clear()
    line.exchanges.clear()


def talk_in_odd_marks(line: Line) -> None:
    """Half of it was delivered before, and somebody has changed the marks of the messages."""
    deliver_once(line)
    of_messages(attributes='{"readback": {"mark": [7]}}')(line)


def switch(*behaviours: str) -> Change:
    """The account begins to behave so."""

    def change(line: Line) -> None:
        for behaviour in behaviours:
            line.app.switches.turn_on(behaviour)

    return change


def talk_of_others(line: Line) -> None:
    """The conversation is there, and much was said in it by others."""
    line.run(adapter().deliver(consignment(), settings({})))
    (sid, one), *_ = line.account.conversations.items()
    strange = replace(one.messages[0], attributes='{"readback": {"mark": 7}}')
    messages = tuple(replace(strange, sid=f"IM{n}", index=n) for n in range(101))
    line.account.conversations[sid] = replace(one, messages=messages)
    line.account.tasks.clear()
    line.exchanges.clear()


def settings(changes: dict[str, Any]) -> TwilioFlexSettings:
    """The account's own, with changes."""
    return TwilioFlexSettings(**{**SETTINGS, **changes})
