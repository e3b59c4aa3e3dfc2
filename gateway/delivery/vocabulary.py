"""The two schemas a mapping is compiled against: our handoff's, and a manifest's target."""

from __future__ import annotations

from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.schema.views import VIEWS, VIRTUAL_MEMBERS
from gateway.sdk.errors import ConfigurationError
from gateway.sdk.manifest import Manifest, Target, TargetField
from mappings.canonical import CanonicalSchema
from mappings.vendor_schema import VendorField, VendorSchema

CANONICAL = CanonicalSchema(
    version="handoff/1", root=Handoff, views=VIEWS, members=VIRTUAL_MEMBERS, leaves=leaves
)


def pick_target(manifest: Manifest, wanted: str | None) -> Target:
    """The object to create: the one wanted, else the adapter's first."""
    if wanted is None:
        return manifest.targets[0]
    target = manifest.target(wanted)
    if target is None:
        names = ", ".join(target.object for target in manifest.targets)
        raise ConfigurationError(
            f'The adapter "{manifest.name}" makes no object "{wanted}". It makes: {names}.'
        )
    return target


def vendor_schema(manifest: Manifest, target: Target) -> VendorSchema:
    """What a mapping may fill at an adapter's vendor."""
    return schema_of(manifest.name, manifest.title, target)


def schema_of(vendor: str, title: str, target: Target) -> VendorSchema:
    """A target in the mapping language's words; ``title`` is the vendor's name for people."""
    return VendorSchema(
        vendor=vendor,
        title=f"{title} {target.label}",
        object=target.object,
        fields=tuple(_vendor_field(field) for field in target.fields),
        capsule=target.capsule,
    )


def _vendor_field(field: TargetField) -> VendorField:
    offered = [choice for choice in field.choices if choice.active]
    return VendorField(
        name=field.name,
        label=field.label,
        kind=field.kind,
        length=field.limit.size if field.limit else None,
        unit=field.limit.unit if field.limit else "characters",
        choices=tuple(choice.value for choice in offered),
        labels={
            choice.value: choice.label
            for choice in offered
            if choice.label not in ("", choice.value)
        },
        restricted=bool(field.choices) and field.restricted,
        required=field.required,
        writable=not field.read_only,
        why_not=field.read_only,
        external_id=field.external_id,
        remark=field.remark,
        note_format=field.note_format,
        neutralise=field.neutralise,
    )
