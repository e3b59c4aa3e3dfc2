"""``readback adapters``: what can be delivered to, and what a mapping may fill there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract_tests.serving import serve
from gateway.cli.stand_ins import load_stand_in
from gateway.delivery import schemas
from gateway.sdk import Choice, Limit, Target, TargetField, UnexpectedReply, VendorObjects
from tests.unit.gateway.cli.test_doctor import STAND_IN, _destination

Run = Callable[..., Any]

ITEM = Target(
    object="Item",
    label="The item",
    fields=(
        TargetField(
            name="title",
            label="Title",
            kind="text",
            limit=Limit(size=80, unit="bytes", source="a page", read_on="2026-11-20"),
            required=True,
            remark="one line",
        ),
        TargetField(name="number", label="Number", kind="text", read_only="it is counted"),
        TargetField(name="key", label="Key", kind="text", external_id=True, remark="36 letters"),
        TargetField(
            name="level",
            label="Level",
            kind="choice",
            choices=(
                Choice(value="l1", label="Low"),
                Choice(value="high", label="high"),
                Choice(value="old", active=False),
                *(Choice(value=f"x{n}") for n in range(6)),
            ),
        ),
    ),
)


def from_describe(document: bytes, object_: str) -> Target:
    if document != b"good":
        raise UnexpectedReply(step="describe", why="it is not good")
    return Target(object=object_, label="From the file", fields=ITEM.fields[:1])


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> None:
    objects = VendorObjects(title="The Desk", targets=(ITEM,), from_describe=from_describe)
    monkeypatch.setattr(schemas, "vendor_objects", lambda _: objects)


def rows(out: str) -> dict[str, str]:
    """The table's rows by their first cell."""
    return {line.split()[0]: line for line in out.splitlines()[1:]}


def test_the_adapters_are_listed_with_what_each_can(run: Run) -> None:
    told = run("adapters", "list", "--json")
    adapters = {one["name"]: one for one in json.loads(told.out)["adapters"]}

    assert 0 == told.code
    assert adapters[STAND_IN.name]["delivers"]
    assert STAND_IN.object in adapters[STAND_IN.name]["objects"]
    assert "describes its objects" in adapters[STAND_IN.name]["can"]


def test_the_list_is_a_table_for_people(run: Run) -> None:
    told = run("adapters", "list")

    assert (0, "") == (told.code, told.err)
    assert "oauth_client_credentials" in rows(told.out)[STAND_IN.name]


@pytest.mark.usefixtures("desk")
def test_an_object_is_shown_field_by_field(run: Run) -> None:
    told = run("adapters", "describe", "desk")
    shown = rows(told.out)

    assert (0, "") == (told.code, told.err)
    assert ["title", "Title", "text", "80", "bytes", "yes", "yes", "-", "one", "line"] == (
        shown["title"].split()
    )
    assert "no: it is counted" in shown["number"]
    assert "external ID; 36 letters" in shown["key"]


@pytest.mark.usefixtures("desk")
def test_a_picklist_shows_what_is_sent_and_what_people_see(run: Run) -> None:
    shown = rows(run("adapters", "describe", "desk").out)["level"]

    assert "l1 (Low), high, x0, x1, x2, x3, and 2 more" in shown
    assert "old" not in shown


@pytest.mark.usefixtures("desk")
def test_the_same_is_json_for_scripts(run: Run) -> None:
    told = run("adapters", "describe", "desk", "--object", "Item", "--json")
    document = json.loads(told.out)

    assert ("desk", "Item", "The item", None) == (
        document["vendor"],
        document["object"],
        document["label"],
        document["fetched_at"],
    )
    assert 64 == len(document["sha256"])
    assert {
        "field": "title",
        "label": "Title",
        "kind": "text",
        "length": 80,
        "unit": "bytes",
        "choices": [],
        "restricted": False,
        "required": True,
        "writable": True,
        "reason": None,
        "external_id": False,
        "remark": "one line",
    } == document["fields"][0]
    assert (False, "it is counted") == (
        document["fields"][1]["writable"],
        document["fields"][1]["reason"],
    )
    assert {"value": "old", "label": "", "active": False} in document["fields"][3]["choices"]


@pytest.mark.usefixtures("desk")
def test_a_saved_document_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_bytes(b"good")
    told = run("adapters", "describe", "desk", "--object", "Thing", "--file", "d.json", "--json")

    assert ("Thing", "From the file") == (
        json.loads(told.out)["object"],
        json.loads(told.out)["label"],
    )


@pytest.mark.usefixtures("desk")
def test_a_file_that_is_something_else_ends_with_1(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_bytes(b"bad")
    told = run("adapters", "describe", "desk", "--file", "d.json")

    assert (1, "") == (told.code, told.out)
    assert 'This is not what "desk" says of an object "Item"' in told.err


def test_a_vendor_that_is_misspelled_is_answered_with_the_nearest(run: Run) -> None:
    told = run("adapters", "describe", STAND_IN.name[:-1])

    assert (1, "") == (told.code, told.out)
    assert f'Did you mean "{STAND_IN.name}"?' in told.err


@pytest.mark.usefixtures("desk")
def test_an_object_that_is_misspelled_is_answered_with_the_nearest(run: Run) -> None:
    assert 'Did you mean "Item"?' in run("adapters", "describe", "desk", "--object", "Itm").err


def test_a_file_and_a_destination_are_one_too_many(run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_bytes(b"good")
    told = run("adapters", "describe", "x", "--file", "d.json", "--destination", "support")

    assert 2 == told.code


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A configuration with one destination, which a stand-in answers."""
    monkeypatch.setenv("DOCTOR_SECRET", STAND_IN.credentials[0].secret)
    with serve(load_stand_in(STAND_IN.name).create()) as url:
        (tmp_path / "readback.toml").write_text(_destination(url))
        yield


@pytest.mark.usefixtures("account")
def test_an_account_is_asked_and_its_answer_kept(run: Run) -> None:
    asked = run("adapters", "describe", STAND_IN.name, "--destination", "support", "--json")
    again = run("doctor", "--json")
    document = json.loads(asked.out)

    assert (0, 0) == (asked.code, again.code)
    assert document["fetched_at"]
    assert "handoff reason" in [field["label"].lower() for field in document["fields"]]
    findings = {one["what"]: one["says"] for one in json.loads(again.out)["findings"]}
    assert findings["schema support"].startswith("the vendor was asked today, at 20")


@pytest.mark.usefixtures("account")
def test_whoever_asked_is_told_when_it_takes_effect(run: Run) -> None:
    told = run("adapters", "describe", STAND_IN.name, "--destination", "support")

    assert "within seconds" in told.err
    assert "handoff reason" in told.out.lower()


@pytest.mark.usefixtures("account")
def test_a_destination_of_another_adapter_is_refused(run: Run) -> None:
    told = run("adapters", "describe", "other", "--destination", "support")

    assert 1 == told.code
    assert f'is of the adapter "{STAND_IN.name}", not "other"' in told.err


@pytest.mark.usefixtures("account")
def test_a_destination_that_is_misspelled_is_answered_with_the_nearest(run: Run) -> None:
    told = run("adapters", "describe", STAND_IN.name, "--destination", "suport")

    assert 1 == told.code
    assert 'Did you mean "support"?' in told.err
