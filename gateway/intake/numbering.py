"""Ids and sequence numbers for the messages that came without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from gateway.schema.scalars import Json

_FIRST = tuple(f"m{position}" for position in range(1, 301))


def message_ids(given: Sequence[Json]) -> list[str]:
    """An id for each message: its own, else "m1", "m2", … by position, never one that is taken."""
    plain = [*_FIRST[: len(given)], *(f"m{n}" for n in range(len(_FIRST) + 1, len(given) + 1))]
    if given.count(None) == len(given):
        return plain
    ids = [own if isinstance(own, str) else id_ for own, id_ in zip(given, plain, strict=True)]
    return ids if len(set(ids)) == len(ids) else _told_apart(given, plain)


def _told_apart(given: Sequence[Json], plain: list[str]) -> list[str]:
    taken = {id_ for id_ in given if isinstance(id_, str)}
    if len(taken) == len(given):
        return list(given)
    ids: list[str] = []
    for own, id_ in zip(given, plain, strict=True):
        ids.append(own if isinstance(own, str) else _free(id_, taken))
        taken.add(ids[-1])
    return ids


def sequence_numbers(given: Iterable[Json]) -> list[int]:
    """A number for each message: its own, else one more than the one before; the first is 1."""
    numbers: list[int] = []
    last = 0
    for number in given:
        last = number if isinstance(number, int) else last + 1
        numbers.append(last)
    return numbers


def _free(plain: str, taken: set[str]) -> str:
    if plain not in taken:
        return plain
    return next(id_ for n in count(2) if (id_ := f"{plain}.{n}") not in taken)
