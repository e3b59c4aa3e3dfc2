"""How handoffs, deliveries and receipts look in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from gateway.cli.output import print_table, stdout

_SHOWN = 60


def print_deliveries(document: dict[str, Any]) -> None:
    """A handoff's deliveries, one a row."""
    stdout().print(
        f"[bold]{document['id']}[/bold]  {document['status']}  {document['conversation_id']}"
    )
    rows = [
        (
            delivery["destination"],
            delivery["status"],
            counted(delivery["proofs"]),
            counted(delivery["fates"]),
            item["url"] if (item := delivery["work_item"]) else _why(delivery),
        )
        for delivery in document["deliveries"]
    ]
    print_table("", ("destination", "status", "proofs", "fates", "work item"), rows)


def print_receipt(rows: Iterable[dict[str, Any]], *, only_problems: bool) -> None:
    """A receipt leaf by leaf."""
    shown = [row for row in rows if not only_problems or row["proof"] != "verified"]
    print_table(
        "",
        ("leaf", "fate", "proof", "places"),
        ((row["pointer"], row["fate"], row["proof"] or "-", _places(row)) for row in shown),
    )


def place_counts(rows: Iterable[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """Field by field: how many leaves stand there, and how many of them are verified."""
    total: Counter[str] = Counter()
    proved: Counter[str] = Counter()
    for row in rows:
        for place in row["places"]:
            total[place["field"]] += 1
            proved[place["field"]] += place["proof"] == "verified"
    return [(field, count, proved[field]) for field, count in total.items()]


def counted(words: dict[str, int]) -> str:
    """Counts in a line: ``164 verified, 2 altered``."""
    return ", ".join(f"{count} {word}" for word, count in words.items()) or "-"


def _places(row: dict[str, Any]) -> str:
    return ", ".join(_place(place) for place in row["places"])


def _place(place: dict[str, Any]) -> str:
    if place["proof"] == "verified":
        return str(place["field"])
    stored = str(place.get("stored", ""))[:_SHOWN]
    return f"{place['field']}: {place['proof']}" + (f" (there: {stored})" if stored else "")


def _why(delivery: dict[str, Any]) -> str:
    problem = delivery.get("problem")
    return str(problem["detail"]) if problem else "-"
