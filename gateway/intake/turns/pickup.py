"""A handoff that says only which conversation it is about picks up the turns kept before."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from gateway.intake.lazy import LazyMap
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.intake.turns.kept import Earlier
from gateway.intake.turns.merging import MESSAGES, Merge
from gateway.schema.origin import Generated, Loss
from gateway.schema.scalars import Json

_LONGEST_ID = 255

# Members that name a message by its id.
_ONE = frozenset({"message_id", "reply_to"})
_SEVERAL = frozenset({"message_ids", "cited_in", "grounded_in"})

# What stands in these is the bot's, whatever its names are.
_OPAQUE = frozenset(
    {"content", "meta", "variables", "extensions", "unmapped", "fields", "metadata", "attributes"}
    | {"slots", "hints", "raw", "result", "items", "shipments", "schema", "address", "value"}
)


def continued(dialect: Dialect, turns: Sequence[Earlier]) -> Dialect:
    """The dialect of a body to which the turns belong that came before it."""

    def normalize(document: Json) -> Normalized:
        return _with_turns(dialect.normalize(document), turns)

    return replace(dialect, normalize=normalize)


class _Gathered(Struct, frozen=True, kw_only=True):
    """What the turns say about how they came to be; the last one stands of equal paths."""

    generated: dict[str, Generated]
    loss: list[Loss]
    unmapped: dict[str, Json]

    def generate(self, path: str, rule: str) -> None:
        """Note a value that no turn said."""
        self.generated[path] = Generated(path=path, rule=rule)


def _with_turns(normalized: Normalized, turns: Sequence[Earlier]) -> Normalized:
    own = normalized.handoff
    if not is_object(own.get("conversation")):
        return normalized
    merge, found = Merge(), _Gathered(generated={}, loss=[], unmapped={})
    for earlier in turns:
        _add(merge, found, earlier)
    lengths = merge.lengths()
    merge.add("", {name: value for name, value in own.items() if name != "unmapped"})
    left = {**found.unmapped, **merge.superseded}
    if left or "unmapped" in own:
        merge.document["unmapped"] = _unmapped(left, own.get("unmapped", {}))
    return replace(
        normalized,
        handoff=merge.document,
        mapped=LazyMap(lambda: _moved(normalized.mapped, lengths)),
        generated=(*normalized.generated, *found.generated.values()),
        loss=(*normalized.loss, *found.loss),
        lifts=True,
    )


def _moved(
    mapped: Mapping[str, tuple[str, ...]], lengths: dict[str, int]
) -> dict[str, tuple[str, ...]]:
    return {
        native: tuple(_shifted(place, lengths) for place in places)
        for native, places in mapped.items()
    }


def _unmapped(left: dict[str, Json], given: Json) -> dict[str, Json]:
    """What the turns left beside the sender's own entries."""
    return {**left, **(given if is_object(given) else {"/unmapped": given})}


def _add(merge: Merge, found: _Gathered, earlier: Earlier) -> None:
    """One turn behind those before it."""
    lengths = merge.lengths()
    here = lengths[MESSAGES]
    members, ids = _identified(merge, earlier)
    messages = members["conversation"]["messages"]
    for index, message in enumerate(messages, start=here):
        if message.get("at") is None:
            message["at"] = earlier.kept_at
            found.generate(f"{MESSAGES}/{index}/at", "turns.kept_at")
    if messages:
        found.generate(f"{MESSAGES}/{here}", f"turns.{earlier.dialect}")
    for one in earlier.turn.generated:
        path = _shifted(one.path, lengths)
        found.generated[path] = replace(one, path=path)
    name = f"/turns/{earlier.number}"
    left = members.pop("unmapped", None)
    if is_object(left):
        found.unmapped.update({name + at: value for at, value in left.items()})
    found.unmapped.update(_private(members, name, lengths))
    merge.add(name, _renamed(members, ids))
    found.loss.extend(replace(loss, path=name + loss.path) for loss in earlier.turn.loss)


