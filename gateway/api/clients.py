"""What the configuration says about callers, by the names of their API keys."""

from __future__ import annotations

from gateway.config.settings import Settings
from gateway.intake.dialects import named, names
from gateway.sdk.errors import ConfigurationError, Problem


def check_clients(settings: Settings) -> None:
    """Raises ``ConfigurationError`` where a client's dialect is none."""
    problems = [
        Problem(
            code="config.invalid_value",
            pointer=f"clients.{name}.dialect",
            detail=f"There is no such dialect; there are {', '.join(names())}.",
        )
        for name, client in settings.clients.items()
        if client.dialect is not None and client.dialect not in names()
    ]
    if problems:
        raise ConfigurationError("Some clients have a dialect that there is not.", problems)


def dialect_of(
    settings: Settings, client: str, dialect: str | None, content_type: str
) -> str | None:
    """The dialect that a request names, else the one that its client usually sends; None where
    it is to be recognised.
    """
    asked = named(dialect, content_type)
    if asked:
        return asked
    known = settings.clients.get(client)
    return known.dialect if known else None
