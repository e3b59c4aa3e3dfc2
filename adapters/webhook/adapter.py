"""The delivery to a webhook: one signed request, and what its receiver says of it."""

from __future__ import annotations

from msgspec import Struct

from adapters.webhook import read_back, template, translate, verdict, wire
from adapters.webhook.manifest import MANIFEST
from adapters.webhook.settings import WebhookSettings
from gateway import sdk


class Webhook(Struct, frozen=True):
    """The adapter; it holds nothing but its manifest."""

    manifest: sdk.Manifest = MANIFEST

    def deliver(
        self, consignment: sdk.Consignment, settings: WebhookSettings
    ) -> sdk.Flow[sdk.Delivered]:
        """Send it. Raises ``Misfit`` before anything is sent."""
        request = translate.send(consignment, settings)
        response = yield request
        wire.accept(request, response)
        return read_back.delivered(request, response, consignment, settings)

    def read_back(
        self, delivered: sdk.Delivered, consignment: sdk.Consignment, settings: WebhookSettings
    ) -> sdk.Flow[sdk.Stored]:
        """What the receiver shows, or says of it, by the echo contract."""
        return read_back.read_back(delivered, consignment, settings)

    def classify(self, request: sdk.VendorRequest, response: sdk.VendorResponse) -> sdk.Verdict:
        """What redirects and 410 mean."""
        return verdict.classify(request, response)

    def probe(self, settings: WebhookSettings) -> sdk.Flow[str]:
        """Whether anybody answers. Nothing can be asked about sign-in without delivering."""
        request = sdk.VendorRequest(
            step=verdict.PROBE,
            method="OPTIONS",
            path=template.fixed(settings.path),
            headers=(("webhook-id", "readback-probe"),),
        )
        status = (yield request).status
        if status in (401, 403):
            raise sdk.SignInFailed(step=request.step, why=f"status {status}")
        return f"somebody answers OPTIONS with {status}; only a delivery shows more"


adapter = Webhook()
