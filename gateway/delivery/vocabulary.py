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
    """What a mapping may fill, as the adapter declares it."""
    return VendorSchema(
        vendor=manifest.name,
        title=manifest.title,
        object=target.object,
        fields=tuple(_vendor_field(field) for field in target.fields),
        capsule=target.capsule,
    )


def _vendor_field(field: TargetField) -> VendorField:
    return VendorField(
        name=field.name,
        label=field.label,
        kind=field.kind,
        length=field.limit.size if field.limit else None,
        unit=field.limit.unit if field.limit else "characters",
        choices=field.choices,
        restricted=bool(field.choices),
        required=field.required,
        note_format=field.note_format,
        neutralise=field.neutralise,
    )
