"""The reference of the HTTP interface has every call with its scope, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from gateway.api.app import ROUTES

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/http.md").read_text(encoding="utf-8")
CALLS = re.findall(r"^\| `([A-Z]+ [^`]+)` \| (.+?) \|", PAGE, re.MULTILINE)


def _scope(route: object) -> str | None:
    needed = route.opt.get("scope")  # type: ignore[attr-defined]
    return needed if needed is None or isinstance(needed, str) else " or ".join(needed)


def _answered() -> dict[str, str | None]:
    return {
        f"{method} {path.replace(':str', '')}": _scope(route)
        for route in ROUTES
        for method in route.http_methods
        for path in route.paths
    }


def test_every_call_has_a_row_and_every_row_is_a_call() -> None:
    assert {*_answered(), "GET /schema"} == {call for call, _ in CALLS}


def test_every_call_says_which_scope_it_needs() -> None:
    told = {call: scope.replace("`", "") for call, scope in CALLS}
    needed = {call: scope for call, scope in _answered().items() if scope}

    assert needed == {call: told[call] for call in needed}


def test_no_call_is_in_two_rows() -> None:
    assert len(CALLS) == len({call for call, _ in CALLS})
