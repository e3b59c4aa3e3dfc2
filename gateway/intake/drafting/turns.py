"""What the turns of language models have in common: who speaks, what was only thought, what no
rule can read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import other_part, set_content, text_part
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.scalars import Text

REASONING_WITHHELD = "reasoning_withheld"
"""Noise: what a model thought. The part says that it did; only the raw body says what."""


def speaker(role: Native, roles: Mapping[str, str], kept: Collection[str] = ()) -> Draft:
    """A message by somebody. A role that is none of the known ``roles``, and one of ``kept``, which
    the canonical word would not give back, stays in ``meta.role``.
    """
    known = roles.get(role.text, "other")
    message = Draft(role=known)
    if known != "other" and role.text not in kept:
        message.says("/role", role)
    else:
        message.take(role, "/meta/role")
    return message


def add_message(draft: Draft, message: Draft, parts: Sequence[Draft]) -> str:
    """Puts a message with its parts at the end; its place is given back."""
    set_content(message, parts)
    return draft.append(MESSAGES, message)


def stray_message(value: Native) -> tuple[Draft, list[Draft]]:
    """What stands among the messages and is none, kept whole."""
    return Draft(role="other"), [other_part("message", value)]


def unknown_part(block: Native) -> Draft:
    """A native part that no rule reads, whole; its own ``type``, if it is text, names it."""
    if isinstance(block.value, str):
        return text_part(block)
    kind = block["type"]
    if not isinstance(kind.value, str) or not fits(kind.value, Text):
        return other_part("untyped", block)
    part = Draft(type="other", data={})
    part.take(kind, "/original_type")
    for name, member in block.members():
        if name != "type":
            part.take(member, f"/data/{escape(name)}")
    return part


def reasoning_part(block: Native, *thoughts: Native) -> Draft:
    """That a model reasoned, without what it thought; people and vendors are not shown that."""
    part = Draft(type="reasoning", withheld=True)
    part.says("/type", block["type"])
    for thought in thoughts:
        part.drop(thought, REASONING_WITHHELD)
    return part


def typed(part: Draft | None, block: Native) -> Draft:
    """A part that was read, with the block's own ``type`` standing for the part's; the whole block
    where it could not be read.
    """
    if part is None:
        return unknown_part(block)
    if isinstance(block["type"].value, str):
        part.says("/type", block["type"])
    return part
