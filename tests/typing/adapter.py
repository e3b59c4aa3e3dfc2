"""Read by the type checkers, never run: the smallest class that is an adapter, without a base."""

from __future__ import annotations

from typing import assert_type

import msgspec

from gateway.sdk import (
    Adapter,
    AnyAdapter,
    Classifies,
    Consignment,
    Delivered,
    Describes,
    FindsExisting,
    Flow,
    Manifest,
    Probes,
    Stored,
    Target,
    VendorRequest,
    VendorResponse,
    Verdict,
    Wait,
    expect,
    json_request,
)


class AcmeSettings(msgspec.Struct, frozen=True):
    queue: str


class Acme:
    manifest = Manifest(
        name="acme",
        title="Acme",
        version="1",
        documentation="https://acme.example/api",
        auth=("bearer",),
        targets=(),
        preset="acme-item",
        settings=AcmeSettings,
    )

    def deliver(self, consignment: Consignment, settings: AcmeSettings) -> Flow[Delivered]:
        request = json_request("create item", "POST", f"/queues/{settings.queue}", {})
        response = yield request
        expect(request, response, 201)
        return Delivered(ref=consignment.key, url="https://acme.example/1")

    def read_back(
        self, delivered: Delivered, consignment: Consignment, settings: AcmeSettings
    ) -> Flow[Stored]:
        request = VendorRequest(step="read item", method="GET", path=f"/items/{delivered.ref}")
        expect(request, (yield request), 200)
        return Stored()


class AcmeWithMore(Acme):
    def find_existing(
        self, request: VendorRequest, consignment: Consignment, settings: AcmeSettings
    ) -> Flow[VendorResponse | None]:
        found = yield VendorRequest(step="search", method="GET", path="/items")
        return found if found.status == 200 else None

    def classify(self, request: VendorRequest, response: VendorResponse) -> Verdict:
        return Wait(after=1.0) if response.status == 420 else None

    def describe(self, object_: str, settings: AcmeSettings) -> Flow[Target]:
        yield VendorRequest(step="describe", method="GET", path=f"/objects/{object_}")
        return Target(object=object_, label="Item", fields=())

    def probe(self, settings: AcmeSettings) -> Flow[str]:
        response = yield VendorRequest(step="who am I", method="GET", path="/me")
        return str(response.status)


typed: Adapter[AcmeSettings] = Acme()
untyped: AnyAdapter = Acme()
finds: FindsExisting[AcmeSettings] = AcmeWithMore()
probes: Probes[AcmeSettings] = AcmeWithMore()
describes: Describes[AcmeSettings] = AcmeWithMore()
classifies: Classifies = AcmeWithMore()


def use(consignment: Consignment, settings: AcmeSettings) -> None:
    assert_type(typed.manifest, Manifest)
    assert_type(typed.deliver(consignment, settings), Flow[Delivered])
