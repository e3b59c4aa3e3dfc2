"""The configuration file as structs: what ``readback.toml`` may say."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct

from gateway.config.lifting import LiftingSettings
from gateway.config.privacy import DEFAULT_PROFILE, PrivacySettings

# The examples are what an error shows in place of the pattern.
Rate: TypeAlias = Annotated[
    str, Meta(pattern=r"^[1-9][0-9]{0,6}/(s|min|h)$", examples=["300/min, 5/s or 20000/h"])
]

Duration: TypeAlias = Annotated[
    str, Meta(pattern=r"^[1-9][0-9]{0,4}(min|h|d)$", examples=["24h, 30min or 7d"])
]

LogForm: TypeAlias = Literal["text", "json"]


class SecretSource(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a secret is; exactly one of the two. Secrets never stand in the file itself."""

    env: str | None = None
    file: str | None = None


class BasicAuth(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="scheme", tag="basic"
):
    """A user name and a password or API token."""

    username: str
    password: SecretSource


class BearerAuth(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="scheme", tag="bearer"
):
    """A token that does not run out."""

    token: SecretSource


class HeaderAuth(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="scheme", tag="header"
):
    """An API key in a header of the vendor's choice."""

    name: str
    value: SecretSource


class ClientCredentials(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="scheme",
    tag="oauth_client_credentials",
):
    """OAuth 2 client credentials; ``token_url`` defaults to the adapter's."""

    client_id: str
    client_secret: SecretSource
    token_url: str | None = None
    scope: str | None = None


class JwtBearer(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="scheme",
    tag="jwt_bearer",
):
    """An assertion signed with a private RSA key (PEM), for the user named by ``subject``.

    ``audience`` and ``token_url`` default to the adapter's.
    """

    client_id: str
    private_key: SecretSource
    subject: str
    audience: str | None = None
    token_url: str | None = None


class StandardWebhooksAuth(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="scheme",
    tag="standard_webhooks",
):
    """Signatures of Standard Webhooks; with ``also``, by several keys while one is replaced."""

    secret: SecretSource
    also: tuple[SecretSource, ...] = ()


AuthSettings: TypeAlias = (
    BasicAuth | BearerAuth | HeaderAuth | ClientCredentials | JwtBearer | StandardWebhooksAuth
)


class NoticeSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[gateway.notices]``: how a handoff's ``reply_to`` is told what becomes of it.

    Every post is signed as Standard Webhooks say; ``also`` signs while a key is replaced.
    ``timeout`` is for one post, in seconds.
    """

    secret: SecretSource
    also: tuple[SecretSource, ...] = ()
    allow_private_addresses: bool = False
    timeout: Annotated[float, Meta(gt=0, le=60)] = 15.0


class GatewaySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[gateway]``: where it listens and where it stores. Sizes in bytes, times in seconds.

    Past ``max_waiting`` deliveries that have not ended, or commits that take ``slowest_commit`` on
    average, handoffs are sent back with 503. ``lease`` is how long work stays with a process that
    has died before another takes it over, ``turns_kept`` how long the turns of a conversation wait
    for its handoff after the last one, ``events_kept`` how long one can read what became of a
    handoff, ``logs`` how lines on stderr are written.
    """

    listen: Annotated[str, Meta(pattern=r"^\S+:[0-9]{1,5}$", examples=["127.0.0.1:8080"])] = (
        "127.0.0.1:8080"
    )
    store: str = "sqlite:///readback.db"
    store_password: SecretSource | None = None
    lease: Annotated[float, Meta(ge=1, le=3600)] = 30.0
    max_body: Annotated[int, Meta(ge=1024, le=256 * 1024 * 1024)] = 16 * 1024 * 1024
    max_waiting: Annotated[int, Meta(ge=1)] = 200_000
    slowest_commit: Annotated[float, Meta(gt=0, le=60)] = 2.0
    turns_kept: Duration = "24h"
    events_kept: Duration = "30d"
    logs: LogForm = "text"
    notices: NoticeSettings | None = None


class ClientSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[clients.NAME]``: what is known about whoever calls with the API key NAME.

    ``dialect`` is what its bodies are in unless a request says otherwise; ``privacy`` names a
    profile; ``region`` (ISO 3166) is that of telephone numbers which do not say their country.
    """

    dialect: str | None = None
    privacy: str = DEFAULT_PROFILE
    region: Annotated[str, Meta(pattern="^[A-Z]{2}$", examples=["GB"])] | None = None


class DestinationSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[destinations.NAME]``: one vendor account with its mapping.

    ``timeout`` is for one exchange and ``attempt_timeout`` for one attempt at a delivery, in
    seconds; ``settings`` are the adapter's own.
    """

    adapter: str
    base_url: Annotated[
        str,
        Meta(
            pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$",
            examples=["https://acme.example.com, without ? and #"],
        ),
    ]
    mapping: str | None = None
    object: str | None = None
    auth: AuthSettings | None = None
    rate: Rate | None = None
    concurrency: Annotated[int, Meta(ge=1, le=64)] = 4
    timeout: Annotated[float, Meta(gt=0, le=300)] = 30.0
    attempt_timeout: Annotated[float, Meta(gt=0, le=3600)] = 600.0
    allow_private_addresses: bool = False
    enabled: bool = True
    settings: dict[str, Any] = {}


class Condition(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"in_": "in", "is_": "is"}
):
    """One test of one handoff field; exactly one of ``is`` and ``in``."""

    field: str
    is_: Any = None
    in_: tuple[Any, ...] | None = None


class Route(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[routes]]``: the first whose condition holds decides; none means every destination."""

    to: tuple[str, ...]
    when: Condition | None = None


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    gateway: GatewaySettings = GatewaySettings()
    destinations: dict[
        Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,62}$")], DestinationSettings
    ] = {}
    routes: tuple[Route, ...] = ()
    clients: dict[str, ClientSettings] = {}
    lifting: LiftingSettings = LiftingSettings()
    privacy: PrivacySettings = PrivacySettings()
