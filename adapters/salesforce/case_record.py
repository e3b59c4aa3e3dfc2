"""Reading one case: exactly the fields that were written, and no case where there is none."""

from __future__ import annotations

from typing import Any, TypeAlias
from urllib.parse import quote

from adapters.salesforce import translate
from adapters.salesforce.limits import LONGEST_ADDRESS
from adapters.salesforce.replies import refusal
from adapters.salesforce.settings import SalesforceSettings
from adapters.salesforce.verdict import COMPOSITE, CompositeReply, faults
from gateway import sdk

Record: TypeAlias = dict[str, Any]
"""The account's own fields by name, as JSON. One that is not shown is not in it."""

_STEP = "read case"


def read_case(
    ref: str, fields: tuple[str, ...], settings: SalesforceSettings
) -> sdk.Flow[Record | None]:
    """The fields asked for; None where the case is gone.

    A field that this user may not see is either left out or refused by its name (which of the two
    is not established, 2026-11-20); then everything is asked for, and the field is not in it.
    """
    request = _request(ref, fields, settings)
    status, body = _answer(request, (yield request))
    if status == 400 and any(fault.error_code == "INVALID_FIELD" for fault in faults(body)):
        request = sdk.VendorRequest(step=_STEP, method="GET", path=_path(ref, settings))
        status, body = _answer(request, (yield request))
    if status == 404:
        return None
    if status != 200:
        raise refusal(request, status, body)
    return sdk.decode_object(request, sdk.VendorResponse(status=200, body=body))


def _path(ref: str, settings: SalesforceSettings) -> str:
    return f"{translate.root(settings)}/sobjects/Case/{ref}"


def _request(ref: str, fields: tuple[str, ...], settings: SalesforceSettings) -> sdk.VendorRequest:
    path, listed = _path(ref, settings), ",".join(fields)
    if len(path) + len(listed) <= LONGEST_ADDRESS:
        query = (("fields", listed),)
        return sdk.VendorRequest(step=_STEP, method="GET", path=path, query=query)
    url = f"{path}?fields={quote(listed, safe=',')}"
    part = {"method": "GET", "url": url, "referenceId": "refCase"}
    document = {"allOrNone": False, "compositeRequest": [part]}
    return sdk.json_request(_STEP, "POST", translate.root(settings) + COMPOSITE, document)


def _answer(request: sdk.VendorRequest, response: sdk.VendorResponse) -> tuple[int, bytes]:
    if response.status != 200 or not request.path.endswith(COMPOSITE):
        return response.status, response.body
    (part, *_) = sdk.decode_reply(request, response, CompositeReply).composite_response
    return part.http_status_code, bytes(part.body)
