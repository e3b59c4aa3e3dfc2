"""What the webhook's guide shows works: receiver, thin body, a target by mapping alone."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.webhook import adapter
from adapters.webhook.settings import WebhookSettings
from contract_tests.contract import Contract
from contract_tests.handoffs import full, shipped
from contract_tests.harness.trial import Trial
from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.frame import Credentials, StandIn
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.webhook import stand_in as webhook
from contract_tests.stand_ins.webhook.inbox import SECRET
from contract_tests.stand_ins.wire import Reply, Request, json_reply
from tests.docs.fenced import ROOT, of_language

PAGE = "docs/guides/webhook.md"
TEXT = (ROOT / PAGE).read_text(encoding="utf-8")
TOML = [tomllib.loads(text) for text in of_language(PAGE, "toml")]
BEARER = Credentials(scheme="bearer", members={}, secret_member="token", secret="t-0")
EXAMPLE = dict(shipped())["duplicate-charge"]


def receive() -> Callable[..., dict[str, Any]]:
    """The receiver of the guide."""
    (code,) = re.findall(r"^```python receiver\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own guide
    return names["receive"]


def receiver(store: dict[str, Any]) -> StandInApp[Any]:
    """The guide's receiver as an app."""
    shown = receive()

    def handle(request: Request) -> Reply:
        return json_reply(shown(dict(request.headers), request.body, SECRET, store))

    return StandInApp(handle, account=store, switches=Switches(()))


def items(store: dict[str, Any]) -> StandInApp[Any]:
    """An interface that knows nothing of Readback: records with ids, a token, nothing more."""

    def handle(request: Request) -> Reply:
        key = request.path.removeprefix("/items/")
        if request.header("authorization") != "Bearer t-0":
            return Reply(status=401)
        if request.method == "PUT":
            store[key] = json.loads(request.body)
            return Reply(status=204)
        return json_reply({"id": key, **store[key]}) if key in store else Reply(status=404)

    return StandInApp(handle, account=store, switches=Switches(()))


def contract(app: StandInApp[Any], **members: Any) -> Contract:
    """The adapter before an app of this page."""
    imitation = StandIn(
        name="webhook",
        title="Webhook",
        object="handoff",
        create=lambda: app,
        behaviours=(),
        credentials=webhook.credentials,
        work_items=len,
    )
    return Contract(adapter=adapter, stand_in=imitation, **members)


def destination(name: str, **having: Any) -> dict[str, Any]:
    """The settings that the page gives a destination."""
    tables = [page["destinations"][name] for page in TOML if name in page.get("destinations", {})]
    found = [
        table["settings"] for table in tables if having.items() <= table.get("settings", {}).items()
    ]
    return found[0]


def mapping(name: str, folder: Path) -> Path:
    """A mapping of the page, as a file."""
    (text,) = [text for text in of_language(PAGE, "toml") if f'name      = "{name}"' in text]
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("handoff", [full(), *(document for _, document in shipped())])
def test_the_guides_receiver_lets_every_leaf_be_verified(handoff: bytes) -> None:
    store: dict[str, Any] = {}
    settings = destination("desk", echo="digests")
    outcome = Trial(contract(receiver(store), settings=settings), handoff).settle()

    assert ("verified", 1) == (outcome.ending, len(store))


def test_the_guides_receiver_takes_nothing_that_is_not_signed() -> None:
    with pytest.raises(Exception, match="required headers"):
        receive()({}, b"{}", SECRET, {})


def test_the_guides_receiver_knows_a_repeat() -> None:
    store: dict[str, Any] = {}
    app = receiver(store)
    for _ in range(2):
        Trial(contract(app, settings={"echo": "digests"}), EXAMPLE).settle()

    assert (2, 1) == (len(app.requests), len(store))


def test_any_target_is_fed_and_read_by_mapping_alone(tmp_path: Path) -> None:
    store: dict[str, Any] = {}
    app = items(store)
    shown = contract(
        app,
        settings=destination("items"),
        mapping=mapping("items", tmp_path),
        credentials=BEARER,
    )
    outcome = Trial(shown, EXAMPLE).settle()
    handoff = json.loads(EXAMPLE)
    ((key, record),) = store.items()

    assert "verified" == outcome.ending
    assert {"title", "customer", "description"} == set(record)
    assert (handoff["id"], handoff["summary"]["headline"], handoff["customer"]["name"]) == (
        key,
        record["title"],
        record["customer"]["name"],
    )
    assert ["PUT", "GET"] == [request.method for request in app.requests]
    assert {"readback"} == {request.header("x-source") for request in app.requests[:1]}


def test_a_target_that_loses_a_member_is_found_out(tmp_path: Path) -> None:
    store: dict[str, Any] = {}
    app = items(store)
    kept = app._handle

    def forgetful(request: Request) -> Reply:
        reply = kept(request)
        for record in store.values():
            record.pop("title", None)
        return reply

    app._handle = forgetful
    shown = contract(
        app, settings=destination("items"), mapping=mapping("items", tmp_path), credentials=BEARER
    )
    outcome = Trial(shown, EXAMPLE).settle()
    assert outcome.receipt is not None
    broken = {row.pointer for row in outcome.receipt.rows if row.proof != "verified"}

    assert ("degraded", {"/summary/headline"}) == (outcome.ending, broken)


def test_the_thin_body_is_what_the_guide_says(tmp_path: Path) -> None:
    store: dict[str, Any] = {}
    app = StandInApp(lambda _: Reply(status=204), account=store, switches=Switches(()))
    settings = destination("desk", body="thin")
    outcome = Trial(
        contract(app, settings=settings, mapping=mapping("thin", tmp_path)), EXAMPLE
    ).settle()
    (request,) = app.requests

    assert ("unproven", ["id", "type", "timestamp", "link"]) == (
        outcome.ending,
        list(json.loads(request.body)),
    )


def test_every_setting_has_a_row_with_its_default() -> None:
    section = TEXT[TEXT.index("| Setting |") : TEXT.index("## Signatures")]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", section, re.MULTILINE))
    defaults = WebhookSettings()
    shown = {name: getattr(defaults, name) for name in WebhookSettings.__struct_fields__}

    assert rows == {
        name: "none" if value is None else f"`{json.dumps(value)}`" for name, value in shown.items()
    }
