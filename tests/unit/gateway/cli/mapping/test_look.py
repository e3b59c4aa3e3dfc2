"""What there is, listed and exported."""

from __future__ import annotations

import json
from typing import Any

from gateway.delivery.presets import preset_names, preset_text

NAME = preset_names()[0]


def revision(number: int = 2, **members: Any) -> dict[str, Any]:
    return {
        "number": number,
        "published_at": "2026-11-20T12:28:48.123456Z",
        "author": "ann",
        "note": "Promises first",
        "sha256": "f" * 64,
        "rolled_back_from": None,
        **members,
    }


def listed(**members: Any) -> dict[str, Any]:
    return {
        "name": "desk",
        "latest": None,
        "draft": None,
        "preset": False,
        "destinations": [],
        **members,
    }


def rows(out: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines()[1:]]


def test_mappings_are_listed_with_revision_author_and_destinations(run, gateway) -> None:
    draft = {"author": "bob", "saved_at": ""}
    gateway.answer(
        [
            listed(latest=revision(), draft=draft, destinations=["support", "sales"]),
            listed(name="other", preset=True),
        ]
    )
    assert [
        ["desk", "2", "2026-11-20", "12:28:48Z", "ann", "bob", "support,", "sales"],
        ["other", "preset", "-", "-", "-", "-"],
    ] == rows(run("mapping", "list").out)


def test_the_revisions_of_one_mapping_are_listed(run, gateway) -> None:
    gateway.answer({"revisions": [revision(3, rolled_back_from=1), revision(1)]})
    ended = run("mapping", "list", "desk")
    assert "/v1/mappings/desk" == gateway.requests[0].url.path
    assert "Promises first (revision 1 again)" in ended.out
    assert ["3", "1"] == [row[0] for row in rows(ended.out)]


def test_json_is_what_the_gateway_answers(run, gateway) -> None:
    gateway.answer([listed()])
    assert [listed()] == json.loads(run("mapping", "list", "--json").out)


def test_no_part_of_a_name_means_another_address(run, gateway) -> None:
    gateway.answer({"revisions": []})
    run("mapping", "list", "a/../b")
    assert b"/v1/mappings/a%2F..%2Fb" == gateway.requests[0].url.raw_path


def test_a_preset_is_exported_without_a_gateway(run) -> None:
    ended = run("mapping", "export", NAME, "--revision", "preset")
    assert (0, preset_text(NAME)) == (ended.code, ended.out)


def test_an_unknown_preset_is_answered_with_the_nearest(run) -> None:
    ended = run("mapping", "export", NAME[:-1], "--revision", "preset")
    assert (1, True) == (ended.code, f'Did you mean "{NAME}"?' in ended.err)
