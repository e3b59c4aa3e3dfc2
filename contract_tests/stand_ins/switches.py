"""Behaviours that can be switched on one by one; with none on, a stand-in is a kind account.

Written ``NAME``, ``NAME=VALUE`` or ``NAME=VALUE@METHOD /path``: the last applies only to requests
whose method and path begin so.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from contract_tests.stand_ins.wire import Request

Value: TypeAlias = Literal[
    "none", "once", "count", "number", "optional number", "text", "optional text"
]
"""``count``: how many requests it lasts, without one until it is switched off · ``once``: the next
request only · ``number`` and ``text``: needed, or optional."""

Ending: TypeAlias = Literal["verified", "degraded", "unproven", "failed", "waiting"]
"""How a delivery to an account that behaves so has to end: ``verified``, because the adapter copes
with it · ``degraded`` or ``unproven``, with the places concerned named in the receipt · ``failed``,
with a typed error that names the step · ``waiting``, to be tried again later."""


Shows: TypeAlias = Literal["full", "oversize"]
"""``full``: every member filled · ``oversize``: more than one place of the vendor's holds."""


class Behaviour(Struct, frozen=True, kw_only=True):
    """Something a vendor may do; ``does`` is one sentence for a person.

    ``choices`` lists the values there are, where not every text is one. ``sample`` is what the
    contract suite writes behind ``NAME=``, and ``ends`` what it then expects of a delivery.
    ``spoils`` names the places that are then not as they were sent, and no others may be blamed;
    a ``*`` stands for anything. Without it, any place will do. ``work_items`` is how many there
    are afterwards where the vendor itself makes more than one, or forces us to. ``shown_by`` is the
    suite's handoff with which it can be seen.
    """

    name: str
    does: str
    ends: Ending
    value: Value = "none"
    choices: tuple[str, ...] = ()
    sample: str = ""
    spoils: tuple[str, ...] = ()
    work_items: int = 1
    shown_by: Shows = "full"


class Setting(Struct, frozen=True, kw_only=True):
    """A behaviour that is on. ``left`` counts down; None has no end."""

    value: str = ""
    target: str = ""
    left: int | None = None


class Switches:
    """Which behaviours are on; tests turn them while the stand-in runs."""

    def __init__(self, known: tuple[Behaviour, ...]) -> None:
        self._known = {behaviour.name: behaviour for behaviour in known}
        self._on: dict[str, Setting] = {}

    def turn_on(self, text: str) -> None:
        """Switch on ``NAME[=VALUE][@METHOD /path]``.

        Raises ``ValueError`` with a sentence for a person when there is no such behaviour or its
        value does not fit.
        """
        rule, _, target = text.partition("@")
        name, _, value = rule.strip().partition("=")
        behaviour = self._known.get(name)
        if behaviour is None:
            raise ValueError(f'There is no behaviour "{name}". There are: {self._names()}.')
        _check(behaviour, value)
        self._on[name] = Setting(value=value, target=target.strip(), left=_left(behaviour, value))

    def turn_off(self, name: str) -> None:
        """Switch one behaviour off; one that is not on stays off."""
        self._on.pop(name, None)

    def be_kind(self) -> None:
        """Switch everything off."""
        self._on.clear()

    def value(self, name: str) -> str | None:
        """The value of a behaviour that is on, ``""`` without one; None when it is off."""
        setting = self._on.get(name)
        return None if setting is None else setting.value

    def number(self, name: str, default: int = 0) -> int | None:
        """The value as a number; None when the behaviour is off."""
        value = self.value(name)
        return value if value is None else int(value or default)

    def applies(self, name: str, request: Request, *, untargeted: bool = True) -> bool:
        """Whether a behaviour is on for this request.

        ``untargeted`` is the answer where it was switched on without saying for which requests.
        """
        setting = self._on.get(name)
        if setting is None or not setting.target:
            return setting is not None and untargeted
        return f"{request.method} {request.path}".startswith(setting.target)

    def spend(self, name: str, request: Request, *, untargeted: bool = True) -> bool:
        """As ``applies``, and one of its requests is used up; the last one switches it off."""
        if not self.applies(name, request, untargeted=untargeted):
            return False
        setting = self._on[name]
        if setting.left is None:
            return True
        if setting.left > 1:
            self._on[name] = replace(setting, left=setting.left - 1)
        else:
            self.turn_off(name)
        return setting.left > 0

    def _names(self) -> str:
        return ", ".join(sorted(self._known))


def _left(behaviour: Behaviour, value: str) -> int | None:
    if behaviour.value == "once":
        return 1
    return int(value) if behaviour.value == "count" and value else None


def _check(behaviour: Behaviour, value: str) -> None:
    if behaviour.value in ("none", "once") and value:
        raise ValueError(f'"{behaviour.name}" takes no value.')
    if behaviour.value in ("number", "text") and not value:
        raise ValueError(f'"{behaviour.name}" needs a value: {behaviour.name}=….')
    if behaviour.value in ("number", "optional number", "count") and value and not _is_whole(value):
        raise ValueError(f'"{behaviour.name}" takes a whole number, 0 or more.')
    if behaviour.choices and value not in behaviour.choices:
        raise ValueError(f'"{behaviour.name}" takes one of: {", ".join(behaviour.choices)}.')


def _is_whole(value: str) -> bool:
    return value.isascii() and value.isdigit()
