"""The JSON body of a webhook: every member there is, by the names that the mapping gives."""

from __future__ import annotations

from adapters.webhook.manifest import MANIFEST
from gateway.sdk import VendorObjects

OBJECTS = VendorObjects(title=MANIFEST.title, targets=MANIFEST.targets)
