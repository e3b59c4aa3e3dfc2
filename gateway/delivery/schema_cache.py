"""The schema of one account's object: asked of the vendor, kept, and found again at the next start.

Nothing on the delivery path asks a vendor what its objects look like.
"""

from __future__ import annotations

from typing import Any, cast

import msgspec
from msgspec import Struct

from gateway.config.settings import DestinationSettings
from gateway.delivery.catalogue import load_adapter
from gateway.delivery.destination import Described, Destination
from gateway.delivery.drive import Later, ask
from gateway.delivery.schemas import schema_sha256
from gateway.delivery.vocabulary import pick_target
from gateway.sdk.adapter import Describes
from gateway.sdk.errors import ConfigurationError
from gateway.sdk.manifest import Manifest, Target
from gateway.store.clock import now
from gateway.store.port import SchemaStore
from gateway.store.records import SchemaRow


class _Document(Struct, frozen=True, kw_only=True):
    """What is kept: a schema is of use only to the adapter that made it."""

    adapter: str
    version: str
    target: Target


async def describe_destination(
    destination: Destination, store: SchemaStore, object_: str | None = None
) -> Described:
    """Ask the vendor what an object looks like in this account, and keep the answer.

    Without a name it is the object that the destination creates. Raises ``ConfigurationError``
    where the adapter cannot ask, ``Unreachable``, ``SignInFailed`` and their kin.
    """
    adapter, manifest = destination.adapter, destination.adapter.manifest
    if not isinstance(adapter, Describes):
        raise ConfigurationError(
            f'The adapter "{manifest.name}" cannot ask its vendor what an object looks like.'
        )
    wanted = object_ or destination.target.object
    flow = cast("Describes[Any]", adapter).describe(wanted, destination.settings)
    try:
        target = await ask(flow, send=destination.transport.send, adapter=adapter, now=now)
    except Later as later:
        raise later.error from None
    await store.keep_schema(schema_row(destination.name, manifest, target, now()))
    described = await described_before(destination.name, manifest, wanted, store)
    if described is None:
        raise RuntimeError("a schema that was just kept is not there")
    return described


def schema_row(destination: str, manifest: Manifest, target: Target, fetched_at: str) -> SchemaRow:
    """A schema as it is kept."""
    document = _Document(adapter=manifest.name, version=manifest.version, target=target)
    return SchemaRow(
        destination=destination,
        object=target.object,
        sha256=schema_sha256(target),
        document=msgspec.json.encode(document),
        fetched_at=fetched_at,
    )


async def described_before(
    name: str, manifest: Manifest, object_: str, store: SchemaStore
) -> Described | None:
    """What the vendor of a destination said last of an object; None if it was never asked."""
    rows = await store.schemas(name, object_)
    kept = [(row, document) for row in rows if (document := _document(row, manifest))]
    # Another version of the adapter may compare fields otherwise than the schema says.
    current = next((pair for pair in kept if pair[1].version == manifest.version), None)
    if current is None:
        return None
    row, document = current
    return Described(
        target=document.target,
        sha256=row.sha256,
        fetched_at=row.fetched_at,
        earlier={old.sha256: other.target for old, other in kept if old is not row},
    )


def _document(row: SchemaRow, manifest: Manifest) -> _Document | None:
    try:
        document = msgspec.json.decode(row.document, type=_Document)
    except msgspec.DecodeError:
        # Kept by another version of the gateway.
        return None
    return document if document.adapter == manifest.name else None


async def described_for(
    name: str, configured: DestinationSettings, store: SchemaStore
) -> Described | None:
    """The same for a destination that is not open yet. Raises ``ConfigurationError``."""
    manifest = load_adapter(configured.adapter).manifest
    object_ = pick_target(manifest, configured.object).object
    return await described_before(name, manifest, object_, store)
