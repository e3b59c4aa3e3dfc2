"""What one webhook destination may set besides its address and credentials."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

Method: TypeAlias = Literal["POST", "PUT", "PATCH"]
Format: TypeAlias = Literal["json", "standard", "cloudevents"]
Body: TypeAlias = Literal["full", "thin"]
Echo: TypeAlias = Literal["none", "digests", "url"]

Template: TypeAlias = Annotated[
    str, Meta(pattern=r"^(/[^\s?#{}]*(\{[^\s{}/]+\}[^\s?#{}]*)*)?$", examples=["/items/{id}"])
]
EventType: TypeAlias = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_.]{1,200}$", examples=["handoff.created"])
]
Source: TypeAlias = Annotated[str, Meta(pattern=r"^[!-~]{1,500}$", examples=["urn:readback:acme"])]
Address: TypeAlias = Annotated[
    str,
    Meta(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$", examples=["https://readback.acme.example"]),
]
Member: TypeAlias = Annotated[
    str, Meta(pattern=r"^[^\s.]+(\.[^\s.]+)*$", examples=["handoff, or meta.handoff"])
]
# What signs in, and what the transport sets itself, has no place among headers that stand in a
# file for everyone to read.
HeaderName: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^(?!(?i:authorization|proxy-authorization|cookie|host|connection|content-length"
        r"|transfer-encoding|webhook-id|webhook-timestamp|webhook-signature)$)"
        r"[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
        examples=["X-Source; credentials belong in auth"],
    ),
]
HeaderValue: TypeAlias = Annotated[
    str, Meta(pattern=r"^([!-~]([ -~]*[!-~])?)?$", examples=["printable ASCII"])
]


class WebhookSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the receiver is addressed, what it is given, and what it answers.

    ``path`` is below ``base_url``, without one it is ``base_url`` itself; names in braces are
    filled from mapped fields. ``gateway_url`` is where receivers find this gateway.
    ``handoff_member`` and ``note_member`` are the members that hold the complete handoff and the
    note. ``read_path`` is where the receiver shows what it stored, ``read_member`` the member of
    that document in which ours begin.
    """

    method: Method = "POST"
    path: Template = ""
    headers: dict[HeaderName, HeaderValue] = {}
    format: Format = "json"
    body: Body = "full"
    type: EventType = "handoff.created"
    source: Source = "urn:readback"
    gateway_url: Address | None = None
    handoff_member: Member = "handoff"
    note_member: Member = "note"
    echo: Echo = "none"
    read_path: Template = ""
    read_member: Member | None = None

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for values that do not go together."""
        if self.body == "thin" and self.gateway_url is None:
            raise ValueError('body = "thin" sends a link, which needs gateway_url.')
        if self.read_path and self.echo != "url":
            raise ValueError('read_path is only read with echo = "url".')
        if self.read_member and self.echo != "url":
            raise ValueError('read_member is only read with echo = "url".')
