"""A mapping's life on a whole gateway: what is published is what the vendor gets, from then on."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import msgspec
import pytest

from gateway.cli.examples import load_examples
from gateway.delivery.checking import known_side
from gateway.delivery.starter.write import starter
from tests.integration.stage import Stage, stage

NAME = "zendesk-ticket"
PATH = f"/v1/mappings/{NAME}"
FIRST = starter(known_side("zendesk", "ticket"), NAME)
SECOND = (
    FIRST.replace('critical = "urgent"', 'critical = "high"')
    .replace('value = "readback"', 'value = "calm"')
    .replace('"summary.headline", ', "")
    .replace("[capsule]", '[[field]]\nto = "type"\nvalue = "problem"\n\n[capsule]')
)
SEEN_AT_THE_VENDOR = ("subject", "priority", "type", "tags")


@pytest.fixture
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stage, None, None]:
    """A gateway whose destination uses the preset, and so what is published under its name."""
    with stage(tmp_path_factory.mktemp("life"), mapped=False) as opened:
        yield opened


def publish(stage: Stage, text: str, expected: int) -> dict[str, Any]:
    asked = {"text": text, "note": "why", "expected": expected}
    response = stage.client.post(f"{PATH}/publish", json=asked)
    assert response.status_code == 201, response.text
    return response.json()


def hand_over_all(stage: Stage) -> list[dict[str, Any]]:
    """Every example once more, under a new id."""
    documents = [msgspec.json.decode(body) for _, body in load_examples()]
    for document in documents:
        document.pop("id", None)
    return [stage.hand_over(msgspec.json.encode(document)) for document in documents]


def tickets(stage: Stage, documents: list[dict[str, Any]]) -> list[Any]:
    """What the vendor's account holds of these handoffs."""
    refs = [document["deliveries"][0]["work_item"]["ref"] for document in documents]
    return [stage.account.tickets[int(ref)] for ref in refs]


def test_deliveries_begin_with_what_was_published_without_a_restart(running: Stage):
    before = hand_over_all(running)
    published = publish(running, FIRST, 0)
    first = hand_over_all(running)
    publish(running, SECOND, 1)
    second = hand_over_all(running)

    assert ["support"] == published["destinations"]
    assert [None, 1, 2] == [
        documents[0]["deliveries"][0]["mapping_revision"] for documents in (before, first, second)
    ]
    assert {"verified"} == {document["status"] for document in (*before, *first, *second)}
    assert {("readback",), ("calm",)} == {
        one.tags for one in (*tickets(running, first), *tickets(running, second))
    }
    assert {"problem"} == {one.type for one in tickets(running, second)}


def test_rolling_back_brings_the_old_text_back(running: Stage):
    publish(running, FIRST, 0)
    publish(running, SECOND, 1)
    asked = {"revision": 1, "note": "agents complain", "expected": 2}
    document = running.client.post(f"{PATH}/rollback", json=asked).json()
    after = hand_over_all(running)

    assert (3, 1) == (document["revision"]["number"], document["revision"]["rolled_back_from"])
    assert {("readback",)} == {one.tags for one in tickets(running, after)}
    assert {3} == {one["deliveries"][0]["mapping_revision"] for one in after}


def test_the_effect_that_was_foretold_is_the_one_that_comes_about(running: Stage):
    publish(running, FIRST, 0)
    before = tickets(running, hand_over_all(running))
    foretold = running.client.post(
        f"{PATH}/diff", content=SECOND, headers={"content-type": "application/toml"}
    ).json()["effect"]
    publish(running, SECOND, 1)
    after = tickets(running, hand_over_all(running))

    seen = {name: counted(name, before, after) for name in SEEN_AT_THE_VENDOR}
    assert {name: how for name, how in seen.items() if any(how.values())} == {
        row["field"]: {how: row[how] for how in ("changes", "appears", "disappears")}
        for row in foretold["fields"]
    }
    assert (3, 3, 0, 0) == tuple(
        foretold[name] for name in ("handoffs", "affected", "stopped", "freed")
    )
    # Not every example is critical, nor has every one a headline that says something else.
    assert 0 < seen["priority"]["changes"] < 3
    assert 0 < seen["subject"]["changes"] < 3


def counted(name: str, before: list[Any], after: list[Any]) -> dict[str, int]:
    """How a field changed at the vendor, counted there."""
    pairs = [
        (getattr(old, name), getattr(new, name)) for old, new in zip(before, after, strict=True)
    ]
    return {
        "changes": sum(bool(old) and bool(new) and old != new for old, new in pairs),
        "appears": sum(not old and bool(new) for old, new in pairs),
        "disappears": sum(bool(old) and not new for old, new in pairs),
    }


def test_the_same_question_has_the_same_answer(running: Stage):
    publish(running, FIRST, 0)
    hand_over_all(running)
    ask = {"content": SECOND, "headers": {"content-type": "application/toml"}}
    answers = {running.client.post(f"{PATH}/diff", **ask).content for _ in range(3)}

    assert 1 == len(answers)


def test_a_dry_run_signs_in_re_reads_the_schema_and_writes_nothing(running: Stage):
    hand_over_all(running)
    made = len(running.account.tickets)
    (run,) = running.client.post(f"{PATH}/dry-run", json={"text": FIRST}).json()

    assert (None, False) == (run["problem"], run["complete"])
    assert "Readback" in run["signed_in"]
    assert 64 == len(run["schema_sha256"])
    assert [False] == [request["sent"] for request in run["requests"]]
    assert made == len(running.account.tickets)


def test_a_preview_is_what_is_delivered(running: Stage):
    name, body = load_examples()[1]
    foretold = running.client.post(
        "/v1/preview", content=b'{"destination":"support","handoff":' + body + b"}"
    ).json()
    (made,) = tickets(running, [running.hand_over(body)])
    fields = {field["name"]: field["value"] for field in foretold["fields"]}

    assert (fields["subject"], fields["priority"]) == (made.subject, made.priority), name
    assert set(fields["tags"]) == set(made.tags)
