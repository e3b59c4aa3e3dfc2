"""What a gateway answers, as small as it can be."""

from __future__ import annotations

from typing import Any

ID = "019c7a2e-4b10-7c3d-9a51-6f0e2d8b4c17"


def delivery(**members: Any) -> dict[str, Any]:
    """One delivery, verified unless told otherwise."""
    return {
        "id": "01a1f8f5-112a-7641-9fff-d5c7d08f52c1",
        "destination": "support",
        "status": "verified",
        "attempts": 1,
        "work_item": {"ref": "7", "url": "https://desk.example/agent/items/7"},
        "proofs": {"verified": 3},
        "fates": {"capsule": 2, "exact": 1},
        "next_attempt_at": None,
        "mapping": None,
        **members,
    }


def handoff(**members: Any) -> dict[str, Any]:
    """One handoff with one delivery."""
    return {
        "id": ID,
        "status": "verified",
        "conversation_id": "c-81",
        "created_at": "2026-11-20T12:28:48.123456Z",
        "dialect": "canonical",
        "deliveries": [delivery()],
        "links": {},
        **members,
    }


def row(pointer: str = "/id", **place: Any) -> dict[str, Any]:
    """A receipt's row with one place, verified unless told otherwise."""
    found = {"destination": "support", "object": "item", "field": "note", "proof": "verified"}
    found.update(place)
    return {"pointer": pointer, "fate": "note", "proof": found["proof"], "places": [found]}


def exchange(**members: Any) -> dict[str, Any]:
    """One exchange of a journal."""
    return {
        "phase": "deliver",
        "round": 0,
        "number": 1,
        "step": "create item",
        "method": "POST",
        "path": "/items",
        "attempt": 1,
        "status": 201,
        **members,
    }
