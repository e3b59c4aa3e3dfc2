"""How the demo tells what was proved: for people a table a handoff, for scripts one object."""

from __future__ import annotations

from typing import Any

from gateway.cli.output import print_table, stdout
from gateway.cli.tables import counted, place_counts


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
    """One handoff: its deliveries, and field by field how many leaves were proved there."""
    console = stdout()
    console.print(f"\n[bold]{name}[/bold]  {document['id']}")
    for delivery in document.get("deliveries", ()):
        item = delivery["work_item"]
        leaves = sum(delivery["fates"].values())
        console.print(
            f"  {delivery['destination']}: [bold]{delivery['status']}[/bold]  "
            f"{leaves} leaves, {counted(delivery['proofs'])}"
        )
        console.print(f"  {item['url'] if item else 'no work item'}", soft_wrap=True)
    rows = [
        (field, str(leaves), "all" if proved == leaves else str(proved))
        for field, leaves, proved in place_counts(document.get("receipt", ()))
    ]
    print_table("", ("  where they stand", "leaves", "read back and equal"), rows)
