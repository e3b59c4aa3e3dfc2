"""Which events of a tracker are in force: those of the last session that nobody took back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.intake.shape import is_object
from gateway.schema.scalars import Json

BOUNDARIES = frozenset({"session_started", "restart"})
_SPOKEN = frozenset({"user", "bot"})

# What takes an event back, and which one it takes back to.
_REVOKES = {"rewind": "user", "undo": "action"}

_TEXT = frozenset({str})


def in_force(kinds: Sequence[str]) -> list[int]:
    """The positions of the events since the last beginning after which somebody spoke, without
    those that ``rewind`` and ``undo`` revoked. Months lie between the sessions of one tracker.
    """
    begun = 0 if BOUNDARIES.isdisjoint(kinds[1:]) else _beginning(kinds)
    since = range(begun, len(kinds))
    return list(since) if _REVOKES.keys().isdisjoint(kinds) else _applied(kinds, since)


def kinds_of(events: Sequence[Json]) -> list[str]:
    """What each event is called, "" where it is called nothing."""
    try:
        kinds = [event["event"] for event in events]
    except (KeyError, TypeError):
        return [kind(event) for event in events]
    return kinds if _TEXT.issuperset(map(type, kinds)) else [kind(event) for event in events]


def kind(event: Json) -> str:
    """What the event is called."""
    name = event.get("event") if is_object(event) else None
    return name if isinstance(name, str) else ""


def _beginning(kinds: Sequence[str]) -> int:
    has_spoken = False
    for after, name in enumerate(reversed(kinds), start=1):
        if name in _SPOKEN:
            has_spoken = True
        elif has_spoken and name in BOUNDARIES:
            return len(kinds) - after
    return 0


def _applied(kinds: Sequence[str], positions: Iterable[int]) -> list[int]:
    """Without what was revoked: everything from the last event of a kind, if there is one."""
    kept: list[int] = []
    places: dict[str, list[int]] = {"user": [], "action": []}
    for position in positions:
        name = kinds[position]
        if name in _REVOKES:
            last = places[_REVOKES[name]]
            del kept[last[-1] if last else len(kept) :]
            for numbers in places.values():
                while numbers and numbers[-1] >= len(kept):
                    numbers.pop()
            continue
        if name in places:
            places[name].append(len(kept))
        kept.append(position)
    return kept
