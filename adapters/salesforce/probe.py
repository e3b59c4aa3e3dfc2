"""Asking who we are, and whether what a delivery needs is there; nothing is written."""

from __future__ import annotations

from adapters.salesforce import describe, translate
from adapters.salesforce.replies import ResourceList, User, ask
from adapters.salesforce.settings import SalesforceSettings
from gateway import sdk

_WHO = "ask who we are"
_SEE = "it is made as `readback adapters setup salesforce` says"


def probe(settings: SalesforceSettings) -> sdk.Flow[str]:
    """Our name and user name. Raises ``SignInFailed`` where the user cannot do what is needed."""
    root = translate.root(settings)
    request = sdk.VendorRequest(step=_WHO, method="GET", path=f"{root}/")
    # The list of resources ends with a URL that ends in the user's id.
    user_id = (yield from ask(request, ResourceList, 200)).identity.rpartition("/")[2]
    if not (user_id.isascii() and user_id.isalnum()):
        raise sdk.UnexpectedReply(step=_WHO, why="the resource list names no user")
    query = (("fields", "Id,Name,Username"),)
    path = f"{root}/sobjects/User/{user_id}"
    request = sdk.VendorRequest(step=_WHO, method="GET", path=path, query=query)
    user = yield from ask(request, User, 200)
    yield from _check_case(settings)
    return f"{user.name} ({user.username})"


def _check_case(settings: SalesforceSettings) -> sdk.Flow[None]:
    case = yield from describe.ask_for_target("Case", settings.api_version)
    name = settings.external_id_field
    field = next((field for field in case.fields if field.name == name), None)
    if field is None:
        why = f"this user sees no field {name} on cases; {_SEE}"
    elif field.read_only:
        why = f"this user may not write {name}; {_SEE}"
    elif not field.external_id:
        why = f"{name} is not both an External ID and Unique; {_SEE}"
    else:
        return
    raise sdk.SignInFailed(step=describe.DESCRIBE, why=why)
