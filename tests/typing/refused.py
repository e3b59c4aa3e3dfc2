"""Read by the type checkers, never run: each ignored line has to be an error, or mypy complains."""

from __future__ import annotations

from gateway.sdk import Adapter, Consignment, Delivered, Flow, Manifest, Stored, VendorRequest


class Sends:
    """An adapter that performs its requests instead of planning them is none."""

    manifest: Manifest

    async def deliver(self, consignment: Consignment, settings: object) -> Delivered:
        raise NotImplementedError

    async def read_back(
        self, delivered: Delivered, consignment: Consignment, settings: object
    ) -> Stored:
        raise NotImplementedError


class ReadsNothingBack:
    """An adapter that cannot read back is none."""

    manifest: Manifest

    def deliver(self, consignment: Consignment, settings: object) -> Flow[Delivered]:
        raise NotImplementedError


def yields_a_url() -> Flow[int]:
    yield "https://acme.example"  # type: ignore[misc]
    return 1


def mutates(request: VendorRequest, consignment: Consignment) -> None:
    request.path = "/other"  # type: ignore[misc]
    consignment.fields = ()  # type: ignore[misc]


sends: Adapter[object] = Sends()  # type: ignore[assignment]
reads_nothing_back: Adapter[object] = ReadsNothingBack()  # type: ignore[assignment]
