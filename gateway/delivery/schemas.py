"""Vendors' schemas: known without an account, made from a describe document, told apart by hash.

What a vendor's folder knows of its objects is found through entry points, as adapters are, so a
mapping can be written and checked before anything is configured.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import cast

import msgspec
from msgspec.structs import replace

from gateway.delivery.catalogue import adapter_names, load_adapter, load_point
from gateway.sdk.errors import ConfigurationError, UnexpectedReply
from gateway.sdk.manifest import Target, TargetField, VendorObjects

GROUP = "readback.vendor_objects"


def vendor_names() -> tuple[str, ...]:
    """The vendors whose objects are known, sorted."""
    return tuple(sorted({*_found(), *adapter_names()}))


def vendor_objects(vendor: str) -> VendorObjects:
    """What is known of a vendor. Raises ``ConfigurationError`` with what there is instead."""
    if point := _found().get(vendor):
        return cast("VendorObjects", load_point(point, "vendor"))
    if vendor not in adapter_names():
        raise _no_such("vendor", vendor, vendor_names())
    manifest = load_adapter(vendor).manifest
    return VendorObjects(title=manifest.title, targets=manifest.targets)


def vendor_object(vendor: str, object_: str) -> Target:
    """One object as the vendor documents it. Raises ``ConfigurationError``."""
    targets = {target.object: target for target in vendor_objects(vendor).targets}
    if object_ not in targets:
        raise _no_such(f"{vendor} object", object_, targets)
    return targets[object_]


def described_object(vendor: str, object_: str, document: bytes) -> Target:
    """One object as an account describes it, from the vendor's own document.

    Raises ``ConfigurationError`` where the vendor has no such document, or this is not one.
    """
    known = vendor_objects(vendor)
    if known.from_describe is None:
        raise ConfigurationError(
            f'What "{vendor}" takes is the same in every account: leave the file out.'
        )
    try:
        return known.from_describe(document, object_)
    except UnexpectedReply as error:
        raise ConfigurationError(
            f'This is not what "{vendor}" says of an object "{object_}": {error}.'
        ) from None


def schema_sha256(target: Target) -> str:
    """The hash of a schema; the order in which a vendor lists fields and choices does not count."""
    fields = sorted(map(_in_order, target.fields), key=lambda field: field.name)
    ordered = replace(target, fields=tuple(fields))
    return hashlib.sha256(msgspec.json.encode(ordered, order="sorted")).hexdigest()


def _in_order(field: TargetField) -> TargetField:
    choices = sorted(field.choices, key=lambda choice: choice.value)
    return replace(field, choices=tuple(choices))


def _found() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _no_such(what: str, name: str, names: Iterable[str]) -> ConfigurationError:
    there = sorted(names)
    by_lower = {known.lower(): known for known in there}
    near = get_close_matches(name.lower(), by_lower, n=1)
    if near:
        instead = f'Did you mean "{by_lower[near[0]]}"?'
    else:
        instead = f"There are: {', '.join(there) or 'none; install one'}."
    return ConfigurationError(f'There is no {what} "{name}". {instead}')
