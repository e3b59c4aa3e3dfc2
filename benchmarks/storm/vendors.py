"""The four vendors as they are in a storm: their accounts, and what stands in them afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from gateway.cli.stand_ins import load_stand_in

VENDORS = ("salesforce", "zendesk", "twilio_flex", "webhook")


class Held(Struct, frozen=True):
    """One work item: the handoff it says it is, in the order in which they were made."""

    handoff_id: str
    ref: str


def held(vendor: str, account: Any) -> list[Held]:
    """Every work item of an account, the oldest first."""
    return _READ[vendor](account)


def _salesforce(account: Any) -> list[Held]:
    cases = account.records["Case"].values()
    return [Held(str(case["Handoff_Id__c"]), str(case["Id"])) for case in cases]


def _zendesk(account: Any) -> list[Held]:
    return [Held(str(one.external_id), str(id_)) for id_, one in account.tickets.items()]


def _twilio_flex(account: Any) -> list[Held]:
    tasks = account.tasks.values()
    return [Held(json.loads(task.attributes)["handoff_id"], task.sid) for task in tasks]


def _webhook(account: Any) -> list[Held]:
    bodies = ((item.id, json.loads(item.body)) for item in account.items.values())
    return [Held(body["handoff"]["id"], id_) for id_, body in bodies]


_READ: dict[str, Callable[[Any], list[Held]]] = {
    "salesforce": _salesforce,
    "zendesk": _zendesk,
    "twilio_flex": _twilio_flex,
    "webhook": _webhook,
}


def configuration(urls: dict[str, str], store: str, lease: int) -> str:
    """A ``readback.toml`` with the four destinations; secrets come from the environment."""
    head = f'[gateway]\nlisten = "127.0.0.1:0"\nstore = "{store}"\nlease = {lease}\n'
    return head + "".join(_destination(vendor, url) for vendor, url in urls.items())


def environment() -> dict[str, str]:
    """The secrets of the stand-ins' accounts."""
    return {_variable(vendor): load_stand_in(vendor).credentials[0].secret for vendor in VENDORS}


def _destination(vendor: str, url: str) -> str:
    stand_in = load_stand_in(vendor)
    shown = stand_in.credentials[0]
    members = {"scheme": shown.scheme, **shown.members}
    auth = ", ".join(f'{name} = "{value}"' for name, value in members.items())
    echo = {"echo": "digests"} if vendor == "webhook" else {}
    settings = "".join(
        f"{name} = {json.dumps(value)}\n" for name, value in {**stand_in.settings, **echo}.items()
    )
    mapping = f'mapping = "{stand_in.mapping}"\n' if stand_in.mapping else ""
    return f"""
[destinations.{vendor}]
adapter = "{vendor}"
base_url = "{url}{stand_in.path}"
allow_private_addresses = true
concurrency = 8
timeout = 10
{mapping}auth = {{ {auth}, {shown.secret_member} = {{ env = "{_variable(vendor)}" }} }}
[destinations.{vendor}.settings]
{settings}"""


def _variable(vendor: str) -> str:
    return f"STORM_{vendor.upper()}"
