"""The form of what a bot usually shows beside its words: choices, or nothing."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType

from gateway.intake.dialects.rasa_tracker.events import CHOICES
from gateway.intake.drafting.usual import Form, Null, Turn


class Offered(Form, frozen=True, gc=False):
    """The data of a bot's event; what is neither of the two kinds of choices is for rules."""

    elements: Null = UNSET
    quick_replies: list[Any] | UnsetType | None = UNSET
    buttons: list[Any] | UnsetType | None = UNSET
    attachment: Null = UNSET
    image: Null = UNSET
    custom: Null = UNSET

    def choices(self) -> list[Turn]:
        """What the customer was offered to choose from."""
        if not isinstance(self.buttons, list) and not isinstance(self.quick_replies, list):
            return []
        shown = [(kind, getattr(self, kind)) for kind in CHOICES]
        return [
            {"type": "choices", "options": options, "kind": kind}
            for kind, options in shown
            if isinstance(options, list)
        ]
