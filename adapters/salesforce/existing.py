"""Looking for what a write without an answer has made.

A composite request is carried out whole or not at all: one of its records found is all of them.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from adapters.salesforce import routing, translate
from adapters.salesforce.batches import ROUTE, Batch, batches, reference, request_for
from adapters.salesforce.replies import Comment, Id, Named, Query, Saved, Version, query, show
from adapters.salesforce.settings import SalesforceSettings
from adapters.salesforce.verdict import COMPOSITE
from gateway import sdk

LOOK = "look for the write"

Ids: TypeAlias = dict[str, str]
"""Ids of records by the names of their writes; empty for one that is not to be found."""


def find_existing(
    request: sdk.VendorRequest, consignment: sdk.Consignment, settings: SalesforceSettings
) -> sdk.Flow[sdk.VendorResponse | None]:
    """The reply that was lost, made anew from the records that the write has left."""
    case_id = yield from find_case(consignment, settings)
    if case_id is None:
        return None
    if request.step == ROUTE:
        item = yield from routing.find(LOOK, case_id, settings)
        return _reply(request, {"routing": item.id}) if item else None
    for batch in batches(consignment, settings, case_id):
        if request_for(batch, consignment, settings) == request:
            found = yield from find(batch, case_id, consignment, settings)
            return _reply(request, found) if found else None
    return None


def find_case(consignment: sdk.Consignment, settings: SalesforceSettings) -> sdk.Flow[Id | None]:
    """The case with our external id."""
    path = translate.root(settings) + translate.case(consignment, settings).path
    found = yield from show(LOOK, path, ("Id",), Named)
    return found.id if found else None


def find(
    batch: Batch, case_id: str, consignment: sdk.Consignment, settings: SalesforceSettings
) -> sdk.Flow[Ids | None]:
    """The records of one batch; None where it has made nothing.

    Beside others the case proves nothing: it may be older than this delivery.
    """
    names = [write.name for write in batch]
    found: Ids = {"case": case_id}
    if consignment.capsule and "capsule" in names:
        found = {**found, **(yield from _file(consignment.capsule, case_id, consignment, settings))}
    if any(name.startswith("comment.") for name in names):
        found = {**found, **(yield from _comments(case_id, consignment, settings))}
    if names != ["case"] and not any(name in found for name in names if name != "case"):
        return None
    return {name: found.get(name, "") for name in names}


def _file(
    sent: sdk.Capsule, case_id: str, consignment: sdk.Consignment, settings: SalesforceSettings
) -> sdk.Flow[Ids]:
    wanted_files = Query(
        fields="Id, Title, Checksum, Description, ContentDocumentId",
        object="ContentVersion",
        where=f"FirstPublishLocationId = '{case_id}'",
    )
    versions = yield from query(LOOK, translate.root(settings), wanted_files, Version)
    wanted = (sent.name, translate.checksum(sent), translate.file_mark(consignment))
    ids = [one.id for one in versions if (one.title, one.checksum, one.description) == wanted]
    return {"capsule": ids[0]} if ids else {}


def _comments(
    case_id: str, consignment: sdk.Consignment, settings: SalesforceSettings
) -> sdk.Flow[Ids]:
    stored = yield from list_comments(LOOK, case_id, settings)
    return {
        f"comment.{part.number}": comment.id
        for part in translate.further_parts(consignment)
        for comment in stored
        if (comment.comment_body or "").startswith(part.lead.rstrip())
    }


def list_comments(
    step: str, case_id: str, settings: SalesforceSettings
) -> sdk.Flow[tuple[Comment, ...]]:
    """All comments of a case, whoever wrote them."""
    wanted = Query(
        fields="Id, CommentBody, IsPublished",
        object="CaseComment",
        where=f"ParentId = '{case_id}'",
    )
    return (yield from query(step, translate.root(settings), wanted, Comment))


def _reply(request: sdk.VendorRequest, ids: Ids) -> sdk.VendorResponse:
    parts = [
        {"body": Saved(id=id_), "httpStatusCode": 200, "referenceId": reference(name)}
        for name, id_ in ids.items()
    ]
    is_composite = request.path.endswith(COMPOSITE)
    document: object = {"compositeResponse": parts} if is_composite else parts[0]["body"]
    return sdk.VendorResponse(status=200, body=msgspec.json.encode(document))
