"""The E.164 of telephone numbers that are written as most are, by the tables of phonenumbers.

The library reads a number a dozen times over to tell what kind it is, and how it was meant where
it is odd. Here only what is plain and surely valid is answered; all the rest is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from msgspec import Struct
from phonenumbers import (
    COUNTRY_CODE_TO_REGION_CODE,
    SUPPORTED_REGIONS,
    PhoneMetadata,
    PhoneNumberDesc,
)

_USUAL = re.compile(r"\+?\(?[0-9][0-9 ().-]{5,28}")
_NO_DIGITS = str.maketrans("", "", " ().-+")
_SHORTEST, _LONGEST = 4, 15
_LONGEST_CODE = 3
_NEVER = re.compile("(?!)")

_Kind: TypeAlias = tuple[frozenset[int], re.Pattern[str]]


class _Plan(Struct, frozen=True, kw_only=True, gc=False):
    """How the numbers of a region are written: ``general`` are all that there may be."""

    code: str
    general: _Kind
    kinds: tuple[_Kind, ...]
    trunk: re.Pattern[str]
    abroad: re.Pattern[str]
    leading: re.Pattern[str] | None
    is_rewritten: bool


def usual_e164(number: str, region: str | None) -> str | None:
    """The number in E.164 where that is plain to see; None where the library has to say."""
    if _USUAL.fullmatch(number) is None:
        return None
    digits = number.translate(_NO_DIGITS)
    is_abroad = number.startswith("+")
    plan = _plan(_main_region(digits) if is_abroad else region)
    if plan is None:
        return None
    national = _within(digits.removeprefix(plan.code), plan) if is_abroad else _near(digits, plan)
    return f"+{plan.code}{national}" if national and _is_valid(national, plan.code) else None


def _main_region(digits: str) -> str | None:
    codes = (digits[:length] for length in range(1, _LONGEST_CODE + 1))
    return next((regions[0] for code in codes if (regions := _regions(code))), None)


@cache
def _regions(code: str) -> tuple[str, ...]:
    """Those with this calling code, the main one first. Called for at most 1110 codes."""
    # Before int, "044" would be one as well.
    known: tuple[str, ...] = COUNTRY_CODE_TO_REGION_CODE.get(int(code), ())
    return known if code[0] != "0" else ()


def _near(digits: str, plan: _Plan) -> str | None:
    """As ``_within``; None where its begin may be meant as that of an international number."""
    if digits.startswith(plan.code) or plan.abroad.match(digits):
        return None
    return _within(digits, plan)


def _within(digits: str, plan: _Plan) -> str | None:
    """The number within its country, without what is dialled before it; None if it is odd."""
    national = digits
    trunk = plan.trunk.match(digits)
    if trunk is not None:
        national = digits[trunk.end() :]
        if plan.is_rewritten or not _is_one_of(national, plan.general):
            return None
    is_plain = _SHORTEST <= len(national) <= _LONGEST and national[0] != "0"
    return national if is_plain else None


def _is_valid(national: str, code: str) -> bool:
    """Whether the region it belongs to has such numbers."""
    regions = _regions(code)
    for region in regions:
        plan = _plan(region)
        if plan is None:
            return False
        if len(regions) == 1 or plan.leading is None:
            if _is_any_kind(national, plan):
                return True
        elif plan.leading.match(national):
            return _is_any_kind(national, plan)
    return False


def _is_any_kind(national: str, plan: _Plan) -> bool:
    if not _is_one_of(national, plan.general):
        return False
    return any(_is_one_of(national, kind) for kind in plan.kinds)


def _is_one_of(national: str, kind: _Kind) -> bool:
    lengths, pattern = kind
    return len(national) in lengths and pattern.fullmatch(national) is not None


@cache
def _plan(region: str | None) -> _Plan | None:
    """None where there is none that is plain."""
    if region not in SUPPORTED_REGIONS:
        return None
    found = PhoneMetadata.metadata_for_region(region)
    general = _kind(found.general_desc) if found else None
    if found is None or general is None:
        return None
    return _Plan(
        code=str(found.country_code),
        general=general,
        kinds=tuple(_kinds(found)),
        trunk=_pattern(found.national_prefix_for_parsing),
        abroad=_pattern(found.international_prefix),
        leading=re.compile(found.leading_digits) if found.leading_digits else None,
        is_rewritten=bool(found.national_prefix_transform_rule),
    )


def _kinds(found: PhoneMetadata) -> Iterator[_Kind]:
    """What most people have comes first."""
    for desc in (
        *(found.mobile, found.fixed_line, found.toll_free, found.voip, found.uan),
        *(found.shared_cost, found.premium_rate, found.personal_number, found.pager),
        found.voicemail,
    ):
        kind = _kind(desc)
        if kind is not None:
            yield kind


def _kind(desc: PhoneNumberDesc | None) -> _Kind | None:
    if desc is None or not desc.national_number_pattern:
        return None
    lengths = desc.possible_length or range(_LONGEST + 1)
    return frozenset(lengths), re.compile(desc.national_number_pattern)


def _pattern(text: str | None) -> re.Pattern[str]:
    return re.compile(text) if text else _NEVER
