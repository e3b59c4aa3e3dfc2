"""Tool calls and their results as parts, whatever a dialect calls their members.

What a model wrote as arguments is kept word for word, and what it says beside it. Ids are kept as
sent and are no keys: they repeat inside real conversations.
"""

from __future__ import annotations

from msgspec import UNSET

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.embedded import embedded
from gateway.schema.scalars import Id, Text


def call_part(
    *, name: Native, call_id: Native, written: Native, is_json: bool = True
) -> Draft | None:
    """A call of the tool that ``name`` says; None where it says none. ``is_json``: text in
    ``written`` should be JSON.
    """
    part = Draft(type="tool_call")
    if not name.text or not part.take(name, "/name", Text):
        return None
    part.take(call_id, "/call_id", Id)
    take_arguments(part, written, is_json=is_json)
    return part


def take_arguments(part: Draft, written: Native, *, is_json: bool = True) -> None:
    """The arguments of a call: an object as it is, text word for word and as the JSON it is."""
    if not isinstance(written.value, str):
        part.take(written, "/arguments")
        return
    part.take(written, "/arguments_text", Text)
    said = embedded(written.value) if is_json else UNSET
    if said is not UNSET:
        part.make("/arguments", said, written)


def result_part(*, call_id: Native, content: Native, name: Native | None = None) -> Draft:
    """What a tool answered, as it stands: JSON text stays text."""
    part = Draft(type="tool_result")
    part.take(call_id, "/call_id", Id)
    if name is not None:
        part.take(name, "/name", Text)
    part.take(content, "/content")
    return part
