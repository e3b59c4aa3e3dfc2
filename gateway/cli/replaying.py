"""Finding deliveries by filter, and doing something to each, at a rate that vendors can bear."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from gateway.cli.output import print_table, say, stderr
from gateway.cli.tables import moment
from gateway.sdk.errors import Conflict, NotFound

if TYPE_CHECKING:
    from gateway.cli.client import Client

F = TypeVar("F", bound=Callable[..., Any])

_PAGE = 200


class Filter(Struct, frozen=True, kw_only=True):
    """Which deliveries; what is None is not asked for."""

    status: str | None = None
    destination: str | None = None
    code: str | None = None
    since: str | None = None
    until: str | None = None


class Tally(Struct, frozen=True, kw_only=True):
    """What came of it: the ids that it was done to, and the others with the reason."""

    done: list[str]
    refused: list[tuple[str, str]]


def filter_options(function: F) -> F:
    """``--destination``, ``--code``, ``--since`` and ``--until``."""
    options = (
        click.option("--destination", help="Only to this destination."),
        click.option("--code", help="Only with this problem, like delivery.refused."),
        click.option("--since", help="Only accepted at or after this time: 2026-11-20T09:30:00Z."),
        click.option("--until", help="Only accepted before this time."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def limit_option(function: F) -> F:
    """``--limit N``: of a list."""
    return click.option(
        "--limit",
        type=click.IntRange(1, _PAGE),
        default=20,
        show_default=True,
        help="How many at most.",
    )(function)


def rate_option(function: F) -> F:
    """``--rate N``: so many a second."""
    return click.option(
        "--rate",
        type=click.FloatRange(0.1, 100),
        default=5.0,
        show_default=True,
        help="How many a second at most.",
    )(function)


def found(client: Client, wanted: Filter) -> Iterator[dict[str, Any]]:
    """Every delivery of a filter, page by page."""
    before: str | None = None
    while True:
        page = client.get("/v1/deliveries", before=before, limit=_PAGE, **_query(wanted))
        yield from page["deliveries"]
        before = page["next"]
        if before is None:
            return


def one_page(client: Client, wanted: Filter, limit: int) -> dict[str, Any]:
    """The newest deliveries of a filter, and how many there are in all."""
    page: dict[str, Any] = client.get("/v1/deliveries", limit=limit, **_query(wanted))
    return page


def print_found(deliveries: list[dict[str, Any]], total: int) -> None:
    """A table of deliveries, and below it how many more there are."""
    rows = [
        (
            one["id"],
            one["status"],
            one["destination"],
            moment(one["created_at"]),
            str(one["attempts"]),
            one.get("problem", {}).get("code", "-"),
        )
        for one in deliveries
    ]
    print_table(("delivery", "status", "to", "accepted", "tries", "problem"), rows, whole=2)
    if total > len(deliveries):
        say(f"{total - len(deliveries)} more; --limit shows them.")


def each(
    ids: list[str],
    act: Callable[[str], object],
    *,
    rate: float,
    sleep: Callable[[float], None] = time.sleep,
) -> Tally:
    """Do it to one after the other, with a progress bar on a terminal.

    What the gateway refuses is noted and the rest goes on; an error that would come again for
    every one of them passes.
    """
    from rich.progress import Progress

    tally = Tally(done=[], refused=[])
    console = stderr()
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("deliveries", total=len(ids))
        for number, id_ in enumerate(ids):
            if number:
                sleep(1 / rate)
            try:
                act(id_)
                tally.done.append(id_)
            except (Conflict, NotFound) as error:
                tally.refused.append((id_, str(error)))
            progress.advance(task)
    return tally


def _query(wanted: Filter) -> dict[str, str | None]:
    return {name: getattr(wanted, name) for name in wanted.__struct_fields__}
