"""A canonical object in the making, which knows for each native leaf where it stands by now.

A normalizer takes native members one by one; what it leaves is found and kept by ``finish``, so
that no rule can lose a member by forgetting it.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from gateway.intake.drafting.native import Native
from gateway.intake.drafting.trail import Trail
from gateway.intake.shape import is_list, is_object
from gateway.schema.check import fits
from gateway.schema.leaves import unescape
from gateway.schema.origin import Generated, Loss
from gateway.schema.scalars import Id, Json, Text

_SHORT = 256
_OBJECTS = frozenset({dict})


class Draft:
    """The object ``value``; places are JSON Pointers in it, e.g. ``/customer/name``."""

    __slots__ = ("generated", "left", "losses", "trail", "value")

    def __init__(self, **members: Json) -> None:
        self.value: dict[str, Json] = members
        self.trail = Trail()
        self.generated: list[Generated] = []
        self.losses: list[Loss] = []
        self.left: dict[str, Json] = {}

    @property
    def mapped(self) -> dict[str, tuple[str, ...]]:
        """For each native leaf the places where it stands by now."""
        return self.trail.leaves()

    @property
    def noise(self) -> dict[str, str]:
        """The native leaves that were dropped, each with its reason."""
        return self.trail.dropped()

    def take(self, native: Native, place: str, type_: Any = Json) -> bool:
        """Copy a native value; False where it is absent, does not fit or the place is taken."""
        value = native.value
        if value is UNSET or (type_ is not Any and not _fits(value, type_)):
            return False
        if not self._put(place, _copy(value)):
            return False
        self.trail.follow(native, place)
        return True

    def make(self, place: str, value: Json, *sources: Native) -> bool:
        """Put a value that says what its sources say in other words."""
        if value is None or not self._put(place, value):
            return False
        for source in sources:
            self.trail.say(source, place)
        return True

    def know(self, place: str, value: Json, rule: str) -> bool:
        """Put a value that no member of the document says, marked with the rule that made it."""
        if not self._put(place, value):
            return False
        self.generated.append(Generated(path=place, rule=rule))
        return True

    def says(self, place: str, *sources: Native) -> None:
        """The sources' leaves are said by what stands at the place already."""
        for source in sources:
            if source.is_there:
                self.trail.say(source, place)

    def repeats(self, native: Native, place: str) -> bool:
        """A value that stands at the place already, from elsewhere; False if another one does."""
        if not native.is_there or self.at(place) != native.value:
            return False
        if type(self.at(place)) is not type(native.value):
            return False
        self.trail.follow(native, place)
        return True

    def drop(self, native: Native, reason: str) -> None:
        """The leaves of a value that says nothing, and why; what is mapped stays mapped."""
        if native.is_there:
            self.trail.drop(native, reason)

    def lose(self, native: Native, reason: str) -> None:
        """A value that was dropped and that a person would miss."""
        self.losses.append(Loss(path=native.at, reason=reason))

    def append(self, place: str, item: Draft) -> str:
        """Add to the list at a place; the new item's own place is given back."""
        items = self.at(place)
        if not is_list(items):
            items = []
            if not self._put(place, items):
                return ""
        here = f"{place}/{len(items)}"
        items.append(item.value)
        self.merge(item, here)
        return here

    def merge(self, item: Draft, place: str) -> None:
        """Take over what an item knows of native leaves, its value standing at the place."""
        self.trail.join(item.trail, place)
        if item.losses:
            self.losses += item.losses

    def at(self, place: str) -> Json:
        """What stands at a place, ``UNSET`` where nothing does."""
        found: Json = self.value
        for token in place.split("/")[1:]:
            if type(found) in _OBJECTS:
                found = found.get(unescape(token) if "~" in token else token, UNSET)
            elif is_list(found) and token.isdigit() and int(token) < len(found):
                found = found[int(token)]
            else:
                return UNSET
        return found

    def _put(self, place: str, value: Json) -> bool:
        *parents, name = place.split("/")[1:]
        holder: Json = self.value
        for parent in parents:
            if is_object(holder):
                holder = holder.setdefault(unescape(parent) if "~" in parent else parent, {})
            elif is_list(holder) and parent.isdigit() and int(parent) < len(holder):
                holder = holder[int(parent)]
            else:
                return False
        name = unescape(name) if "~" in name else name
        if not is_object(holder) or name in holder:
            return False
        holder[name] = value
        return True


def _fits(value: Json, type_: Any) -> bool:
    """Short text, which most values are, is an id as well; "" is not."""
    if isinstance(value, str) and 0 < len(value) < _SHORT and (type_ is Text or type_ is Id):
        return True
    return fits(value, type_)


def _copy(value: Json) -> Json:
    """The outermost container anew, since a draft puts more into what it took."""
    if is_object(value):
        return dict(value)
    return list(value) if is_list(value) else value
