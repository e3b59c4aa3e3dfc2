"""What the Salesforce adapter declares: its object, how to sign in, its limits."""

from __future__ import annotations

from adapters.salesforce.limits import CAPSULE_IN_JSON, CASE_COMMENT, NOTE
from adapters.salesforce.objects import CASE
from adapters.salesforce.settings import SalesforceSettings
from gateway.sdk import Manifest

MANIFEST = Manifest(
    name="salesforce",
    title="Salesforce Service Cloud",
    version="1.0",
    documentation="https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/",
    auth=("jwt_bearer", "oauth_client_credentials", "bearer"),
    targets=(CASE,),
    preset="salesforce-case",
    settings=SalesforceSettings,
    limits=(NOTE, CASE_COMMENT, CAPSULE_IN_JSON),
    token_path="/services/oauth2/token",  # noqa: S106 - a path, not a token
    # A sandbox has another, https://test.salesforce.com, which its destination then names.
    token_audience="https://login.salesforce.com",  # noqa: S106 - an address
)
