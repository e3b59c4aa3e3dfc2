"""The Action-Based Conversations corpus (asappresearch/abcd, MIT) as a dialect, for tests only.

A person helps; what they did in their tools stands among what was said, with the role "action".
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part, text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.turns import add_message, speaker
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Text

_ROLES = {"agent": "agent", "customer": "customer", "action": "system"}
_CUSTOMER = (
    ("customer_name", "name"),
    ("username", "id"),
    ("email", "email"),
    ("phone", "phone"),
    ("member_level", "tier"),
)


def recognises(document: Json) -> bool:
    """A scenario and what was said in it."""
    return is_object(document) and is_list(document.get("original")) and "convo_id" in document


def normalize(document: Json) -> Normalized:
    """What was said and done, and what the scenario tells about customer and order."""
    if not recognises(document):
        raise refusal(dialect)
    root = Native("", document)
    draft = Draft()
    draft.make("/conversation/id", f"abcd-{root['convo_id'].value}", root["convo_id"])
    for line in root["original"].elements():
        _line(draft, line)
    _scenario(draft, root["scenario"])
    draft.drop(root["delexed"], "delexicalised_copy")
    return finish(document, draft)


def _line(draft: Draft, line: Native) -> None:
    message = speaker(line[0], _ROLES)
    if line[0].value == "action":
        message.value["internal"] = True
        add_message(draft, message, [event_part("action", line[1])])
    else:
        add_message(draft, message, [text_part(line[1])])


def _scenario(draft: Draft, scenario: Native) -> None:
    for native, name in _CUSTOMER:
        draft.take(scenario["personal"][native], f"/customer/{name}", Text)
    order = Draft(type="order")
    if order.take(scenario["order"]["order_id"], "/id", Id):
        order.take(scenario["order"], "/fields")
        draft.append("/records", order)
    draft.take(scenario["flow"], "/reason/original", Text)
    draft.take(scenario["product"], "/conversation/variables/product")
    intent = Draft(source="abcd")
    if intent.take(scenario["subflow"], "/name", Id):
        draft.append("/intents", intent)


dialect = Dialect(
    name="abcd",
    version="1.1",
    looks_like='a conversation with "convo_id" and "original"',
    recognises=recognises,
    normalize=normalize,
)
