"""Which records are written by which request: all of them by one composite request, if it can be.

A composite request is carried out whole or not at all, so no half of a handoff is ever seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, TypeAlias

import msgspec

from adapters.salesforce import translate
from adapters.salesforce.limits import CAPSULE_IN_JSON, SUBREQUESTS
from adapters.salesforce.settings import SalesforceSettings
from adapters.salesforce.translate import Write
from adapters.salesforce.verdict import COMPOSITE
from gateway import sdk

ROUTE = "route case"
CASE_REFERENCE = "@{refCase.id}"

Batch: TypeAlias = Sequence[Write]
"""Writes of one request, at least one."""


def batches(
    consignment: sdk.Consignment, settings: SalesforceSettings, case_id: str = ""
) -> tuple[Batch, ...]:
    """All writes in order. The first batch makes the case; ``case_id`` is for those behind it."""
    is_apart = translate.has_references(consignment, settings)
    is_large = _encoded_size(consignment.capsule) > CAPSULE_IN_JSON.size
    names = [write.name for write in _writes(consignment, settings, "")]
    small = [name for name in names if not (is_large and name == "capsule")]
    size = 1 if is_apart else SUBREQUESTS
    groups = _grouped(small, size)
    if is_large:
        groups.insert(1, ["capsule"])
    here = {write.name: write for write in _writes(consignment, settings, CASE_REFERENCE)}
    behind = {write.name: write for write in _writes(consignment, settings, case_id)}
    first, *further = groups
    return (
        tuple(here[name] for name in first),
        *(tuple(behind[name] for name in group) for group in further),
    )


def _grouped(names: list[str], size: int) -> list[list[str]]:
    left = iter(names)
    return list(iter(lambda: list(islice(left, size)), []))


def _writes(
    consignment: sdk.Consignment, settings: SalesforceSettings, case_id: str
) -> tuple[Write, ...]:
    file = translate.capsule(consignment, case_id)
    return (
        translate.case(consignment, settings),
        *((file,) if file else ()),
        *translate.comments(consignment, case_id),
    )


def _encoded_size(capsule: sdk.Capsule | None) -> int:
    return (len(capsule.data) + 2) // 3 * 4 if capsule else 0


def request_for(
    batch: Batch, consignment: sdk.Consignment, settings: SalesforceSettings
) -> sdk.VendorRequest:
    """One record by its own request, several by a composite one."""
    headers = translate.headers(consignment, settings)
    names = [write.name for write in batch]
    # Only an upsert may simply be repeated: neither files nor comments can carry an external id.
    repeat: sdk.Repeat = "safe" if names == ["case"] else "search"
    if len(batch) > 1:
        document = composite(batch, settings, headers)
        path = translate.root(settings) + COMPOSITE
        return sdk.json_request(
            _step(names[0]), "POST", path, document, headers=headers, repeat=repeat
        )
    write = batch[0]
    path = translate.root(settings) + write.path
    if consignment.capsule and names == ["capsule"]:
        return _multipart(write, consignment.capsule, path, headers)
    return sdk.json_request(
        _step(write.name), write.method, path, write.body, headers=headers, repeat=repeat
    )


def composite(
    batch: Batch, settings: SalesforceSettings, headers: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    """All of it or none of it.

    It is not known whether the parts obey the headers of the whole or only their own (2026-11-20),
    so they stand in both places.
    """
    return {
        "allOrNone": True,
        "compositeRequest": [
            {
                "method": write.method,
                "url": translate.root(settings) + write.path,
                "referenceId": reference(write.name),
                "httpHeaders": dict(headers),
                "body": write.body,
            }
            for write in batch
        ],
    }


def reference(name: str) -> str:
    """A write's name as a reference, which may hold letters, digits and underscores only."""
    return "ref" + name.replace(".", "").capitalize()


def _step(name: str) -> str:
    steps = {"case": "create case", "capsule": "attach capsule", "routing": ROUTE}
    return steps.get(name, "add comments")


def _multipart(
    write: Write,
    capsule: sdk.Capsule,
    path: str,
    headers: tuple[tuple[str, str], ...],
) -> sdk.VendorRequest:
    """A file of up to 2 GB, as it is; in JSON it would have to be base64, and smaller."""
    boundary = f"readback-{capsule.sha256}"
    fields = {name: value for name, value in write.body.items() if name != "VersionData"}
    record = _form_part("entity_content", "application/json", msgspec.json.encode(fields))
    file = _form_part("VersionData", capsule.media_type, capsule.data, capsule.name)
    mark = f"--{boundary}\r\n".encode()
    return sdk.VendorRequest(
        step=_step(write.name),
        method="POST",
        path=path,
        headers=(("content-type", f'multipart/form-data; boundary="{boundary}"'), *headers),
        body=b"".join((mark, record, mark, file, f"--{boundary}--\r\n".encode())),
        repeat="search",
    )


def _form_part(name: str, media_type: str, data: bytes, file_name: str = "") -> bytes:
    quoted = file_name.replace("\\", "_").replace('"', "_").replace("\r", "_").replace("\n", "_")
    file = f'; filename="{quoted}"' if file_name else ""
    head = f'Content-Disposition: form-data; name="{name}"{file}\r\nContent-Type: {media_type}\r\n'
    return head.encode() + b"\r\n" + data + b"\r\n"
