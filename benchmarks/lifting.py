"""What lifting finds in the recorded handoffs of tau-bench: `python -m benchmarks.lifting`.

Reads ``tau_airline_gpt4o.jsonl`` from the folder of shared data (``--shared FOLDER`` or the
environment's ``READBACK_SHARED``, else ``../shared``). Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from gateway.intake.door import examine
from gateway.schema.handoff import Handoff

GOAL = 0.95
_FILE = Path("data") / "real" / "tau_airline_gpt4o.jsonl"
_TRANSFER = "transfer_to_human_agents"


class Found(Struct, frozen=True, kw_only=True):
    """What the tools of one recorded conversation showed, and what of it the handoff carries."""

    handed_over: bool
    user: str
    shown_records: frozenset[str]
    lifted_records: frozenset[str]
    lifted_user: str | None
    named_by_bot: bool

    @property
    def has_shown(self) -> bool:
        return bool(self.shown_records)

    @property
    def has_records(self) -> bool:
        return self.shown_records <= self.lifted_records

    @property
    def has_user(self) -> bool:
        return self.lifted_user == self.user


def read(file: Path) -> list[dict[str, Any]]:
    """The recorded conversations."""
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]


def found_in(row: dict[str, Any]) -> Found:
    """Hands one conversation over as a bot would, and compares it with what the tools showed."""
    body = json.dumps({"messages": row["traj"]}).encode()
    reception = examine(body, content_type="application/json", dialect=None, strict=False)
    handoff = reception.settled.handoff
    user = row["info"]["task"]["user_id"]
    said = _transfer_summary(row["traj"])
    return Found(
        handed_over=said is not None,
        user=user,
        shown_records=frozenset(_shown(row["traj"], user)),
        lifted_records=frozenset(record.id for record in handoff.records or ()),
        lifted_user=_user(handoff),
        named_by_bot=user in (said or ""),
    )


def report(rows: Iterable[Found]) -> tuple[str, bool]:
    """The counts as text, and whether the goals are reached."""
    every = list(rows)
    over = [found for found in every if found.handed_over]
    lines = [_line("all conversations", every), _line("handed over to a person", over)]
    shown = [found for found in over if found.has_shown]
    named = sum(found.named_by_bot for found in shown)
    lines.append(f"the bot's own summary names the user's id in {named} of {len(shown)}")
    reached = all(_share(part) >= GOAL for part in (every, over))
    lines.append(f"{'reached' if reached else 'MISSED'}: at least {GOAL:.0%} carry both")
    return "\n".join(lines), reached


def _line(title: str, rows: list[Found]) -> str:
    shown = [found for found in rows if found.has_shown]
    records = sum(found.has_records for found in shown)
    users = sum(found.has_user for found in shown)
    return (
        f"{title}: {len(rows)}; tools showed a reservation or the user in {len(shown)}; "
        f"all of them in records: {records}; the user's id in customer: {users}"
    )


def _share(rows: list[Found]) -> float:
    shown = [found for found in rows if found.has_shown]
    both = sum(found.has_records and found.has_user for found in shown)
    return both / len(shown) if shown else 0.0


def _shown(messages: list[dict[str, Any]], user: str) -> Iterable[str]:
    """The ids of the reservations and the user's record that tools answered with."""
    for message in messages:
        content = message.get("content") or ""
        if message["role"] == "tool" and content.startswith("{"):
            answer = json.loads(content)
            if "reservation_id" in answer:
                yield answer["reservation_id"]
            elif "membership" in answer:
                # A user's record does not repeat the id that it was asked for by.
                yield user


def _transfer_summary(messages: list[dict[str, Any]]) -> str | None:
    for message in reversed(messages):
        for call in message.get("tool_calls") or ():
            if call["function"]["name"] == _TRANSFER:
                return str(call["function"]["arguments"])
    return None


def _user(handoff: Handoff) -> str | None:
    members: dict[str, Any] = msgspec.to_builtins(handoff)
    return members.get("customer", {}).get("id")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lifting")
    parser.add_argument("--shared", default=os.environ.get("READBACK_SHARED", "../shared"))
    file = Path(parser.parse_args(arguments).shared) / _FILE
    if not file.is_file():
        print(f"There is no {_FILE} in the folder of shared data.")
        return 2
    text, reached = report(map(found_in, read(file)))
    print(text)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
