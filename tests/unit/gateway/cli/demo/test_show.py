"""What the demo tells: the object for scripts, the tables for people, the sentence at the end."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.cli.demo.show import conclusion, show_handoff, summary
from tests.unit.gateway.cli.answers import ID, delivery, handoff, row


@pytest.fixture(autouse=True)
def in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def _told(capsys: pytest.CaptureFixture[str], document: dict[str, Any]) -> list[str]:
    show_handoff("a-name", document)
    return capsys.readouterr().out.splitlines()


def _rows(count: int, field: str, **members: Any) -> list[dict[str, Any]]:
    return [row(f"/{field}/{number}", field=field, **members) for number in range(count)]


def test_the_object_for_scripts_has_the_documented_shape() -> None:
    expected = {
        "handoffs": [
            {
                "id": ID,
                "status": "verified",
                "destinations": [
                    {
                        "destination": "support",
                        "status": "verified",
                        "url": "https://desk.example/agent/items/7",
                        "leaves": 3,
                        "proofs": {"verified": 3},
                        "fates": {"capsule": 2, "exact": 1},
                    }
                ],
            }
        ]
    }
    assert expected == summary([("a-name", handoff())])


def test_a_handoff_without_a_record_has_no_url() -> None:
    (told,) = summary([("x", handoff(deliveries=[delivery(work_item=None)]))])["handoffs"]

    assert told["destinations"][0]["url"] is None


def test_a_handoff_that_was_not_delivered_in_time_has_no_destinations() -> None:
    document = {"id": ID, "status": "pending"}

    assert [{"id": ID, "status": "pending", "destinations": []}] == summary([("x", document)])[
        "handoffs"
    ]


def test_the_headline_has_name_and_status_and_then_the_record(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = _told(capsys, handoff(receipt=[]))

    assert "a-name  verified" == lines[0]
    assert "  support  https://desk.example/agent/items/7" == lines[1]
    assert "  leaves   3: 1 exact, 2 capsule" == lines[2]


def test_large_places_have_a_row_each_the_largest_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = _told(capsys, handoff(receipt=[*_rows(10, "note"), *_rows(12, "file")]))

    assert ["12 all equal file", "10 all equal note"] == [
        " ".join(line.split()) for line in lines[4:6]
    ]


def test_small_places_share_a_row_with_five_names_at_most(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fields = ["tags", "subject", "priority", "external", "requester", "custom.360020000105", "x"]
    lines = _told(capsys, handoff(receipt=[row(field=field) for field in fields]))

    assert "7 all equal 7 fields: x, tags, subject, priority, external, …" == " ".join(
        lines[4].split()
    )


def test_one_small_place_is_one_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert _told(capsys, handoff(receipt=[row(field="tags")]))[4].endswith("1 field: tags")


def test_what_is_wrong_is_named_leaf_by_leaf(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = row("/customer/name", field="name", proof="missing", sent="Ann")
    lines = _told(capsys, handoff(status="degraded", receipt=[*_rows(11, "note"), wrong]))

    assert "a-name  degraded" == lines[0]
    assert any("0 of 1 equal  1 field: name" in line for line in lines)
    assert any("/customer/name" in line and "(sent: Ann)" in line for line in lines)


def test_destinations_are_counted_apart(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = [row(field="note"), row(field="note", destination="chat", proof="missing")]
    both = [delivery(), delivery(destination="chat")]
    lines = _told(capsys, handoff(status="degraded", deliveries=both, receipt=receipt))

    assert ["1 all equal 1 field: note", "1 0 of 1 equal 1 field: note"] == [
        " ".join(line.split()) for line in lines if "1 field" in line
    ]


@pytest.mark.parametrize("width", ["80", "120"])
def test_it_fits_the_terminal(
    width: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    receipt = [*_rows(100, "note"), *(row(field=f"custom.36002000010{n}") for n in range(9))]

    assert all(len(line) <= int(width) for line in _told(capsys, handoff(receipt=receipt)))


def test_the_sentence_at_the_end_counts_all_leaves() -> None:
    told = conclusion([("a", handoff()), ("b", handoff())])

    assert "6 leaves of 2 handoffs, all read back and equal." == told


@pytest.mark.parametrize(
    "document",
    [
        handoff(status="degraded", deliveries=[delivery(proofs={"verified": 2, "missing": 1})]),
        handoff(deliveries=[delivery(proofs={"verified": 2})]),
        handoff(status="degraded"),
        {"id": ID, "status": "pending"},
    ],
    ids=["a leaf missing", "a leaf withheld", "a fixed value altered", "not delivered"],
)
def test_the_sentence_never_says_more_than_was_proved(document: dict[str, Any]) -> None:
    told = conclusion([("a", handoff()), ("b", document)])

    assert told.endswith("not everything is proved.")
