"""The CrossWOZ corpus (thu-coai, Apache-2.0) as a dialect, for tests only: people in Chinese."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.turns import add_message, speaker
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json

_ROLES = {"usr": "customer", "sys": "bot"}


def recognises(document: Json) -> bool:
    """A dialogue between "usr" and "sys" with a goal."""
    return is_object(document) and is_list(document.get("messages")) and "sys-usr" in document


def normalize(document: Json) -> Normalized:
    """What was said, with the acts behind it, and the customer's tasks."""
    if not recognises(document):
        raise refusal(dialect)
    root = Native("", document)
    draft = Draft()
    draft.take(root["dialogue_id"], "/conversation/id", Id)
    draft.know("/conversation/language", "zh", "crosswoz.language")
    for native in root["messages"].elements():
        message = speaker(native["role"], _ROLES)
        message.take(native["dialog_act"], "/meta/dialog_act")
        add_message(draft, message, [text_part(native["content"])])
    for name in ("goal", "final_goal", "task description", "type"):
        draft.take(root[name], f"/conversation/variables/{name}")
    return finish(document, draft)


dialect = Dialect(
    name="crosswoz",
    version="1",
    looks_like='a dialogue with "sys-usr" and "messages"',
    recognises=recognises,
    normalize=normalize,
)
