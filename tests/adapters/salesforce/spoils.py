"""What happens to the org and to its replies, while a case is delivered, searched for and read."""

from __future__ import annotations

import json
import sys

from gateway.sdk import VendorRequest, VendorResponse
from tests.adapters.salesforce.consignments import consignment, note_of
from tests.adapters.salesforce.org import Org
from tests.adapters.salesforce.playing import Change, Played, Spoil


def empty(step: str) -> Spoil:
    def spoil(request: VendorRequest, response: VendorResponse) -> VendorResponse:
        is_it = request.step == step and response.status < 300
        return VendorResponse(status=200) if is_it else response

    return spoil


def forget(object_: str) -> Change:
    return lambda org: org.account.records[object_].clear()


def answer_nothing_found(step: str) -> Spoil:
    """The write was lost, and nothing came of it."""

    def spoil(request: VendorRequest, response: VendorResponse) -> VendorResponse:
        if request.step == step:
            return VendorResponse(status=200)
        if request.step == "look for the write":
            return VendorResponse(status=404, body=b"[]")
        return response

    return spoil


def without_ids(request: VendorRequest, response: VendorResponse) -> VendorResponse:
    """Parts that say nothing: the case is looked for."""
    if request.step != "create case":
        return response
    parts = [{"body": None, "httpStatusCode": 204, "referenceId": "refCase"}]
    return VendorResponse(status=200, body=json.dumps({"compositeResponse": parts}).encode())


def without_ids_or_case(request: VendorRequest, response: VendorResponse) -> VendorResponse:
    if request.step == "look for the write":
        return VendorResponse(status=404, body=b"[]")
    return without_ids(request, response)


def answer(step: str, status: int, body: bytes = b"[]") -> Spoil:
    def spoil(request: VendorRequest, response: VendorResponse) -> VendorResponse:
        is_it = request.step == step
        return VendorResponse(status=status, body=body) if is_it else response

    return spoil


def pages_without_end(request: VendorRequest, response: VendorResponse) -> VendorResponse:
    if request.step != "read comments":
        return response
    page = {"records": [], "done": False, "nextRecordsUrl": "https://evil.test/query/01g-1"}
    return VendorResponse(status=200, body=json.dumps(page).encode())


def lost_with_its_file(request: VendorRequest, response: VendorResponse) -> VendorResponse:
    if "ContentVersion" in dict(request.query).get("q", ""):
        return VendorResponse(status=200, body=b'{"records":[],"done":true}')
    return empty("create case")(request, response)


def comments_page(*, done: bool, further: str | None) -> Spoil:
    page = {"records": [], "done": done, "nextRecordsUrl": further}
    return answer("read comments", 200, json.dumps(page).encode())


def other_delivery(org: Org) -> None:
    """Another delivery has made the same case, with the same file and as many comments."""
    told = Played(org)
    adapter = sys.modules["adapters.salesforce.adapter"].adapter
    other = consignment(note=note_of(2), key="0199aaaa-0000-7ccc-8ddd-aaaabbbbcccc")
    told.run(
        adapter.deliver(other, sys.modules["adapters.salesforce.settings"].SalesforceSettings())
    )


def assign(org: Org) -> None:
    """An agent takes the case, and what waited is gone."""
    for item in org.records("PendingServiceRouting"):
        org.account.add("AgentWork", {"WorkItemId": item["WorkItemId"]})
    org.account.records["PendingServiceRouting"].clear()


def not_ready(org: Org) -> None:
    org.change("PendingServiceRouting", IsReadyForRouting=False)
