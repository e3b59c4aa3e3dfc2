"""Times: instants as RFC 3339 writes them, and how a field wants to have them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct
from msgspec.structs import replace

from mappings.fate import Fate
from mappings.items import Change, Item, worst
from mappings.nodes import plain_text
from mappings.problems import Refused, did_you_mean

# What every platform's strftime knows and writes in the same way.
DIRECTIVES = "aAbBdfGHIjmMpSuUVwWyYzZ%"

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:)(\d\d)(?:\.(\d+))?(.+)")
_WHOLE = Decimal(0)
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)


class Moment(Struct, frozen=True):
    """A point in time. ``fraction`` has the digits that Python's microseconds cannot hold.

    ``leap`` says that it was a leap second, which Python does not have: ``at`` is the one before.
    """

    at: datetime
    fraction: str
    leap: bool

    def rank(self) -> tuple[datetime, Decimal]:
        """What earlier and later are decided by."""
        at = self.at if self.at.tzinfo is UTC else self.at.astimezone(UTC)
        return at, Decimal(f"0.{self.fraction}") if self.fraction else _WHOLE


def moment(value: Any) -> Moment | None:
    """None for what is no time with an offset, or no day of any calendar."""
    match = _TIME.fullmatch(plain_text(value))
    if match is None:
        return None
    day, minute, second, fraction, zone = match.groups()
    # A leap second is as late as its minute gets.
    zone = "+00:00" if zone == "Z" else zone.upper().replace("Z", "+00:00")
    try:
        at = datetime.fromisoformat(f"{day}T{minute}{second if second < '60' else '59'}{zone}")
        if at.tzinfo is None:
            return None
        if at.tzinfo is not UTC:
            at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return Moment(at, fraction or "", second > "59")


def zone_of(name: str) -> tzinfo:
    """Raises ``Refused`` for a name that is no time zone."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        hint = did_you_mean(name, available_timezones())
        raise Refused("M115", name=name, hint=hint or ' Write it like "Europe/Berlin".') from None


def check_pattern(style: str) -> None:
    """Raises ``Refused`` for what ``date`` does not take."""
    if style in ("date", "date-time"):
        return
    found = _DIRECTIVE.findall(style)
    if not found:
        raise Refused(
            "M005", name="date", expected='"date", "date-time" or a pattern like "%d.%m.%Y"'
        )
    for letter in found:
        if not letter or letter not in DIRECTIVES:
            raise Refused("M116", found=f"%{letter}")


def date_change(style: str, zone: tzinfo) -> Change:
    """Write times as ``date`` says; what is no time is left out."""
    write = {"date": _date, "date-time": _date_time}.get(style)

    def changed(item: Item) -> Item | None:
        found = moment(item.value)
        if found is None:
            return None
        try:
            local = found.at.astimezone(zone)
            text, fate = write(found, local) if write else _by_pattern(style, found, local)
        except (ValueError, OverflowError):  # the first and the last day of all
            return None
        if text == item.value:
            return item
        return replace(item, value=text, fate=worst(item.fate, fate))

    return lambda items: tuple(new for item in items if (new := changed(item)))


def _date(_: Moment, local: datetime) -> tuple[str, Fate]:
    return local.date().isoformat(), "narrowed"


def _date_time(found: Moment, local: datetime) -> tuple[str, Fate]:
    offset = local.utcoffset()
    if offset is not None and offset.seconds % 60:
        local = local.astimezone(UTC)  # a local mean time, which RFC 3339 cannot write
    text = local.isoformat()
    fraction = f".{found.fraction}" if found.fraction else ""
    zone = "Z" if text[19:] == "+00:00" else text[19:]
    return text[:19] + fraction + zone, _fate(same=not found.leap)


def _by_pattern(style: str, found: Moment, local: datetime) -> tuple[str, Fate]:
    micro = found.fraction[:6].ljust(6, "0")
    exact = local.replace(microsecond=int(micro))
    whole = not found.leap and not found.fraction[6:].strip("0")
    letters = frozenset(_DIRECTIVE.findall(style))
    return exact.strftime(style), _fate(same=whole and _tells(letters, exact))


def _tells(letters: frozenset[str], at: datetime) -> bool:
    """Whether a pattern with these directives says which instant was meant."""
    has_day = "Y" in letters and ("j" in letters or ("d" in letters and letters & set("mbB")))
    has_hour = "H" in letters or {"I", "p"} <= letters or not at.hour
    left_out = (("M", at.minute), ("S", at.second), ("f", at.microsecond))
    has_rest = all(letter in letters or not number for letter, number in left_out)
    # Where the clock is set back, an hour comes twice.
    comes_once = at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset()
    return bool(has_day) and has_hour and has_rest and ("z" in letters or comes_once)


def _fate(*, same: bool) -> Fate:
    return "reformatted" if same else "narrowed"
