"""The toy vendor: items with numbered notes and one file, and nothing that it does by itself."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.faults import FAULTS, Faulty, fault_after, fault_before
from contract_tests.stand_ins.frame import Credentials, StandIn
from contract_tests.stand_ins.switches import Behaviour, Switches
from contract_tests.stand_ins.wire import Reply, Request, json_reply

KEY = "toy-stand-in-key"
TITLE_BYTES = 120
NOTE_CHARACTERS = 4_000

BEHAVIOURS = (
    *FAULTS,
    Behaviour(
        name="drop_title", ends="degraded", spoils=("title",), does="Does not store the title."
    ),
    Behaviour(
        name="cut_note",
        ends="degraded",
        spoils=("note",),
        value="number",
        sample="200",
        does="Cuts notes at this many characters.",
    ),
    Behaviour(
        name="corrupt_copy", ends="degraded", spoils=("capsule",), does="Changes the copy's bytes."
    ),
    Behaviour(name="stores_nothing", ends="degraded", does="Answers 201 and stores nothing."),
    Behaviour(
        name="refuse", ends="failed", does="Refuses every item with a sentence of the customer's."
    ),
)
_FAULTY = Faulty(too_many=json_reply({"error": "too_many"}, 429, (("retry-after", "9"),)))
_PATH = re.compile(r"/items(?:/(?P<id>[^/]+)(?:/(?P<part>copy|notes/[0-9]+))?)?")


class Account:
    """What is stored."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, dict[str, str]] = {}
        self.copies: dict[str, bytes] = {}
        self.ids = itertools.count(1)


def create(*, behave: Iterable[str] = ()) -> StandInApp[Account]:
    account, switches = Account(), Switches(BEHAVIOURS)
    for behaviour in behave:
        switches.turn_on(behaviour)
    return StandInApp(partial(answer, account, switches), account=account, switches=switches)


def answer(account: Account, switches: Switches, request: Request) -> Reply:
    fault = fault_before(switches, request, _FAULTY)
    if fault is not None:
        return fault
    if request.header("x-toy-key") != KEY:
        return json_reply({"error": "unauthenticated"}, 401)
    return fault_after(switches, request, _work(account, switches, request), _FAULTY)


def _work(account: Account, switches: Switches, request: Request) -> Reply:
    found = _PATH.fullmatch(request.path)
    if found is None:
        return json_reply({"error": "no_such_path"}, 404)
    id_, part = found["id"], found["part"]
    if id_ is None:
        return (
            _list(account, request) if request.method == "GET" else _new(account, switches, request)
        )
    if request.method == "PUT" and part is None:
        return _keep(account, switches, id_, request)
    if switches.applies("stores_nothing", request) and request.method == "PUT":
        return json_reply({"id": part})
    if id_ not in account.items:
        return json_reply({"error": "not_found"}, 404)
    if part is None:
        return _show(account, id_)
    return _part(account, switches, id_, part, request)


def _new(account: Account, switches: Switches, request: Request) -> Reply:
    return _keep(account, switches, f"i-{next(account.ids)}", request)


def _keep(account: Account, switches: Switches, id_: str, request: Request) -> Reply:
    item = msgspec.json.decode(request.body)
    if switches.applies("refuse", request):
        return json_reply({"error": "invalid", "message": f"{item} is not nice"}, 422)
    if len(item.get("title", "").encode()) > TITLE_BYTES:
        return json_reply({"error": "too_long", "message": item["title"]}, 422)
    if switches.applies("drop_title", request):
        item.pop("title", None)
    if not switches.applies("stores_nothing", request):
        account.items[id_] = {"id": id_, **item}
    return json_reply({"id": id_}, 201)


def _list(account: Account, request: Request) -> Reply:
    wanted = request.parameter("reference")
    found = [item for item in account.items.values() if item.get("reference") == wanted]
    return json_reply({"items": found})


def _show(account: Account, id_: str) -> Reply:
    return json_reply({**account.items[id_], "notes": account.notes.get(id_, {})})


def _part(account: Account, switches: Switches, id_: str, part: str, request: Request) -> Reply:
    if part == "copy":
        return _copy(account, switches, id_, request)
    text = msgspec.json.decode(request.body)["text"]
    if len(text) > NOTE_CHARACTERS:
        return json_reply({"error": "too_long", "message": text}, 422)
    size = switches.number("cut_note")
    account.notes.setdefault(id_, {})[part.removeprefix("notes/")] = text[:size]
    return json_reply({"id": part})


def _copy(account: Account, switches: Switches, id_: str, request: Request) -> Reply:
    if request.method == "PUT":
        account.copies[id_] = request.body
        return json_reply({"id": "copy"})
    if id_ not in account.copies:
        return json_reply({"error": "not_found"}, 404)
    data = account.copies[id_]
    return Reply(body=data[:-2] + b" }" if switches.applies("corrupt_copy", request) else data)


def signed_in_with(secret: str) -> Credentials:
    return Credentials(
        scheme="header", members={"name": "X-Toy-Key"}, secret_member="value", secret=secret
    )


stand_in = StandIn(
    name="toy",
    title="The Toy",
    object="item",
    create=create,
    behaviours=BEHAVIOURS,
    credentials=(signed_in_with(KEY),),
    mapping=Path(__file__).with_name("mapping.toml"),
    work_items=lambda account: len(account.items),
)
