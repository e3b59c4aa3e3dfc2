"""What is known of Zendesk without an account: its ticket."""

from __future__ import annotations

from adapters.zendesk.describe import from_describe
from adapters.zendesk.manifest import MANIFEST
from gateway.sdk import VendorObjects

OBJECTS = VendorObjects(title=MANIFEST.title, targets=MANIFEST.targets, from_describe=from_describe)
