"""What one Zendesk destination may set besides its address and credentials."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

Id: TypeAlias = Annotated[int, Meta(ge=1)]


class ZendeskSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ids of the account's own; a mapping that fills the field of the same name wins."""

    group_id: Id | None = None
    brand_id: Id | None = None
    ticket_form_id: Id | None = None
