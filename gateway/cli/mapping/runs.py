"""How a dry run looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from gateway.cli.mapping.show import print_problems
from gateway.cli.output import print_facts, print_table


def print_runs(runs: Iterable[Mapping[str, Any]]) -> None:
    """For each destination who we are there, and the requests a delivery would begin with."""
    for run in runs:
        click.echo()
        print_facts(_facts(run))
        print_problems(run["problems"])
        if run["requests"]:
            rows = [_request(request) for request in run["requests"]]
            print_table(("step", "request", "bytes", ""), rows, indent=2)
        if run["requests"] and not run["complete"] and not run["problem"]:
            click.echo("  what follows depends on the vendor's answer")


def _facts(run: Mapping[str, Any]) -> list[tuple[str, str]]:
    facts = [("destination", run["destination"])]
    if run["signed_in"]:
        facts.append(("signed in", run["signed_in"]))
    if run["schema_sha256"]:
        changed = "has changed" if run["schema_changed"] else "is as it was known"
        facts.append(("schema", f"{changed} ({run['schema_sha256'][:12]})"))
    if run["problem"]:
        facts.append(("problem", run["problem"]))
    return facts


def _request(request: Mapping[str, Any]) -> tuple[str, str, str, str]:
    sent = "sent, it only reads" if request["sent"] else "not sent"
    return (
        request["step"],
        f"{request['method']} {request['path']}",
        str(request["bytes"]),
        sent,
    )
