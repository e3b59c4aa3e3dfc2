"""The capability table: what each adapter declares and implements, read from the adapters."""

from __future__ import annotations

from msgspec import Struct

from gateway.delivery.catalogue import adapter_names, load_adapter
from gateway.delivery.schemas import vendor_names, vendor_objects
from gateway.sdk.adapter import (
    AnyAdapter,
    Classifies,
    Describes,
    Explains,
    FindsExisting,
    Probes,
)

_PROTOCOLS: tuple[tuple[type, str], ...] = (
    (Describes, "describes its objects"),
    (FindsExisting, "finds what it made"),
    (Probes, "tells who we are"),
    (Classifies, "knows the vendor's codes"),
    (Explains, "tells what to set up"),
)


class Capability(Struct, frozen=True, kw_only=True):
    """One vendor. Where nothing ``delivers`` yet, mappings can be written for its objects."""

    name: str
    title: str
    delivers: bool
    objects: tuple[str, ...]
    auth: tuple[str, ...] = ()
    can: tuple[str, ...] = ()


def capabilities() -> tuple[Capability, ...]:
    """Every vendor there is, by name."""
    return tuple(map(_capability, vendor_names()))


def _capability(name: str) -> Capability:
    known = vendor_objects(name)
    objects = tuple(target.object for target in known.targets)
    if name not in adapter_names():
        return Capability(name=name, title=known.title, delivers=False, objects=objects)
    adapter: AnyAdapter = load_adapter(name)
    return Capability(
        name=name,
        title=adapter.manifest.title,
        delivers=True,
        objects=objects,
        auth=adapter.manifest.auth,
        can=tuple(said for protocol, said in _PROTOCOLS if isinstance(adapter, protocol)),
    )
