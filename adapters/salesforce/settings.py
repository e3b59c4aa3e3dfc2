"""What one Salesforce destination may set besides its address and credentials."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

# What is read back has 18 characters; an id of 15 would not compare equal.
RecordId: TypeAlias = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9]{18}$", examples=["an id of 18 characters, 00G…"])
]
Rules: TypeAlias = Annotated[
    str,
    Meta(pattern=r"^(on|off|[A-Za-z0-9]{18})$", examples=["on, off, or an id of 18 characters"]),
]
DeveloperName: TypeAlias = Annotated[
    str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,79}$", examples=["an API name"])
]
CustomField: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^([A-Za-z][A-Za-z0-9_]{0,15}__)?[A-Za-z][A-Za-z0-9_]{0,39}__c$",
        examples=["the API name of a custom field, Handoff_Id__c"],
    ),
]


class Routing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Omni-Channel by skills: the channel and the skills by their API names.

    ``priority``: the lower goes first. ``weight``: how much of an agent's capacity a case takes.
    """

    service_channel: DeveloperName
    skills: Annotated[tuple[DeveloperName, ...], Meta(min_length=1, max_length=10)]
    model: Literal["LeastActive", "MostAvailable"] = "MostAvailable"
    priority: Annotated[int, Meta(ge=0, le=10_000)] = 1
    weight: Annotated[float, Meta(gt=0, le=100)] = 1.0


class SalesforceSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ids of the org's own; a mapping that fills the field of the same meaning wins.

    By ``external_id_field`` a repeated delivery finds its case. ``assignment_rules``: "off", "on",
    or the id of the rule to run; without it they run only where nothing names an owner.
    """

    # Before 46.0 an update was answered without the record's id.
    api_version: Annotated[str, Meta(pattern=r"^[5-9][0-9]\.0$", examples=["62.0"])] = "62.0"
    external_id_field: CustomField = "Handoff_Id__c"
    owner_id: RecordId | None = None
    record_type_id: RecordId | None = None
    assignment_rules: Rules | None = None
    allow_duplicates: bool = True
    routing: Routing | None = None
