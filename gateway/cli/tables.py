"""How handoffs, deliveries and receipts look in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, get_args

import click
import msgspec

from gateway.cli.output import print_facts, print_table
from mappings.fate import Fate

# Characters of a value; the whole of it is in --json.
_SHOWN = 60
# Pointers up to here leave room for their places in a terminal of 80 columns.
_POINTER = 44


def print_handoff(document: dict[str, Any]) -> None:
    """A handoff, then each of its deliveries, as far as there are any yet."""
    facts = [("handoff", document["id"]), ("status", document["status"])]
    if "created_at" in document:
        facts.append(("conversation", document["conversation_id"]))
        facts.append(("accepted", moment(document["created_at"])))
    print_facts(facts)
    for delivery in document.get("deliveries", ()):
        click.echo()
        print_facts(delivery_facts(delivery))


def delivery_facts(delivery: dict[str, Any]) -> list[tuple[str, str]]:
    """What there is to say of a delivery, name and value a line."""
    item, problem = delivery["work_item"], delivery.get("problem")
    facts = [
        ("delivery", delivery["id"]),
        ("destination", delivery["destination"]),
        ("status", f"{delivery['status']}, {_attempts(delivery['attempts'])}"),
        ("work item", item["url"] or item["ref"] if item else "none"),
        ("proofs", counted(delivery["proofs"])),
        ("fates", counted(by_fate(delivery["fates"]))),
    ]
    if problem:
        facts.append(("problem", f"{problem['detail']} [{problem['code']}]"))
    facts.extend(
        ("stale", f"line {rule['line']}: {rule['message']} [{rule['code']}]")
        for rule in delivery.get("stale", ())
    )
    return facts


def print_receipt(rows: Iterable[dict[str, Any]]) -> None:
    """A receipt leaf by leaf."""
    shown = [(row["pointer"], row["fate"], row["proof"] or "-", _places(row)) for row in rows]
    short = all(len(row[0]) <= _POINTER for row in shown)
    print_table(("leaf", "fate", "proof", "places"), shown, whole=1 if short else 0)


def place_counts(rows: Iterable[dict[str, Any]]) -> list[tuple[str, int, int]]:
    """Field by field: how many leaves stand there, and how many of them are verified."""
    total: Counter[str] = Counter()
    proved: Counter[str] = Counter()
    for row in rows:
        for place in row["places"]:
            total[place["field"]] += 1
            proved[place["field"]] += place["proof"] == "verified"
    return [(field, count, proved[field]) for field, count in total.items()]


def counted(words: Mapping[str, int]) -> str:
    """Counts in a line: ``164 verified, 2 altered``."""
    return ", ".join(f"{count} {word}" for word, count in words.items()) or "-"


def by_fate(fates: Mapping[str, int]) -> dict[str, int]:
    """The counts from the best fate to the worst."""
    return {fate: fates[fate] for fate in get_args(Fate) if fate in fates}


def moment(time: str) -> str:
    """A time in UTC to the second: ``2026-11-20 12:28:48Z``."""
    return f"{time[:10]} {time[11:19]}Z"


def _attempts(count: int) -> str:
    return "1 attempt" if count == 1 else f"{count} attempts"


def _places(row: dict[str, Any]) -> str:
    return ", ".join(_place(place) for place in row["places"]) or "-"


def _place(place: dict[str, Any]) -> str:
    if place["proof"] == "verified":
        return str(place["field"])
    told = [
        f"{word}: {_short(place[member])}"
        for word, member in (("sent", "sent"), ("there", "stored"))
        if place.get(member) is not None
    ]
    return f"{place['field']} {place['proof']}" + (f" ({'; '.join(told)})" if told else "")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
