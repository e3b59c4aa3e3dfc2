"""Plans and past handoffs for effect diffs, made of the works."""

from __future__ import annotations

from typing import Any

import msgspec

from gateway.delivery.checking import check_text, side_of
from gateway.delivery.effect import Seen
from gateway.delivery.vocabulary import CANONICAL
from gateway.schema.handoff import Handoff
from gateway.sdk.manifest import Target
from mappings import Plan
from tests.unit.gateway.delivery.works import TARGET, Works

__all__ = ["CANONICAL", "HEAD", "account", "plan", "seen"]

HEAD = """\
schema = "readback-mapping/1"
canonical = "handoff/1"
name = "desk"
[target]
vendor = "works"
object = "item"
"""


class _Adapter:
    manifest = Works.manifest


class _Account:
    adapter = _Adapter
    target = TARGET


def account(target: Target = TARGET) -> Any:
    """What a check needs of a destination of the works."""
    return side_of(_Account(), target)  # type: ignore[arg-type]


def plan(rules: str, *, capsule: str = '[capsule]\nas = "file"\n') -> Plan:
    """The plan of these rules."""
    found = check_text(HEAD + rules + capsule, [account()])
    assert found.plan is not None, found.problems
    return found.plan


def seen(handoff_id: str = "h-1", visible: dict[str, Any] | None = None, **members: Any) -> Seen:
    """A handoff of the past."""
    said = {"id": "c-1", "messages": [{"role": "customer", "content": "Hello"}]}
    handoff = msgspec.convert({"conversation": said, **members}, Handoff)
    return Seen(id=handoff_id, handoff=handoff, visible=visible or {})
