"""LangChain's messages, as ``messages_to_dict``, ``dumpd`` or ``model_dump`` write them.

Read in langchain-core 1.7.2.
"""

from __future__ import annotations

from typing import Any

from gateway.intake.dialects.langchain_messages.forms import is_message
from gateway.intake.dialects.langchain_messages.messages import OPTIONAL, read_message
from gateway.intake.dialects.langchain_messages.usual import usual_of
from gateway.intake.drafting.beside import BESIDE_MESSAGES, take_given, take_members, take_model
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES, finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.retrieved import take_retrieved
from gateway.intake.drafting.usual import Usual, explained, read_each
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Json
from gateway.sdk.errors import InvalidHandoff, Problem


def recognises(document: Json) -> bool:
    """Messages of LangChain's types, in a list or in an object around it."""
    if is_object(document) and "__interrupt__" in document:
        return False
    messages = document if is_list(document) else _under(document)
    return bool(messages) and all(map(is_message, messages))


def normalize(document: Json) -> Normalized:
    """The messages as a conversation. Raises ``InvalidHandoff`` where there are none."""
    messages = document if is_list(document) else _under(document)
    return explained(translate, document, usual_of(messages))


def translate(document: Json, usual: Usual | None) -> Normalized:
    """The messages as a conversation, by rule where they are of no ``usual`` form."""
    native = Native("", document)
    messages = native if is_list(document) else native["messages"]
    if not is_list(messages.value):
        problem = Problem(code="handoff.invalid_member", detail=f"must be {dialect.looks_like}")
        raise InvalidHandoff(problems=[problem])
    draft = Draft()
    take_given(draft, native["handoff"])
    take_members(draft, native, BESIDE_MESSAGES)
    take_model(draft, native["model"])
    if messages.value:
        read_each(draft, messages, usual, read_message)
    else:
        draft.make(MESSAGES, [], messages)
    take_retrieved(draft, native)
    return finish(document, draft, optional=OPTIONAL)


def _under(document: Json) -> list[Any]:
    messages = document.get("messages") if is_object(document) else None
    return messages if is_list(messages) else []


dialect = Dialect(
    name="langchain",
    version="1.7.2",
    looks_like=(
        "a list of LangChain messages with types human, ai, system and tool, as messages_to_dict, "
        'dumpd or model_dump write them, or an object with such "messages"'
    ),
    recognises=recognises,
    normalize=normalize,
)
