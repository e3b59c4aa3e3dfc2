"""The group of commands about mappings; its commands stand in modules of their own."""

from __future__ import annotations

import click
from rich_click import RichGroup

from gateway.cli.mapping.check import check_command
from gateway.cli.mapping.diff import diff_command
from gateway.cli.mapping.init import init_command
from gateway.cli.mapping.look import export_command, list_command
from gateway.cli.mapping.preview import preview_command
from gateway.cli.mapping.publish import publish_command
from gateway.cli.mapping.rollback import rollback_command


@click.group("mapping", cls=RichGroup)
def command() -> None:
    """Mappings: what a handoff becomes at a vendor."""


for _one in (
    init_command,
    check_command,
    preview_command,
    diff_command,
    publish_command,
    rollback_command,
    list_command,
    export_command,
):
    command.add_command(_one)
