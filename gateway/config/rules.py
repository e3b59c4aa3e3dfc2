"""What the types of the settings cannot say: how the values of a configuration fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from gateway.config.faults import Fault, KeyPath
from gateway.config.settings import (
    AuthSettings,
    ClientCredentials,
    Condition,
    DestinationSettings,
    GatewaySettings,
    JwtBearer,
    Route,
    SecretSource,
    StandardWebhooksAuth,
)

_LAST_PORT = 65535


def gateway_faults(settings: GatewaySettings) -> Iterator[Fault]:
    """What is wrong with ``[gateway]``."""
    if int(settings.listen.rpartition(":")[2]) > _LAST_PORT:
        yield _invalid(("gateway", "listen"), f"The port must be at most {_LAST_PORT}.")
    if settings.store_password is not None:
        yield from _secret_faults(("gateway", "store_password"), settings.store_password)
    if settings.notices is not None:
        place = ("gateway", "notices")
        yield from _secret_faults((*place, "secret"), settings.notices.secret)
        yield from _also_faults(place, settings.notices.also)


def destination_faults(name: str, settings: DestinationSettings) -> Iterator[Fault]:
    """What is wrong with one destination."""
    place = ("destinations", name)
    allowed = settings.allow_private_addresses
    yield from _url_faults((*place, "base_url"), settings.base_url, allow_http=allowed)
    if settings.auth is not None:
        yield from _auth_faults((*place, "auth"), settings.auth, allow_http=allowed)


def route_faults(index: int, route: Route, destinations: Collection[str]) -> Iterator[Fault]:
    """What is wrong with one route."""
    place = ("routes", str(index))
    if not route.to:
        yield _invalid((*place, "to"), "Name at least one destination.")
    for position, name in enumerate(route.to):
        if name not in destinations:
            known = ", ".join(destinations) or "none"
            cure = f'There is no destination "{name}"; there are: {known}.'
            path = (*place, "to", str(position))
            yield Fault(code="config.unknown_destination", path=path, cure=cure)
    if route.when is not None:
        yield from _condition_faults((*place, "when"), route.when)


def _condition_faults(place: KeyPath, condition: Condition) -> Iterator[Fault]:
    if not condition.field:
        yield _invalid((*place, "field"), 'Name a field of the handoff, like "reason.code".')
    if (condition.is_ is None) == (condition.in_ is None):
        yield _invalid(place, "Give exactly one of is (one value) and in (a list of values).")


def _auth_faults(place: KeyPath, auth: AuthSettings, *, allow_http: bool) -> Iterator[Fault]:
    if isinstance(auth, ClientCredentials | JwtBearer) and auth.token_url is not None:
        yield from _url_faults((*place, "token_url"), auth.token_url, allow_http=allow_http)
    for field in msgspec.structs.fields(auth):
        value = getattr(auth, field.name)
        if isinstance(value, SecretSource):
            yield from _secret_faults((*place, field.encode_name), value)
    if isinstance(auth, StandardWebhooksAuth):
        yield from _also_faults(place, auth.also)


def _also_faults(place: KeyPath, sources: Iterable[SecretSource]) -> Iterator[Fault]:
    for index, source in enumerate(sources):
        yield from _secret_faults((*place, "also", str(index)), source)


def _secret_faults(place: KeyPath, source: SecretSource) -> Iterator[Fault]:
    given = [way for way in (source.env, source.file) if way is not None]
    if len(given) != 1:
        yield _invalid(place, "Give exactly one of env (a variable's name) and file (a path).")
    elif not given[0]:
        yield _invalid(place, "Give the name of the environment variable, or the file's path.")


def _url_faults(place: KeyPath, url: str, *, allow_http: bool) -> Iterator[Fault]:
    parts = _split(url)
    if parts is None:
        yield _invalid(place, "The value must be a URL like https://acme.example.com.")
        return
    scheme, authority = parts
    if "@" in authority:
        cure = "A URL must not hold a user name or password: use auth for them."
        yield Fault(code="config.secret_in_file", path=place, cure=cure)
    if scheme == "http" and not allow_http:
        cure = (
            "The URL must begin with https://: customers' conversations are not sent in the clear. "
            "Only a destination with allow_private_addresses = true may use http://."
        )
        yield Fault(code="config.not_https", path=place, cure=cure)


def _split(url: str) -> tuple[str, str] | None:
    """Scheme and authority of a URL that can be used; a port beyond 65535 cannot."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return (parts.scheme, parts.netloc) if usable else None


def _invalid(path: KeyPath, cure: str) -> Fault:
    return Fault(code="config.invalid_value", path=path, cure=cure)
