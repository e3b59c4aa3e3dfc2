"""Which events of a tracker are in force: those of the last session that nobody took back."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.intake.drafting.native import Native
from gateway.intake.shape import is_object

BOUNDARIES = frozenset({"session_started", "restart"})
_SPOKEN = frozenset({"user", "bot"})

# What takes an event back, and which one it takes back to.
_REVOKES = {"rewind": "user", "undo": "action"}


def in_force(events: Sequence[Native]) -> list[Native]:
    """The events since the last beginning after which somebody spoke, without those that
    ``rewind`` and ``undo`` revoked. Months lie between the sessions of one tracker.
    """
    return _applied(_last_session(events))


def kind(event: Native) -> str:
    """What the event is called."""
    name = event.value.get("event") if is_object(event.value) else None
    return name if isinstance(name, str) else ""


def _last_session(events: Sequence[Native]) -> Sequence[Native]:
    has_spoken = False
    for index in range(len(events) - 1, -1, -1):
        name = kind(events[index])
        has_spoken = has_spoken or name in _SPOKEN
        if has_spoken and name in BOUNDARIES:
            return events[index:]
    return events


def _applied(events: Sequence[Native]) -> list[Native]:
    """Without what was revoked: everything from the last event of a kind, if there is one."""
    kept: list[Native] = []
    places: dict[str, list[int]] = {"user": [], "action": []}
    for event in events:
        name = kind(event)
        if name in _REVOKES:
            last = places[_REVOKES[name]]
            del kept[last[-1] if last else len(kept) :]
            for numbers in places.values():
                while numbers and numbers[-1] >= len(kept):
                    numbers.pop()
            continue
        if name in places:
            places[name].append(len(kept))
        kept.append(event)
    return kept
