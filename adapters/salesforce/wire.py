"""Salesforce's describe document as structs; members we do not use are let through.

Shapes from captured replies of ``GET /services/data/vNN/sobjects/OBJECT/describe`` (2026-11-20).
"""

from __future__ import annotations

from msgspec import Struct


class PicklistValue(Struct, frozen=True, rename="camel"):
    """One value of a picklist; an inactive one stays on old records and is no longer offered."""

    value: str
    label: str | None = None
    active: bool = True


class DescribedField(Struct, frozen=True, rename="camel"):
    """One field as the integration user may use it; lengths are 0 where there is none."""

    name: str
    type: str
    label: str = ""
    length: int = 0
    byte_length: int = 0
    precision: int = 0
    scale: int = 0
    nillable: bool = True
    createable: bool = False
    defaulted_on_create: bool = False
    calculated: bool = False
    auto_number: bool = False
    external_id: bool = False
    unique: bool = False
    html_formatted: bool = False
    deprecated_and_hidden: bool = False
    dependent_picklist: bool = False
    controller_name: str | None = None
    restricted_picklist: bool = False
    picklist_values: tuple[PicklistValue, ...] = ()
    reference_to: tuple[str, ...] = ()
    inline_help_text: str | None = None


class ChildRelationship(Struct, frozen=True, rename="camel"):
    """Records of another object that point at this one."""

    child_s_object: str
    field: str


class Describe(Struct, frozen=True, rename="camel"):
    """One object of an account."""

    name: str
    fields: tuple[DescribedField, ...]
    label: str = ""
    createable: bool = True
    child_relationships: tuple[ChildRelationship, ...] = ()
