"""What the door does for one client beyond reading: what it lifts, adds and takes out."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from gateway.config.privacy import KNOWN_PROFILES, ProfileSettings
from gateway.config.settings import ClientSettings, Settings
from gateway.intake.lifting.table import Table, table_of
from gateway.intake.privacy.profile import DEFAULT, Profile, profile_of
from gateway.sdk.errors import ConfigurationError, Problem


class Policy(Struct, frozen=True, kw_only=True):
    """``region`` (ISO 3166) is that of telephone numbers which do not say their country."""

    lifting: Table = Table()
    profile: Profile = DEFAULT
    region: str | None = None


DEFAULT_POLICY = Policy()


class Policies(Struct, frozen=True, kw_only=True):
    """The policies of all clients, made once."""

    default: Policy = DEFAULT_POLICY
    clients: Mapping[str, Policy] = {}

    def of(self, client: str) -> Policy:
        """That of one client, by the name of its API key."""
        return self.clients.get(client, self.default)


def policies_of(settings: Settings) -> Policies:
    """Raises ``ConfigurationError`` for a profile that there is not, or that cannot be used."""
    unknown = [
        Problem(
            code="config.unknown_profile",
            pointer=f"clients.{name}.privacy",
            detail=f"There is no such profile; there are: {', '.join(_profiles(settings))}.",
        )
        for name, client in settings.clients.items()
        if client.privacy not in _profiles(settings)
    ]
    if unknown:
        raise ConfigurationError("Some clients name a profile that there is not.", unknown)
    return Policies(
        default=_policy(settings, ClientSettings()),
        clients={name: _policy(settings, client) for name, client in settings.clients.items()},
    )


def _policy(settings: Settings, client: ClientSettings) -> Policy:
    profile = _profiles(settings)[client.privacy]
    return Policy(
        lifting=table_of(settings.lifting),
        profile=profile_of(profile, client.region),
        region=client.region,
    )


def _profiles(settings: Settings) -> dict[str, ProfileSettings]:
    return {**KNOWN_PROFILES, **settings.privacy.profiles}
