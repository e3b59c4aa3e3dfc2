"""Handoffs, deliveries and receipts in a terminal."""

from __future__ import annotations

import pytest

from gateway.cli.tables import (
    by_fate,
    counted,
    delivery_facts,
    moment,
    place_counts,
    print_handoff,
    print_receipt,
)
from tests.unit.gateway.cli.answers import ID, delivery, handoff, row


@pytest.fixture(autouse=True)
def in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def test_counts_are_a_line() -> None:
    assert "164 verified, 2 altered" == counted({"verified": 164, "altered": 2})
    assert "-" == counted({})


def test_fates_stand_from_best_to_worst() -> None:
    assert ["exact", "note", "capsule"] == list(by_fate({"capsule": 1, "exact": 2, "note": 3}))


def test_a_time_is_shown_to_the_second() -> None:
    assert "2026-11-20 12:28:48Z" == moment("2026-11-20T12:28:48.123456Z")


def test_a_handoff_shows_its_deliveries_with_what_is_needed_to_look_further(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_handoff(handoff())
    lines = capsys.readouterr().out.splitlines()

    assert f"handoff       {ID}" == lines[0]
    assert "delivery     01a1f8f5-112a-7641-9fff-d5c7d08f52c1" in lines
    assert "work item    https://desk.example/agent/items/7" in lines
    assert "proofs       3 verified" in lines
    assert "fates        1 exact, 2 capsule" in lines


def test_a_conversation_named_by_a_customer_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    print_handoff(handoff(conversation_id="[red]c\x1b[2J"))

    assert r"conversation  [red]c\x1b[2J" in capsys.readouterr().out


def test_a_handoff_that_was_only_accepted_has_two_facts(capsys: pytest.CaptureFixture[str]) -> None:
    print_handoff({"id": ID, "status": "pending", "repeated": False, "links": {}})

    assert f"handoff  {ID}\nstatus   pending\n" == capsys.readouterr().out


def test_a_delivery_that_failed_says_why() -> None:
    facts = dict(
        delivery_facts(
            delivery(
                status="failed",
                work_item=None,
                attempts=2,
                problem={"code": "delivery.refused", "detail": "create item: refused with 422"},
            )
        )
    )
    assert "failed, 2 attempts" == facts["status"]
    assert "none" == facts["work item"]
    assert "create item: refused with 422 [delivery.refused]" == facts["problem"]


def test_a_work_item_without_an_address_is_named_by_its_id() -> None:
    facts = dict(delivery_facts(delivery(work_item={"ref": "7", "url": ""})))

    assert "7" == facts["work item"]


def test_a_receipt_has_a_row_a_leaf(capsys: pytest.CaptureFixture[str]) -> None:
    print_receipt([row("/id"), row("/summary/headline", field="subject")])

    assert ["leaf", "/id", "/summary/headline"] == [
        line.split()[0] for line in capsys.readouterr().out.splitlines()
    ]


def test_what_is_altered_shows_both_texts(capsys: pytest.CaptureFixture[str]) -> None:
    print_receipt([row(proof="altered", sent="gold", stored=["silver"])])

    assert 'note altered (sent: gold; there: ["silver"])' in capsys.readouterr().out


def test_what_is_missing_shows_what_was_sent(capsys: pytest.CaptureFixture[str]) -> None:
    print_receipt([row(proof="missing", sent="gold", stored=None)])

    assert "note missing (sent: gold)\n" in capsys.readouterr().out


def test_a_long_value_is_cut_visibly(capsys: pytest.CaptureFixture[str]) -> None:
    print_receipt([row(proof="missing", sent="x" * 500)])

    assert f"(sent: {'x' * 59}…)" in capsys.readouterr().out


def test_a_value_that_steers_terminals_is_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    print_receipt([row(proof="altered", sent="\x1b[31m[bold]a\n", stored="\u202eb")])
    out = capsys.readouterr().out

    assert r"(sent: \x1b[31m[bold]a\n; there: \u202eb)" in out
    assert "\x1b" not in out


def test_a_leaf_that_was_withheld_has_neither_proof_nor_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_receipt([{"pointer": "/customer/email", "fate": "withheld", "proof": None, "places": []}])

    told = capsys.readouterr().out.splitlines()[1]
    assert ["/customer/email", "withheld", "-", "-"] == told.split()


@pytest.mark.parametrize("width", ["80", "120"])
def test_a_pointer_of_ordinary_length_is_whole(
    width: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    pointer = "/conversation/messages/12/attachments/0/name"
    print_receipt([row(pointer, proof="missing", sent="word " * 20)])

    assert f"{pointer}  note" in capsys.readouterr().out


def test_places_are_counted_field_by_field() -> None:
    rows = [row(), row(proof="missing"), row(field="subject")]

    assert [("note", 2, 1), ("subject", 1, 1)] == place_counts(rows)
