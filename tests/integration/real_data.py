"""Recorded conversations as a sender would send them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.star import canonical_handoff, rows


def tau_bodies(shared: Path) -> list[bytes]:
    """The 54 airline conversations, each as the chat messages it is."""
    lines = (shared / "data/real/tau_airline_gpt4o.jsonl").read_text("utf-8").splitlines()
    return [json.dumps({"messages": json.loads(line)["traj"]}).encode() for line in lines]


def star_bodies(shared: Path) -> list[bytes]:
    """The 80 STAR conversations in canonical form."""
    return [json.dumps(canonical_handoff(row)).encode() for row in rows(shared)]
