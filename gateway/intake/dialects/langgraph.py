"""LangGraph's interrupts: the result of a run that stopped, or a snapshot of its state.

Read in langgraph 1.2.22. What an interrupt holds is free JSON, and so the place where a graph puts
its handoff package.
"""

from __future__ import annotations

from gateway.intake.dialects.langchain_messages.messages import OPTIONAL, read_message
from gateway.intake.dialects.langchain_messages.usual import usual_of
from gateway.intake.drafting.beside import take_given, take_variables
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part
from gateway.intake.drafting.requests import take_package, want_approval
from gateway.intake.drafting.retrieved import take_retrieved
from gateway.intake.drafting.turns import add_message
from gateway.intake.drafting.usual import Usual, explained, read_each
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Text, Time
from gateway.sdk.errors import InvalidHandoff, Problem

INTERRUPT = "interrupt"


def recognises(document: Json) -> bool:
    """A state with ``__interrupt__``, or a snapshot with its values, tasks and configuration."""
    if not is_object(document):
        return False
    is_snapshot = is_object(document.get("values")) and (
        is_list(document.get("tasks")) or is_list(document.get("interrupts"))
    )
    return is_list(document.get("__interrupt__")) or is_snapshot


def normalize(document: Json) -> Normalized:
    """The messages of the state, and what the graph waits for.

    Raises ``InvalidHandoff`` for anything but an object with a state in it.
    """
    return explained(translate, document, usual_of(_state(Native("", document))["messages"].value))


def translate(document: Json, usual: Usual | None) -> Normalized:
    """The messages of the state, by rule where they are of no ``usual`` form."""
    if not recognises(document):
        problem = Problem(code="handoff.invalid_member", detail=f"must be {dialect.looks_like}")
        raise InvalidHandoff(problems=[problem])
    native = Native("", document)
    state = _state(native)
    is_snapshot = state is not native
    interrupts = native["interrupts"] if is_snapshot else native["__interrupt__"]
    draft = Draft()
    take_given(draft, native["handoff"])
    _thread(draft, native)
    read_each(draft, state["messages"], usual, read_message)
    _interrupts(draft, interrupts, native["tasks"])
    retrieved = take_retrieved(draft, state)
    take_variables(draft, state, ("messages", "__interrupt__", "handoff", "config", *retrieved))
    return finish(document, draft, optional=OPTIONAL)


def _state(document: Native) -> Native:
    """A snapshot has the state in it, a result is one."""
    return document if is_list(document["__interrupt__"].value) else document["values"]


def _thread(draft: Draft, document: Native) -> None:
    """The thread is the conversation; the checkpoint is where this run stands in it."""
    where = document["config"]["configurable"]
    draft.take(where["thread_id"], "/conversation/id", Id)
    draft.take(where["thread_id"], "/correlation/thread_id", Id)
    draft.take(where["checkpoint_id"], "/correlation/run_id", Id)
    draft.take(document["created_at"], "/occurred_at", Time)


def _interrupts(draft: Draft, interrupts: Native, tasks: Native) -> None:
    """Each interrupt once, though a snapshot names it twice: by itself and with its task."""
    places: list[tuple[Json, str]] = []
    within = [found for task in tasks.elements() for found in task["interrupts"].elements()]
    for interrupt in (*interrupts.elements(), *within):
        place = next((at for value, at in places if value == interrupt.value), "")
        if place and draft.repeats(interrupt, f"{place}/content/0/data"):
            continue
        message = Draft(role="system")
        place = add_message(draft, message, [event_part(INTERRUPT, interrupt)])
        places.append((interrupt.value, place))
        _package(draft, interrupt["value"])


def _package(draft: Draft, value: Native) -> None:
    """What the graph hands over: text, a package, or calls that it wants leave for."""
    if value.text and "summary" not in draft.value:
        draft.take(value, "/summary/free_text", Text)
    take_package(draft, value)
    for request in value["action_requests"].elements():
        want_approval(draft, request["name"])


dialect = Dialect(
    name="langgraph",
    version="1.2.22",
    looks_like=(
        'a LangGraph state with "__interrupt__", or a state snapshot with "values" and "tasks"'
    ),
    recognises=recognises,
    normalize=normalize,
)