def _private(members: dict[str, Json], name: str, lengths: dict[str, int]) -> dict[str, Json]:
    """Corrects the places of what was redacted in a turn. Which fields were sensitive there was
    heeded there; in the whole conversation the same pointers are other places.
    """
    privacy = members.get("privacy")
    if not is_object(privacy):
        return {}
    members["privacy"] = privacy = dict(privacy)
    if is_list(privacy.get("redactions")):
        privacy["redactions"] = [
            {**entry, "path": _shifted(entry["path"], lengths)} if is_object(entry) else entry
            for entry in privacy["redactions"]
        ]
    if "sensitive_fields" not in privacy:
        return {}
    return {f"{name}/privacy/sensitive_fields": privacy.pop("sensitive_fields")}


def _identified(merge: Merge, earlier: Earlier) -> tuple[dict[str, Json], dict[str, str]]:
    """The turn's members, with an id for each message that no message before it has, and the ids
    that changed.
    """
    known: list[Any] = merge.document["conversation"]["messages"]
    taken = {message["id"] for message in known}
    last = max((message["seq"] for message in known if "seq" in message), default=-1)
    changed: dict[str, str] = {}
    messages: list[dict[str, Json]] = []
    handoff = _told_apart(earlier)
    for position, given in enumerate(handoff["conversation"]["messages"], start=1):
        message = dict(given)
        own = message.get("id") or f"m{position}"
        message["id"] = _free(own, earlier.number, taken)
        if message["id"] != own:
            changed[own] = message["id"]
        taken.add(message["id"])
        last = _numbered(message, last)
        messages.append(message)
    conversation = {**handoff["conversation"], "messages": messages}
    return {**handoff, "conversation": conversation}, changed


def _told_apart(earlier: Earlier) -> dict[str, Json]:
    """The turn's members; ``[CARD:1]`` of turn 2 is ``[CARD:2.1]``: each turn counts anew."""
    handoff = earlier.turn.handoff
    privacy = handoff.get("privacy")
    entries = privacy.get("redactions") if is_object(privacy) else None
    named = [entry.get("kind") for entry in entries or () if is_object(entry)]
    kinds = "|".join(sorted({re.escape(kind) for kind in named if isinstance(kind, str)}))
    if not kinds:
        return handoff
    told = re.sub(rf"\[({kinds}):([0-9]+)\]", rf"[\1:{earlier.number}.\2]", json.dumps(handoff))
    apart: dict[str, Json] = json.loads(told)
    return apart


def _free(own: str, number: int, taken: set[str]) -> str:
    """The id itself if it is free, else with the turn's number before it."""
    id_ = own
    while id_ in taken:
        id_ = f"t{number}.{id_}"[:_LONGEST_ID]
        number += 1
    return id_


def _numbered(message: dict[str, Json], last: int) -> int:
    """A number that does not go on from the one before is no number of the whole conversation."""
    if "seq" not in message:
        return last
    seq = message["seq"]
    if isinstance(seq, int) and seq > last:
        return seq
    del message["seq"]
    meta = message.get("meta")
    message["meta"] = {**(meta if is_object(meta) else {}), "seq": seq}
    return last


def _renamed(value: Json, ids: dict[str, str]) -> Any:
    """The same value with the changed ids of messages wherever one is named."""
    if not ids:
        return value
    if is_list(value):
        return [_renamed(item, ids) for item in value]
    if not is_object(value):
        return value
    return {name: _reference(name, child, ids) for name, child in value.items()}


def _reference(name: str, value: Json, ids: dict[str, str]) -> Json:
    if name in _ONE and isinstance(value, str):
        return ids.get(value, value)
    if name in _SEVERAL and is_list(value):
        return [ids.get(item, item) if isinstance(item, str) else item for item in value]
    return value if name in _OPAQUE else _renamed(value, ids)


def _shifted(path: str, lengths: dict[str, int]) -> str:
    """A place in a turn as the place in the whole conversation."""
    for place, length in lengths.items():
        rest = path.removeprefix(f"{place}/")
        index, _, below = rest.partition("/")
        if rest != path and index.isdigit():
            return f"{place}/{int(index) + length}" + (f"/{below}" if below else "")
    return path
