"""Two texts of a mapping side by side, and what going over would have changed."""

from __future__ import annotations

from msgspec import Struct

from gateway.api.mapping_documents import DiffDocument, text_diff
from gateway.api.services import Services
from gateway.delivery.checking import Checked
from gateway.delivery.effect import Effect, Shown
from gateway.delivery.effect_history import effect_of, shown
from gateway.delivery.revisions import Desk, MappingText, checked, text_of
from gateway.sdk.errors import NotFound


class Compared(Struct, frozen=True, kw_only=True):
    """What both texts compile to; ``before`` is None where there was no mapping."""

    name: str
    before: MappingText | None
    after: MappingText
    old: Checked | None
    new: Checked

    @property
    def can_be_tried(self) -> bool:
        """Whether neither of them has an error."""
        return self.new.plan is not None and (self.old is None or self.old.plan is not None)


def desk_of(services: Services) -> Desk:
    """The desk of a running gateway."""
    return Desk(store=services.store, plans=services.plans)


async def in_force(desk: Desk, name: str) -> MappingText | None:
    """The text that deliveries are made with under a name; None where there is none yet."""
    try:
        return await text_of(desk, name, "latest")
    except NotFound:
        return None


async def compared(
    desk: Desk, name: str, before: MappingText | None, after: MappingText
) -> Compared:
    """Compile both; the old one compiled when it was published."""
    old = await checked(desk, name, before.text, published=True) if before else None
    is_old = isinstance(after.which, int)
    new = await checked(desk, name, after.text, published=is_old)
    return Compared(name=name, before=before, after=after, old=old, new=new)


async def effect_between(desk: Desk, both: Compared, last: int) -> Effect | None:
    """The effect on the newest handoffs; None where there is nothing to try."""
    if last == 0 or not both.can_be_tried:
        return None
    old = both.old.plan if both.old else None
    return await effect_of(desk, both.name, old, both.new.plan, last=last)


async def diff_document(
    desk: Desk, both: Compared, *, last: int, handoff_id: str | None
) -> DiffDocument:
    """The whole answer; ``handoff_id`` is the one handoff to show in full."""
    return DiffDocument(
        name=both.name,
        before=both.before.which if both.before else None,
        after=both.after.which,
        text=text_diff(both.before, both.after),
        effect=await effect_between(desk, both, last),
        problems=both.new.problems,
        shown=await _shown(desk, both, handoff_id),
    )


async def _shown(desk: Desk, both: Compared, handoff_id: str | None) -> Shown | None:
    if handoff_id is None or not both.can_be_tried:
        return None
    old = both.old.plan if both.old else None
    return await shown(desk, both.name, old, both.new.plan, handoff_id=handoff_id)
