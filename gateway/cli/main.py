"""``readback``: the command line. Commands are imported only when they are called."""

from __future__ import annotations

import sys
from importlib import import_module

import click
from rich_click import RichGroup

from gateway.cli.fail import INTERRUPTED, report, report_usage
from gateway.sdk.errors import ReadbackError
from gateway.version import VERSION

# name → module with a click command of the same name in it
_COMMANDS = {
    "demo": "gateway.cli.demo.command",
    "serve": "gateway.cli.serve",
    "worker": "gateway.cli.worker",
    "migrate": "gateway.cli.migrate",
    "send": "gateway.cli.send",
    "normalize": "gateway.cli.normalize",
    "handoffs": "gateway.cli.handoffs",
    "receipt": "gateway.cli.receipt",
    "deliveries": "gateway.cli.deliveries",
    "dead": "gateway.cli.dead",
    "mapping": "gateway.cli.mapping.command",
    "adapters": "gateway.cli.adapters",
    "stand-in": "gateway.cli.stand_in",
    "keys": "gateway.cli.keys",
    "doctor": "gateway.cli.doctor",
}


class LazyGroup(RichGroup):
    """A group that knows its commands' names and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which a newcomer meets them."""
        return [*_COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return super().get_command(ctx, cmd_name)
        command: click.Command = import_module(module).command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="readback")
def readback() -> None:
    """Hand a customer over from a bot to a person, and prove that nothing was lost."""


def main() -> None:
    """Run the command line; every error of ours becomes a text that says what to do."""
    _print_whatever_the_terminal_has()
    try:
        code = readback.main(standalone_mode=False)
    except ReadbackError as error:
        sys.exit(report(error))
    except click.ClickException as error:
        sys.exit(report_usage(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # `readback … | head` closed the pipe; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)


def _print_whatever_the_terminal_has() -> None:
    """A character that the terminal's encoding lacks is shown as an escape, not as a failure."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
