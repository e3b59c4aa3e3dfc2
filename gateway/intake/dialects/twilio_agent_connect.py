"""Twilio Agent Connect: ``HandoffPayload``, a pointer to a conversation that Twilio keeps.

Read in twilio-agent-connect 2.5.0. It comes as an object, or as Studio gets it: a form whose field
``Parameters`` is JSON with ``HandoffData``. It has no transcript; turns of the same conversation
are merged into it.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.known import lift_variables
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.words import take_reason
from gateway.intake.embedded import embedded
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_object
from gateway.schema.scalars import Id, Json

_SYSTEM = "twilio_agent_connect"
_REF = "twilio.profile"


def recognises(document: Json) -> bool:
    """The payload by its ids, or a form that holds one."""
    root = Native("", document)
    return _is_payload(root) or _is_payload(_inside(root)[0])


def normalize(document: Json) -> Normalized:
    """The ids, the attributes and the reason. Raises ``InvalidHandoff`` for what is no object."""
    if not is_object(document):
        raise refusal(dialect)
    root = Native("", document)
    payload, source = _inside(root)
    draft = Draft()
    if _is_payload(payload) and not _is_payload(root):
        _payload(draft, payload)
        draft.trail.forget()
        draft.make("/conversation/variables/parameters", _said(source), source)
    else:
        _payload(draft, root)
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    lift_variables(draft)
    return finish(document, draft)


def _is_payload(native: Native) -> bool:
    ids = (native["storeId"], native["profileId"])
    return native["conversationId"].is_there and any(id_.is_there for id_ in ids)


def _inside(root: Native) -> tuple[Native, Native]:
    """The payload within the form field, and the field; what is in it has no pointers."""
    field = root["Parameters"]
    said = _said(field)
    data = Native("", said)["HandoffData"] if is_object(said) else Native("")
    if data.text:
        inner = embedded(data.text)
        data = Native("", inner if inner is not UNSET else None)
    return Native("", data.value), field


def _payload(draft: Draft, payload: Native) -> None:
    draft.take(payload["conversationId"], "/conversation/id", Id)
    draft.take(payload["attributes"], "/conversation/variables", dict[str, Any])
    take_reason(draft, payload["attributes"]["reason"])
    reference = Draft(system=_REF)
    if reference.take(payload["profileId"], "/id", Id):
        draft.append("/customer/refs", reference)
    draft.take(payload["storeId"], "/conversation/variables/storeId")


def _said(field: Native) -> Json:
    """The JSON of the form's field, which a test client may send as an object."""
    return embedded(field.text) if field.text else field.value


dialect = Dialect(
    name=_SYSTEM,
    version="2.5.0",
    looks_like='an object with "conversationId" and "profileId" or "storeId"',
    recognises=recognises,
    normalize=normalize,
)
