"""The vendors' objects that the presets are written for, as the vendors' folders know them."""

from __future__ import annotations

from gateway.delivery.catalogue import adapter_names
from gateway.delivery.schemas import vendor_object, vendor_objects
from gateway.delivery.vocabulary import schema_of
from mappings import VendorSchema

OBJECTS = {
    "salesforce-case": ("salesforce", "Case"),
    "twilio-flex-task": ("twilio_flex", "task"),
    "webhook": ("webhook", "handoff"),
    "zendesk-ticket": ("zendesk", "ticket"),
}


def _schema(vendor: str, object_: str) -> VendorSchema:
    return schema_of(vendor, vendor_objects(vendor).title, vendor_object(vendor, object_))


SCHEMAS = {
    preset: _schema(*target) for preset, target in OBJECTS.items() if target[0] in adapter_names()
}
