"""How the demo tells what was proved: for people a table a handoff, for scripts one object."""

from __future__ import annotations

from typing import Any

from gateway.cli.output import print_table, stdout
from gateway.cli.tables import counted, place_counts

_FEW = 9


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
        console.print(f"  what became of them: {counted(delivery['fates'])}")
    rows = _place_rows(place_counts(document.get("receipt", ())))
    print_table("", ("  place at the vendor", "leaves", "read back and equal"), rows)


def _place_rows(places: list[tuple[str, int, int]]) -> list[tuple[str, str, str]]:
    """Places that hold much have a row each; the fields with a leaf or two share one."""
    large = sorted((place for place in places if place[1] > _FEW), key=lambda place: -place[1])
    small = [place for place in places if place[1] <= _FEW]
    rows = [(f"  {field}", str(leaves), _share(proved, leaves)) for field, leaves, proved in large]
    if small:
        leaves, proved = sum(place[1] for place in small), sum(place[2] for place in small)
        names = ", ".join(place[0] for place in small)
        rows.append((f"  {len(small)} fields: {names}", str(leaves), _share(proved, leaves)))
    return rows


def _share(proved: int, leaves: int) -> str:
    return "all" if proved == leaves else f"{proved} of {leaves}"
