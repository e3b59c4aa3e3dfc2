"""The delivery to Salesforce, step by step; what is planned here, the runner sends."""

from __future__ import annotations

from msgspec import Struct

from adapters.salesforce import describe, existing, probe, read_back, routing, setup, verdict
from adapters.salesforce.batches import Batch, batches, reference, request_for
from adapters.salesforce.existing import Ids
from adapters.salesforce.manifest import MANIFEST
from adapters.salesforce.replies import read_saved
from adapters.salesforce.settings import SalesforceSettings
from gateway import sdk


class Salesforce(Struct, frozen=True):
    """The adapter; it holds nothing but its manifest."""

    manifest: sdk.Manifest = MANIFEST

    def deliver(
        self, consignment: sdk.Consignment, settings: SalesforceSettings
    ) -> sdk.Flow[sdk.Delivered]:
        """Case, file and comments at once; what has no room follows; then it is routed."""
        resolved = yield from routing.resolve(settings)
        first, *_ = batches(consignment, settings)
        ids = yield from _write(first, consignment, settings)
        ref = ids["case"]
        _, *further = batches(consignment, settings, ref)
        for batch in further:
            ids = {**ids, **(yield from _write(batch, consignment, settings))}
        if settings.routing and resolved:
            batch = routing.writes(settings.routing, resolved, ref)
            ids = {**ids, **(yield from _write(batch, consignment, settings))}
        parts = {name: id_ for name, id_ in ids.items() if name != "case" and id_}
        return sdk.Delivered(ref=ref, url=f"/lightning/r/Case/{ref}/view", parts=parts)

    def read_back(
        self, delivered: sdk.Delivered, consignment: sdk.Consignment, settings: SalesforceSettings
    ) -> sdk.Flow[sdk.Stored]:
        """Case, comments, the bytes of the file, and where the case waits."""
        return read_back.read_back(delivered, consignment, settings)

    def find_existing(
        self, request: sdk.VendorRequest, consignment: sdk.Consignment, settings: SalesforceSettings
    ) -> sdk.Flow[sdk.VendorResponse | None]:
        """Look for the records that a request without an answer may have made."""
        return existing.find_existing(request, consignment, settings)

    def classify(self, request: sdk.VendorRequest, response: sdk.VendorResponse) -> sdk.Verdict:
        """What Salesforce's own codes mean, inside a composite reply too."""
        return verdict.classify(request, response)

    def describe(self, object_: str, settings: SalesforceSettings) -> sdk.Flow[sdk.Target]:
        """The object with the account's own fields, choices and limits."""
        return describe.ask_for_target(object_, settings.api_version)

    def probe(self, settings: SalesforceSettings) -> sdk.Flow[str]:
        """Who we are to Salesforce, and whether cases can be made and found again."""
        return probe.probe(settings)

    def setup(
        self, filled: tuple[sdk.TargetField, ...], settings: SalesforceSettings
    ) -> tuple[sdk.SetupStep, ...]:
        """The fields, permissions and app that an admin creates."""
        return setup.setup(filled, settings)


def _write(
    batch: Batch, consignment: sdk.Consignment, settings: SalesforceSettings
) -> sdk.Flow[Ids]:
    """The ids of a batch's records by name."""
    request = request_for(batch, consignment, settings)
    response = yield request
    try:
        return _named(request, batch, read_saved(request, response))
    except sdk.UnexpectedReply:
        # It was carried out, and only its reply is empty, damaged or without ids.
        found = yield from existing.find_existing(request, consignment, settings)
        if found is None:
            raise
        return _named(request, batch, read_saved(request, found))


def _named(request: sdk.VendorRequest, batch: Batch, saved: dict[str, str]) -> Ids:
    single = saved.get("")
    ids = {
        write.name: saved.get(reference(write.name), "") if single is None else single
        for write in batch
    }
    if not ids[batch[0].name]:
        raise sdk.UnexpectedReply(step=request.step, why="the record has no id")
    return ids


adapter = Salesforce()
