"""What is known of Twilio Flex without an account: its task."""

from __future__ import annotations

from adapters.twilio_flex.manifest import MANIFEST
from gateway.sdk import VendorObjects

OBJECTS = VendorObjects(title=MANIFEST.title, targets=MANIFEST.targets)
