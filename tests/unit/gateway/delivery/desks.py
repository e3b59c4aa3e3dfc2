"""A desk for tests: destinations of the works that use the mapping "desk", and its texts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec

from gateway.delivery.plans import PlanBook
from gateway.delivery.revisions import Desk
from tests.unit.gateway.delivery.works import Floor, Vendor, floor, mapping, open_works

FIRST = mapping("desk")
SECOND = mapping("desk", source="conversation.messages[0].text")
BROKEN = mapping("desk", source="conversation.nowhere")


@asynccontextmanager
async def desk_on(
    folder: Path, vendor: Vendor | None = None, **members: Any
) -> AsyncIterator[tuple[Desk, Floor]]:
    """A desk and the floor that delivers with its mappings; the vendor is called support."""
    opened = open_works(vendor or Vendor(), text=FIRST, **members)
    support = msgspec.structs.replace(opened, called="desk")
    async with floor(folder, support) as works:
        plans = PlanBook(works.destinations, works.store)
        works.tools = msgspec.structs.replace(works.tools, in_force=plans.of)
        works.dispatcher = works.new_dispatcher()
        yield Desk(store=works.store, plans=plans), works
