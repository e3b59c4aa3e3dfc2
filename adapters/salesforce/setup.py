"""What an admin of an org creates and permits, once, before handoffs can be delivered to it."""

from __future__ import annotations

from adapters.salesforce.settings import SalesforceSettings
from gateway import sdk

# What a field of a kind is called where an admin makes it.
_TYPES = {
    "boolean": "Checkbox",
    "choice": "Picklist",
    "date": "Date/Time",
    "list": "Picklist (Multi-Select)",
    "number": "Number",
}
_LONG_TEXT = "Long Text Area (32,768)"
_KEY_LENGTH = 64


def setup(
    filled: tuple[sdk.TargetField, ...], settings: SalesforceSettings
) -> tuple[sdk.SetupStep, ...]:
    """Fields, user, app, and what the settings ask for; ``filled`` is what the mapping fills."""
    return (
        _fields(filled, settings),
        _user(filled, settings),
        _app(),
        _destination(),
        *_routing(settings),
    )


def _fields(filled: tuple[sdk.TargetField, ...], settings: SalesforceSettings) -> sdk.SetupStep:
    key = settings.external_id_field
    custom = [field for field in filled if field.name.endswith("__c") and field.name != key]
    return sdk.SetupStep(
        title="Make the custom fields of Case (Object Manager, Case, Fields & Relationships)",
        lines=(
            f"{key}: Text({_KEY_LENGTH}), External ID, Unique, case sensitive. "
            "By it a repeat finds the case it has made already.",
            *(f"{field.name}: {_type(field)}, {field.label}" for field in custom),
        ),
    )


def _type(field: sdk.TargetField) -> str:
    size = field.limit.size if field.limit else 0
    if field.kind in _TYPES:
        return _TYPES[field.kind]
    return f"Text({size})" if 0 < size <= 255 else _LONG_TEXT


def _user(filled: tuple[sdk.TargetField, ...], settings: SalesforceSettings) -> sdk.SetupStep:
    written = [field.name for field in filled if not field.read_only]
    own = [
        *(["OwnerId"] if settings.owner_id else []),
        *(["RecordTypeId"] if settings.record_type_id else []),
    ]
    names = dict.fromkeys((settings.external_id_field, *written, *own))
    return sdk.SetupStep(
        title="Make the user that the gateway acts as, with a permission set",
        lines=(
            "User: licence Salesforce Integration, profile Minimum Access - API Only Integrations; "
            "with that licence comes the permission set licence Salesforce API Integration.",
            "System permissions: API Enabled; Transfer Cases, where cases go to a queue or a user.",
            "Object permissions: Case Read, Create, Edit, and View All Records, or reading back "
            "finds nothing once a case is somebody else's.",
            f"Field permissions (Read and Edit): {', '.join(names)}",
            "Files and comments need no permission of their own: they follow the case.",
        ),
    )


def _app() -> sdk.SetupStep:
    return sdk.SetupStep(
        title="Make an External Client App (Setup, External Client App Manager)",
        lines=(
            "New connected apps are restricted since Spring '26; make an External Client App.",
            "OAuth scopes: Manage user data via APIs (api); for the JWT flow also Perform requests "
            "at any time (refresh_token, offline_access).",
            "JWT bearer, recommended: make a key and a certificate, for instance with "
            "openssl req -x509 -newkey rsa:2048 -nodes -days 730 -keyout readback.pem "
            "-out readback.crt -subj /CN=readback; "
            "enable JWT Bearer Flow and upload readback.crt.",
            "Or client credentials: enable Client Credentials Flow; Run As is the user above.",
            "Policies: Permitted Users, Admin approved users are pre-authorized; select the "
            "permission set above.",
        ),
    )


def _destination() -> sdk.SetupStep:
    return sdk.SetupStep(
        title="Name it in readback.toml",
        lines=(
            'base_url = "https://MYDOMAIN.my.salesforce.com" (not the lightning.force.com address)',
            'auth = { scheme = "jwt_bearer", client_id = "CONSUMER KEY", subject = "USER NAME", '
            'private_key = { file = "readback.pem" } }',
            'A sandbox also needs audience = "https://test.salesforce.com" in auth.',
            "Then run: readback doctor",
        ),
    )


def _routing(settings: SalesforceSettings) -> tuple[sdk.SetupStep, ...]:
    wanted = settings.routing
    if wanted is None:
        return ()
    return (
        sdk.SetupStep(
            title="Make the routing that the settings name (Setup, Omni-Channel)",
            lines=(
                "Omni-Channel Settings: Enable Omni-Channel, and Enable Skills-Based and "
                "Direct-to-Agent Routing.",
                f"Service Channels: {wanted.service_channel}, for Case.",
                f"Skills: {', '.join(wanted.skills)}",
                "Object permissions: Pending Service Routing and Skill Requirement Read, Create, "
                "Edit; Service Channel, Skill and Agent Work Read.",
            ),
        ),
    )
