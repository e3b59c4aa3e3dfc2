"""A redaction profile ready for work: its detectors, in the order in which they win."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from typing import TypeAlias

from msgspec import Struct

from gateway.config.privacy import ProfileSettings
from gateway.intake.privacy import detectors, triggers
from gateway.intake.privacy.cards import cards
from gateway.intake.privacy.hit import Detector, Hit
from gateway.intake.privacy.plain import Plain

Triggered: TypeAlias = tuple[re.Pattern[str], Detector]

_CARDS: Triggered = (triggers.CARD, cards)


class Profile(Struct, frozen=True, kw_only=True):
    """``detectors``: each with what a text must have for it to find anything there.

    ``is_cards_only``: a cheap look at the whole document may settle it; ``fields`` are names of
    members, in lower case, whose values are always replaced.
    """

    detectors: tuple[Triggered, ...] = (_CARDS,)
    is_cards_only: bool = True
    fields: frozenset[str] = frozenset()
    wants_scrubbed: bool = False

    def hits(self, text: Plain) -> list[Hit]:
        """What is found, from the left; of what overlaps, the first detector's."""
        taken: list[Hit] = []
        for trigger, detector in self.detectors:
            if trigger.search(text.text):
                for hit in detector(text):
                    _take(hit, taken)
        return taken


def _take(hit: Hit, taken: list[Hit]) -> None:
    """Put a hit in its place, unless that is taken."""
    place = bisect_right(taken, hit.start, key=_start)
    if place and taken[place - 1].end > hit.start:
        return
    if place < len(taken) and taken[place].start < hit.end:
        return
    taken.insert(place, hit)


def _start(hit: Hit) -> int:
    return hit.start


DEFAULT = Profile()


def profile_of(settings: ProfileSettings, region: str | None = None) -> Profile:
    """The profile that settings describe; ``region`` is for telephone numbers without a country.

    Raises ``ConfigurationError`` where Presidio is asked for and not installed.
    """
    chosen = tuple(_chosen(settings, region))
    return Profile(
        detectors=chosen,
        is_cards_only=chosen == (_CARDS,) and not settings.fields,
        fields=frozenset(name.lower() for name in settings.fields),
        wants_scrubbed=settings.scrubbed,
    )


def _chosen(settings: ProfileSettings, region: str | None) -> Iterator[Triggered]:
    # What can be told for certain comes before what only looks like it.
    wanted: tuple[tuple[bool, Triggered], ...] = (
        (settings.secrets, (triggers.ANYTHING, detectors.secrets)),
        (settings.card, _CARDS),
        (settings.iban, (triggers.IBAN, detectors.ibans)),
        (settings.email, (triggers.EMAIL, detectors.emails)),
        (settings.ssn_context, (triggers.SSN, detectors.ssns)),
        (settings.ip, (triggers.IP, detectors.addresses)),
        (settings.phone, (triggers.PHONE, partial(detectors.phones, region=region))),
    )
    yield from (triggered for is_on, triggered in wanted if is_on)
    if settings.presidio:
        # An extra that takes seconds to import.
        from gateway.intake.privacy.presidio import presidio_detector

        yield triggers.ANYTHING, presidio_detector(settings.presidio)
