"""Omni-Channel: the case is offered to agents with the skills that the settings name.

Written whole or not at all: a work item that was never made ready would block every later routing
of its case with DUPLICATE_VALUE (field report, 2026-11-20).
"""

from __future__ import annotations

from msgspec import Struct

from adapters.salesforce import translate
from adapters.salesforce.replies import Named, Query, Waiting, query
from adapters.salesforce.settings import Routing, SalesforceSettings
from adapters.salesforce.translate import Write
from gateway import sdk

_RESOLVE = "look up routing"
_ITEM = "@{refRouting.id}"


class Resolved(Struct, frozen=True, kw_only=True):
    """The ids behind the settings' names."""

    channel: str
    skills: tuple[str, ...]


def resolve(settings: SalesforceSettings) -> sdk.Flow[Resolved | None]:
    """Look the names up before anything is written. Raises ``Misfit`` for one that is not there."""
    wanted = settings.routing
    if wanted is None:
        return None
    channels = yield from _named("ServiceChannel", (wanted.service_channel,), settings)
    skills = yield from _named("Skill", wanted.skills, settings)
    return Resolved(channel=channels[0], skills=skills)


def _named(
    object_: str, names: tuple[str, ...], settings: SalesforceSettings
) -> sdk.Flow[tuple[str, ...]]:
    listed = ", ".join(f"'{name}'" for name in names)
    wanted = Query(fields="Id, DeveloperName", object=object_, where=f"DeveloperName IN ({listed})")
    records = yield from query(_RESOLVE, translate.root(settings), wanted, Named)
    ids = {record.developer_name: record.id for record in records}
    lacking = [name for name in names if name not in ids]
    if lacking:
        raise sdk.Misfit(step=_RESOLVE, why=f"there is no {object_} {', '.join(lacking)}")
    return tuple(ids[name] for name in names)


def writes(wanted: Routing, resolved: Resolved, case_id: str) -> tuple[Write, ...]:
    """The work item, the skills it asks for, and only then that it is ready."""
    item = {
        "WorkItemId": case_id,
        "ServiceChannelId": resolved.channel,
        "RoutingType": "SkillsBased",
        "RoutingModel": wanted.model,
        "RoutingPriority": wanted.priority,
        "CapacityWeight": wanted.weight,
        "IsReadyForRouting": False,
    }
    path = "/sobjects/PendingServiceRouting"
    return (
        Write(name="routing", method="POST", path=path, body=item),
        *(
            Write(
                name=f"skill.{number}",
                method="POST",
                path="/sobjects/SkillRequirement",
                body={"RelatedRecordId": _ITEM, "SkillId": skill},
            )
            for number, skill in enumerate(resolved.skills, start=1)
        ),
        Write(
            name="ready",
            method="PATCH",
            path=f"{path}/{_ITEM}",
            body={"IsReadyForRouting": True},
        ),
    )


def find(step: str, case_id: str, settings: SalesforceSettings) -> sdk.Flow[Waiting | None]:
    """The work item that waits, or that an agent has got already; None where there is neither."""
    for object_, fields in (
        ("PendingServiceRouting", "Id, IsReadyForRouting"),
        ("AgentWork", "Id"),
    ):
        wanted = Query(fields=fields, object=object_, where=f"WorkItemId = '{case_id}'")
        found = yield from query(step, translate.root(settings), wanted, Waiting)
        for item in found:
            is_ready = item.is_ready_for_routing if object_ != "AgentWork" else True
            return Waiting(id=item.id, is_ready_for_routing=is_ready)
    return None
