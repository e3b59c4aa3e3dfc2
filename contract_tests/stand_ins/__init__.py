"""Local imitations of the vendors' APIs, each found through ``readback.stand_ins``."""

from __future__ import annotations
