"""Salesforce's replies to writes and reads as structs, and asking for one.

Shapes from captured replies of REST API v46 and later (2026-11-20).
"""

from __future__ import annotations

from typing import Annotated, TypeAlias, TypeVar

import msgspec
from msgspec import Meta, Struct

from adapters.salesforce.verdict import (
    COMPOSITE,
    CompositeReply,
    PartReply,
    cause,
    vendor_code,
)
from gateway import sdk

T = TypeVar("T")

# Ids go into paths and queries, so nothing else may pass for one.
Id: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z0-9]{15,18}$")]

# 2,000 records a page at most; a case with more of anything is not ours.
_MOST_PAGES = 50


class Saved(Struct, frozen=True):
    """A record after a write; the id is empty where ours was looked for and is gone."""

    id: Annotated[str, Meta(pattern=r"^([A-Za-z0-9]{15,18})?$")]


class Named(Struct, frozen=True, rename="pascal"):
    """A record found by its name; ``DeveloperName`` where it was asked for."""

    id: Id
    developer_name: str = ""


class Comment(Struct, frozen=True, rename="pascal"):
    """A comment of a case."""

    id: Id
    comment_body: str | None = None
    is_published: bool | None = None


class Version(Struct, frozen=True, rename="pascal"):
    """One version of a file; its checksum is the MD5 of its bytes, in hexadecimal."""

    id: Id
    title: str | None = None
    checksum: str | None = None
    description: str | None = None
    content_document_id: str = ""


class Link(Struct, frozen=True, rename="pascal"):
    """A file shown on a record."""

    content_document_id: str


class Waiting(Struct, frozen=True, rename="pascal"):
    """A work item that waits for an agent."""

    id: Id
    is_ready_for_routing: bool | None = None


class Page(Struct, frozen=True, rename="camel"):
    """One page of a query's result; the records' shape is the query's."""

    records: tuple[msgspec.Raw, ...]
    done: bool = True
    next_records_url: str | None = None


class ResourceList(Struct, frozen=True):
    """What the API offers; ``identity`` is a URL that ends in the user's id."""

    identity: str = ""


class User(Struct, frozen=True, rename="pascal"):
    """A user of the org."""

    name: str
    username: str


def ask(request: sdk.VendorRequest, type_: type[T], *statuses: int) -> sdk.Flow[T]:
    """One exchange: the reply as its struct, or the error that its status stands for."""
    response = yield request
    return read(request, response, type_, *statuses)


def read(
    request: sdk.VendorRequest, response: sdk.VendorResponse, type_: type[T], *statuses: int
) -> T:
    """The struct in a documented success. Raises as ``refusal`` says."""
    if response.status not in statuses:
        raise refusal(request, response.status, response.body)
    return sdk.decode_reply(request, response, type_)


def read_saved(request: sdk.VendorRequest, response: sdk.VendorResponse) -> dict[str, str]:
    """The ids that a write gave, by reference; by "" where it was no composite request.

    A part that is answered without a body has no id. Raises as ``refusal`` says where it, or any
    part of it, was refused.
    """
    status, body = cause(request, response)
    if status >= 300:
        raise refusal(request, status, body)
    if not request.path.endswith(COMPOSITE):
        return {"": sdk.decode_reply(request, response, Saved).id}
    parts = sdk.decode_reply(request, response, CompositeReply).composite_response
    return {part.reference_id: _id(request, part) for part in parts if part.has_body}


def _id(request: sdk.VendorRequest, part: PartReply) -> str:
    body = sdk.VendorResponse(status=200, body=bytes(part.body))
    return sdk.decode_reply(request, body, Saved).id


def refusal(request: sdk.VendorRequest, status: int, body: bytes) -> sdk.DeliveryError:
    """``SignInFailed`` where a permission is lacking, else ``VendorRefused`` with the code."""
    code = vendor_code(body)
    if status == 403:
        why = f"status 403: the user or the app lacks a permission {code}".rstrip()
        return sdk.SignInFailed(step=request.step, why=why)
    if status == 300:
        # Several records have one external id: the field is not unique.
        return sdk.VendorRefused(step=request.step, status=300, vendor_code="SEVERAL_MATCHES")
    if 400 <= status < 500:
        return sdk.VendorRefused(step=request.step, status=status, vendor_code=code)
    return sdk.UnexpectedReply(step=request.step, why=f"status {status} is not documented")


class Query(Struct, frozen=True, kw_only=True):
    """A query for some fields of an object's records; ids and names in ``where`` are checked."""

    fields: str
    object: str
    where: str

    def __str__(self) -> str:
        return " ".join(("SELECT", self.fields, "FROM", self.object, "WHERE", self.where))


def query(step: str, root: str, wanted: Query, type_: type[T]) -> sdk.Flow[tuple[T, ...]]:
    """Every record that a query finds."""
    request = sdk.VendorRequest(
        step=step, method="GET", path=f"{root}/query", query=(("q", str(wanted)),)
    )
    found: tuple[msgspec.Raw, ...] = ()
    for _ in range(_MOST_PAGES):
        page = yield from ask(request, Page, 200)
        found = (*found, *page.records)
        if page.done or not page.next_records_url:
            return tuple(_record(step, raw, type_) for raw in found)
        # Only the part behind the last "/" is taken: the URL must not lead anywhere else.
        cursor = page.next_records_url.rpartition("/")[2]
        request = sdk.VendorRequest(step=step, method="GET", path=f"{root}/query/{cursor}")
    raise sdk.UnexpectedReply(step=step, why=f"more than {_MOST_PAGES} pages")


def _record(step: str, raw: msgspec.Raw, type_: type[T]) -> T:
    request = sdk.VendorRequest(step=step, method="GET", path="")
    return sdk.decode_reply(request, sdk.VendorResponse(status=200, body=bytes(raw)), type_)


def show(step: str, path: str, fields: tuple[str, ...], type_: type[T]) -> sdk.Flow[T | None]:
    """Some fields of one record; None where it is gone or was never there."""
    query_ = (("fields", ",".join(fields)),)
    request = sdk.VendorRequest(step=step, method="GET", path=path, query=query_)
    response = yield request
    return None if response.status == 404 else read(request, response, type_, 200)
