"""The Schema-Guided Dialogue corpus (dstc8, CC-BY-SA-4.0) as a dialect, for tests only.

A service call and its results stand in the frame of the turn that tells the customer about them.
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.turns import add_message, speaker
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Text

_ROLES = {"USER": "customer", "SYSTEM": "bot"}


def recognises(document: Json) -> bool:
    """A dialogue with services and turns."""
    return is_object(document) and is_list(document.get("turns")) and "services" in document


def normalize(document: Json) -> Normalized:
    """The turns, with the service calls between them."""
    if not recognises(document):
        raise refusal(dialect)
    root = Native("", document)
    draft = Draft()
    draft.take(root["dialogue_id"], "/conversation/id", Id)
    draft.take(root["services"], "/conversation/variables/services")
    for turn in root["turns"].elements():
        for frame in turn["frames"].elements():
            _service(draft, frame)
        message = speaker(turn["speaker"], _ROLES)
        frames = [frame for frame in turn["frames"].elements() if "service_call" not in frame.value]
        for index, frame in enumerate(frames):
            message.take(frame, f"/meta/frame_{index}")
        add_message(draft, message, [text_part(turn["utterance"])])
    return finish(document, draft)


def _service(draft: Draft, frame: Native) -> None:
    call = frame["service_call"]
    if not call["method"].text:
        return
    called = Draft(type="tool_call")
    called.take(call["method"], "/name", Text)
    called.take(call["parameters"], "/arguments")
    add_message(draft, Draft(role="bot"), [called])
    answered = Draft(type="tool_result", name=call["method"].text)
    answered.take(frame["service_results"], "/content")
    add_message(draft, Draft(role="tool"), [answered])


dialect = Dialect(
    name="sgd",
    version="1",
    looks_like='a dialogue with "services" and "turns"',
    recognises=recognises,
    normalize=normalize,
)
