"""``readback normalize``: what the gateway would make of a file, and what went where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource
from rich_click import RichCommand

from gateway.cli.options import common_options, read_bytes
from gateway.cli.output import print_facts, print_json, print_table, say

if TYPE_CHECKING:
    from gateway.config.settings import Settings
    from gateway.intake.door import Reception
    from gateway.schema.handoff import Handoff
    from gateway.schema.scalars import Json

_LONGEST = 60
_JSON = "application/json"


@click.command("normalize", cls=RichCommand)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--dialect", help="What the file is in; without it the file is looked at.")
@click.option("--client", help="Whose file it is: a client of the configuration file.")
@click.option("--strict", is_flag=True, help="Refuse members that the dialect does not know.")
@common_options
@click.pass_context
def command(
    context: click.Context,
    file: str,
    dialect: str | None,
    client: str | None,
    strict: bool,
    config: Path,
    as_json: bool,
) -> None:
    """Read FILE ("-" for stdin) as the door would; nothing is sent and nothing is stored.

    Prints the canonical handoff, and for every native value where it stands, that no rule read it,
    or why it says nothing. With --client or --config the handoff is as it would be kept: with that
    client's lifting, ids and provenance, and without what its privacy profile takes out.
    """
    is_given = context.get_parameter_source("config") is not ParameterSource.DEFAULT
    body = read_bytes(file)
    if client or is_given:
        shown = _as_kept(body, dialect, client, _settings(config, client), strict=strict)
    else:
        shown = _as_read(body, dialect, strict=strict)
    if as_json:
        print_json(_document(shown))
    else:
        _print(shown)


class _Shown(NamedTuple):
    """What became of the file; ``redacted`` is None where no privacy profile was asked for."""

    reception: Reception
    handoff: Handoff
    unmapped: Mapping[str, Json]
    redacted: Mapping[str, int] | None = None


def _as_read(body: bytes, dialect: str | None, *, strict: bool) -> _Shown:
    from gateway.intake.door import examine

    reception = examine(body, content_type=_JSON, dialect=dialect, strict=strict)
    return _Shown(reception, reception.settled.handoff, reception.settled.unmapped)


def _as_kept(
    body: bytes, dialect: str | None, client: str | None, settings: Settings, *, strict: bool
) -> _Shown:
    from gateway.intake.door import examine, receive
    from gateway.intake.policy import policies_of
    from gateway.store.clock import new_id, now

    own = settings.clients.get(client or "")
    policy = policies_of(settings).of(client or "")
    received = receive(
        body,
        content_type=_JSON,
        dialect=dialect or (own.dialect if own else None),
        strict=strict,
        new_id=new_id,
        received_at=now(),
        max_body=settings.gateway.max_body,
        policy=policy,
    )
    reception = examine(
        body, content_type=_JSON, dialect=received.dialect, strict=strict, policy=policy
    )
    handoff = received.handoff
    return _Shown(reception, handoff, handoff.unmapped or {}, received.redactions)


def _settings(config: Path, client: str | None) -> Settings:
    """The settings in a file. Raises ``ConfigurationError``, also for a client it does not have."""
    from gateway.config.load import load_settings
    from gateway.sdk.errors import ConfigurationError

    settings = load_settings(config)
    if client is not None and client not in settings.clients:
        names = ", ".join(settings.clients) or "none"
        raise ConfigurationError(f'There is no client "{client}". There are: {names}.')
    return settings


def _document(shown: _Shown) -> dict[str, Json]:
    settled = shown.reception.settled
    document: dict[str, Json] = {
        "dialect": shown.reception.dialect.name,
        "handoff": shown.handoff,
        "mapped": dict(settled.mapped),
        "unmapped": shown.unmapped,
        "noise": dict(settled.noise),
    }
    return document if shown.redacted is None else {**document, "redacted": shown.redacted}


def _print(shown: _Shown) -> None:
    import msgspec

    reception, settled = shown.reception, shown.reception.settled
    document = msgspec.json.format(msgspec.json.encode(shown.handoff), indent=2)
    click.echo(document)
    rows = [(native, ", ".join(places)) for native, places in settled.mapped.items()]
    rows += [(native, f"unmapped: {_short(value)}") for native, value in shown.unmapped.items()]
    rows += [(native, f"noise: {reason}") for native, reason in settled.noise.items()]
    click.echo()
    print_table(("in the file", "in the handoff"), rows)
    click.echo()
    print_facts(
        (
            ("dialect", f"{reception.dialect.name} {reception.dialect.version}"),
            ("mapped", str(len(settled.mapped))),
            ("unmapped", str(len(shown.unmapped))),
            ("noise", str(len(settled.noise))),
            *_redacted(shown.redacted or {}),
        )
    )
    for loss in (*reception.reading.loss, *settled.loss):
        say(f"{loss.path}: {loss.reason}")


def _redacted(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """How many values each detector took out; never which."""
    for detector, count in counts.items():
        yield f"redacted by {detector}", str(count)


def _short(value: Json) -> str:
    import msgspec

    text = msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
