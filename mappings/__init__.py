"""The mapping language: what one canonical handoff becomes at one vendor, written by its admins."""

from __future__ import annotations

from mappings.canonical import CanonicalSchema
from mappings.compiler import Compiled, compile  # noqa: A004 - the contract's name
from mappings.coverage import Coverage
from mappings.errors import MappingStopped
from mappings.plan import Plan
from mappings.problems import MappingProblem, Refused
from mappings.translation import Translation
from mappings.vendor_schema import VendorField, VendorSchema

__all__ = [
    "CanonicalSchema",
    "Compiled",
    "Coverage",
    "MappingProblem",
    "MappingStopped",
    "Plan",
    "Refused",
    "Translation",
    "VendorField",
    "VendorSchema",
    "compile",
]
