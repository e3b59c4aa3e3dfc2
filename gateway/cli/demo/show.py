"""How the demo tells what was proved: for people a table a handoff, for scripts one object."""

from __future__ import annotations

from typing import Any

import click

from gateway.cli.output import print_facts, print_table, stdout, visible
from gateway.cli.tables import by_fate, counted, place_counts, print_receipt

# A place with fewer leaves shares its row with others; of those this many are named.
_LARGE, _NAMED = 10, 5
_COLOURS = {"verified": "bold green", "failed": "bold red", "dead": "bold red"}


def summary(documents: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """The object that ``readback demo --json`` prints."""
    return {"handoffs": [_handoff(document) for _, document in documents]}


def _handoff(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": document["id"],
        "status": document["status"],
        "destinations": [_destination(delivery) for delivery in document.get("deliveries", ())],
    }


def _destination(delivery: dict[str, Any]) -> dict[str, Any]:
    item = delivery["work_item"]
    return {
        "destination": delivery["destination"],
        "status": delivery["status"],
        "url": item["url"] if item else None,
        "leaves": sum(delivery["fates"].values()),
        "proofs": delivery["proofs"],
        "fates": delivery["fates"],
    }


def show_handoff(name: str, document: dict[str, Any]) -> None:
    """One handoff: its fates and places at each destination, and every leaf that is wrong."""
    _headline(name, document["status"])
    receipt = document.get("receipt", ())
    for delivery in document.get("deliveries", ()):
        found = _destination(delivery)
        print_facts(
            [
                (f"  {found['destination']}", found["url"] or "no record"),
                ("  leaves", f"{found['leaves']}: {counted(by_fate(found['fates']))}"),
            ]
        )
        rows = _place_rows(place_counts(_at(receipt, found["destination"])))
        print_table(("leaves", "read back", "stand in"), rows, whole=2, indent=2)
    wrong = [row for row in receipt if row["proof"] not in ("verified", None)]
    if wrong:
        print_receipt(wrong)
    click.echo()


def conclusion(documents: list[tuple[str, dict[str, Any]]]) -> str:
    """What was proved in total, in one sentence."""
    found = [each for _, document in documents for each in _handoff(document)["destinations"]]
    leaves = sum(each["leaves"] for each in found)
    proved = sum(each["proofs"].get("verified", 0) for each in found)
    of = f"leaves of {len(documents)} handoffs"
    if proved == leaves and all(document["status"] == "verified" for _, document in documents):
        return f"{leaves} {of}, all read back and equal."
    return f"{proved} of {leaves} {of} were read back and are equal; not everything is proved."


def _headline(name: str, status: str) -> None:
    from rich.text import Text

    colour = _COLOURS.get(status, "bold yellow")
    stdout().print(Text.assemble((visible(name), "bold"), "  ", (status, colour)))


def _at(receipt: Any, destination: str) -> list[dict[str, Any]]:
    """The rows with their places at one destination only."""
    return [
        {"places": [place for place in row["places"] if place["destination"] == destination]}
        for row in receipt
    ]


def _place_rows(places: list[tuple[str, int, int]]) -> list[tuple[str, str, str]]:
    """Places that hold much have a row each; the fields with a leaf or two share one."""
    large = sorted((place for place in places if place[1] >= _LARGE), key=lambda place: -place[1])
    small = [place for place in places if place[1] < _LARGE]
    rows = [_row(field, leaves, proved) for field, leaves, proved in large]
    if small:
        leaves, proved = sum(place[1] for place in small), sum(place[2] for place in small)
        rows.append(_row(_listed([place[0] for place in small]), leaves, proved))
    return rows


def _listed(fields: list[str]) -> str:
    """``7 fields: tags, subject, …``; short names are the ones that people know."""
    named = sorted(fields, key=len)[:_NAMED]
    more = ", …" if len(fields) > _NAMED else ""
    count = "1 field" if len(fields) == 1 else f"{len(fields)} fields"
    return f"{count}: {', '.join(named)}{more}"


def _row(place: str, leaves: int, proved: int) -> tuple[str, str, str]:
    share = "all equal" if proved == leaves else f"{proved} of {leaves} equal"
    return (f"{leaves:>6}", share, place)
