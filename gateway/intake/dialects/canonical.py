"""The canonical handoff itself: nothing moves, every leaf stays where it is."""

from __future__ import annotations

from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_object
from gateway.schema.handoff import SCHEMA_VERSION
from gateway.schema.leaves import document_leaves
from gateway.schema.scalars import Json
from gateway.sdk.errors import InvalidHandoff, Problem


def recognises(document: Json) -> bool:
    """An object with an object ``conversation``, which has messages or no type beside it."""
    conversation = document.get("conversation") if is_object(document) else None
    if not is_object(document) or not is_object(conversation):
        return False
    # An activity of the Bot Framework has a conversation too, and a type.
    return "messages" in conversation or "type" not in document


def normalize(document: Json) -> Normalized:
    """The document as it is. Raises ``InvalidHandoff`` where it is no object."""
    if not is_object(document):
        raise InvalidHandoff(
            problems=[Problem(code="handoff.invalid_member", detail="must be an object")]
        )
    return Normalized(
        handoff=document,
        mapped={pointer: (pointer,) for pointer in document_leaves(document)},
    )


dialect = Dialect(
    name="canonical",
    version=SCHEMA_VERSION,
    looks_like='an object with an object "conversation"',
    recognises=recognises,
    normalize=normalize,
)
