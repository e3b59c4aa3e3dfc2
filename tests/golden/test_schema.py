"""The published schema of each released minor, and the promise that none takes anything away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.schema.export import handoff_json_schema
from gateway.schema.handoff import SCHEMA_VERSION

FOLDER = Path(__file__).resolve().parent
_PROSE = frozenset({"title", "description", "examples"})

Schema = dict[str, Any]


def _released() -> list[Path]:
    return sorted(FOLDER.glob("handoff-*.schema.json"))


def _shape(node: Any) -> Any:
    """A schema without the words about it, and without the known members of open enums."""
    if isinstance(node, list):
        return [_shape(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        # Below these two stand names of ours, "title" and "description" among them.
        name: {key: _shape(child) for key, child in value.items()}
        if name in ("properties", "$defs")
        else _shape(value)
        for name, value in node.items()
        if name not in _PROSE
    }


def _taken_away(old: Schema, new: Schema) -> list[str]:
    """What a document written for ``old`` could trip over in ``new``."""
    found: list[str] = []
    for struct, before in _shape(old["$defs"]).items():
        after = _shape(new["$defs"]).get(struct)
        if after is None:
            found.append(f"{struct} is gone")
        else:
            found += [f"{struct}.{text}" for text in _changes(before, after)]
    return found


def _changes(before: Schema, after: Schema) -> list[str]:
    members, now = before.get("properties", {}), after.get("properties", {})
    gone = [f"{name} is gone" for name in members if name not in now]
    # The list of part types may grow, and with it what counts as unknown.
    typed = [
        f"{name} has another type"
        for name, type_ in members.items()
        if name in now and "not" not in type_ and not _accepts(now[name], type_)
    ]
    required = set(after.get("required", ())) - set(before.get("required", ()))
    return gone + typed + [f"{name} is required now" for name in sorted(required)]


def _accepts(new: Any, old: Any) -> bool:
    """Whether a member's type is the same but for alternatives that were added."""
    if not isinstance(new, dict) or not isinstance(old, dict):
        return bool(new == old)
    return set(new) == set(old) and all(
        all(item in new[name] for item in value)
        if name in ("anyOf", "enum")
        else name == "discriminator" or _accepts(new[name], value)
        for name, value in old.items()
    )


def test_the_published_schema_is_the_golden_one(golden: Callable[[str, str], None]) -> None:
    text = json.dumps(handoff_json_schema(), indent=2, ensure_ascii=False) + "\n"

    golden(f"handoff-{SCHEMA_VERSION}.schema.json", text)


@pytest.mark.parametrize("released", _released(), ids=lambda path: path.name)
def test_nothing_released_was_renamed_retyped_removed_or_made_required(released: Path) -> None:
    assert [] == _taken_away(json.loads(released.read_text()), handoff_json_schema())


def _renamed(schema: Schema) -> None:
    members = schema["$defs"]["Money"]["properties"]
    members["amount"] = members.pop("value")


def _retyped(schema: Schema) -> None:
    schema["$defs"]["Step"]["properties"]["description"] = {"type": "integer"}


def _tightened(schema: Schema) -> None:
    schema["$defs"]["Step"]["properties"]["status"]["enum"].remove("skipped")


def _bounded(schema: Schema) -> None:
    schema["$defs"]["Step"]["properties"]["description"]["maxLength"] = 80


def _required(schema: Schema) -> None:
    schema["$defs"]["Handoff"]["required"] = ["conversation", "customer"]


def _removed(schema: Schema) -> None:
    del schema["$defs"]["Citation"]


@pytest.mark.parametrize(
    "damage",
    [_renamed, _retyped, _tightened, _bounded, _required, _removed],
    ids=lambda damage: damage.__name__,
)
def test_a_change_that_takes_something_away_is_seen(damage: Callable[[Schema], None]) -> None:
    changed = handoff_json_schema()
    damage(changed)

    assert _taken_away(handoff_json_schema(), changed)


def test_an_addition_takes_nothing_away() -> None:
    changed = handoff_json_schema()
    changed["$defs"]["Money"]["properties"]["rounded"] = {"type": "boolean"}
    changed["$defs"]["Step"]["properties"]["status"]["enum"].append("deferred")
    changed["$defs"]["Money"]["description"] = "Said better."

    assert [] == _taken_away(handoff_json_schema(), changed)
