"""A whole gateway and a whole org: what was delivered, as a judge reads it, and what is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.stand_ins.salesforce import stand_in
from gateway.cli.examples import load_examples
from tests.integration.stage import Stage, stage
from tests.judges.salesforce import JudgedCase, read_case, sign_in_with_key

EXAMPLES = dict(load_examples())
EXAMPLE = EXAMPLES["duplicate-charge"]
LONG_ID = "018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
KEY = next(shown for shown in stand_in.credentials if shown.scheme == "jwt_bearer")


def salesforce(folder: Path, *behaviours: str, **settings: Any):
    return stage(folder, *behaviours, vendor="salesforce", settings=settings)


@pytest.fixture(scope="module")
def kind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with salesforce(tmp_path_factory.mktemp("kind")) as running:
        yield running


def long_handoff(turns: int = 60) -> bytes:
    """One whose note fills the description and goes on in comments."""
    text = "Tom & Jerry <b>won't</b> \U0001f4b3 “pay” twice. " * 16
    messages = [
        {"role": ("customer", "bot")[number % 2], "content": f"{number}: {text}"}
        for number in range(turns)
    ]
    document = {"id": LONG_ID, "conversation": {"id": "c-long", "messages": messages}}
    return json.dumps(document).encode()


def judged(running: Stage, handoff_id: str) -> JudgedCase:
    token = sign_in_with_key(
        running.vendor_url, KEY.members["client_id"], KEY.members["subject"], KEY.secret
    )
    return read_case(running.vendor_url, handoff_id, token)


def broken_places(document: dict[str, Any]) -> dict[str, set[tuple[str, str]]]:
    found = {
        row["pointer"]: {
            (place["field"], place["proof"])
            for place in row["places"]
            if place["proof"] != "verified"
        }
        for row in document["receipt"]
    }
    return {pointer: places for pointer, places in found.items() if places}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_judge_reads_in_the_org_what_was_handed_over(kind: Stage, name: str) -> None:
    document = kind.hand_over(EXAMPLES[name])
    package = kind.client.get(f"/v1/handoffs/{document['id']}/package").content

    found = judged(kind, json.loads(package)["id"])

    assert "verified" == document["status"], document["deliveries"]
    assert {f"handoff-{json.loads(package)['id']}.json": package} == found.files
    assert json.loads(package)["summary"]["headline"] == found.fields["Subject"]
    assert "Handoff_Id__c" in found.writable
    for message in json.loads(package)["conversation"]["messages"]:
        if message["role"] in ("customer", "bot") and isinstance(message["content"], str):
            assert message["content"] in found.fields["Description"]


def test_a_judge_puts_a_long_note_together_again(kind: Stage) -> None:
    document = kind.hand_over(long_handoff())

    found = judged(kind, LONG_ID)

    assert "verified" == document["status"]
    assert {False} == {is_published for _, is_published in found.comments}
    whole = found.fields["Description"].partition("\n")[2] + "".join(
        body.partition("\n")[2] for body, _ in found.comments
    )
    for message in json.loads(long_handoff())["conversation"]["messages"]:
        assert message["content"].strip() in whole


def test_the_work_items_address_is_the_orgs(kind: Stage) -> None:
    document = kind.hand_over(EXAMPLES["flight-rebooking"])
    (delivery,) = document["deliveries"]

    ref = delivery["work_item"]["ref"]

    assert f"{kind.vendor_url}/lightning/r/Case/{ref}/view" == delivery["work_item"]["url"]
    assert kind.client.get(delivery["work_item"]["url"]).status_code == 200


@pytest.mark.parametrize(
    ("behaviour", "places"),
    [
        ("rewrite_field=Subject", {("Subject", "altered")}),
        ("hide_field_loudly=Subject", {("Subject", "missing")}),
        ("corrupt_file", {("capsule", "altered")}),
    ],
)
def test_a_silent_loss_degrades_the_delivery_and_names_its_place(
    tmp_path: Path, behaviour: str, places: set[tuple[str, str]]
) -> None:
    with salesforce(tmp_path, behaviour) as running:
        document = running.hand_over(EXAMPLE)

    assert "degraded" == document["status"]
    assert places == set().union(*broken_places(document).values())


def test_a_cut_description_names_what_lies_behind_the_cut(tmp_path: Path) -> None:
    with salesforce(tmp_path, "cut_description=600") as running:
        document = running.hand_over(EXAMPLE)
    broken = broken_places(document)

    assert "degraded" == document["status"]
    assert {"Description"} == {field for places in broken.values() for field, _ in places}
    assert "/summary/recommendation" not in broken
    assert 0 < len(broken) < len(document["receipt"])


@pytest.mark.parametrize(
    ("behaviour", "settings", "pointer"),
    [
        ("wrong_checksum", {}, "ContentVersion.Checksum"),
        ("rewrite_field=OwnerId", {"owner_id": "00G5g0000000001EAA"}, "OwnerId"),
    ],
)
def test_what_the_adapter_set_by_itself_has_to_be_right_too(
    tmp_path: Path, behaviour: str, settings: dict[str, str], pointer: str
) -> None:
    with salesforce(tmp_path, behaviour, **settings) as running:
        document = running.hand_over(EXAMPLE)
    (delivery,) = document["deliveries"]

    assert ("degraded", {}) == (document["status"], broken_places(document))
    assert [pointer] == [error["pointer"] for error in delivery["problem"]["errors"]]


def test_a_published_comment_is_never_called_verified(tmp_path: Path) -> None:
    with salesforce(tmp_path, "publish_comments") as running:
        document = running.hand_over(long_handoff())

    assert "degraded" == document["status"]


def test_an_org_that_stores_nothing_never_yields_verified(tmp_path: Path) -> None:
    with salesforce(tmp_path, "stores_nothing") as running:
        document = running.hand_over(EXAMPLE)

    assert "degraded" == document["status"]
    assert not any(row["proof"] == "verified" for row in document["receipt"])


@pytest.mark.parametrize(
    "behaviour",
    [
        "rate_limit=1",
        "token_expiry=2",
        "session_ends_inside=1",
        "locked_row=1",
        "lose_reply_once",
        "empty_reply=1@POST /services/data/v62.0/composite",
        "wrong_type=1@POST /services/data/v62.0/composite",
        "assignment_rule",
        "duplicate_alert",
    ],
)
def test_a_passing_trouble_ends_in_one_verified_case_with_one_file(
    tmp_path: Path, behaviour: str
) -> None:
    with salesforce(tmp_path, behaviour, owner_id="00G5g0000000001EAA") as running:
        document = running.hand_over(EXAMPLE, wait=60)
        records = running.account.records

    assert "verified" == document["status"], document["deliveries"]
    assert (1, 1) == (len(records["Case"]), len(records["ContentVersion"]))


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("forbid_field=Subject", "400 INVALID_FIELD_FOR_INSERT_UPDATE:Subject"),
        ("short_subject=5", "400 STRING_TOO_LONG:Subject"),
        ("restrict_picklist=Status", "400 INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST:Status"),
        ("duplicate_block", "400 DUPLICATES_DETECTED"),
        ("several_matches", "300 SEVERAL_MATCHES"),
    ],
)
def test_a_refusal_inside_a_reply_of_200_fails_the_delivery_with_its_code(
    tmp_path: Path, behaviour: str, code: str
) -> None:
    with salesforce(tmp_path, behaviour) as running:
        document = running.hand_over(EXAMPLE)
        cases = len(running.account.records["Case"])
    (delivery,) = document["deliveries"]

    assert ("failed", 0) == (document["status"], cases)
    assert f"create case: refused with {code}" in json.dumps(delivery["problem"])
    assert json.loads(EXAMPLE)["summary"]["headline"] not in json.dumps(delivery["problem"])
