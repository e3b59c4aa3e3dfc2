"""``readback mapping check``: every problem of a file at once, and where each leaf can go."""

from __future__ import annotations

from pathlib import Path

import click
from rich_click import RichCommand

from gateway.cli.mapping.texts import FILE, Where, check_for, read_text, side_options
from gateway.cli.options import common_options
from gateway.cli.output import print_json


@click.command("check", cls=RichCommand)
@click.argument("file", type=FILE)
@click.option("--strict", is_flag=True, help="Exit with 3 where there are warnings.")
@side_options
@common_options
def check_command(
    file: str,
    strict: bool,
    destination: str | None,
    describe: Path | None,
    config: Path,
    as_json: bool,
) -> None:
    """Check the mapping in FILE ("-" for stdin). Exit code 1 where it has errors.

    Without --destination and --describe it is checked against what is known of the vendor's
    object without an account.
    """
    from msgspec import to_builtins

    from gateway.cli.mapping.show import end, print_coverage, print_problems

    where = Where(config=config, destination=destination, describe=describe)
    found, _ = check_for(where, read_text(file))
    problems, coverage = to_builtins(found.problems), to_builtins(found.coverage)
    if as_json:
        print_json({"problems": problems, "coverage": coverage})
    else:
        print_problems(problems)
        print_coverage(coverage)
    end(problems, strict=strict)
