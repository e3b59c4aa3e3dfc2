"""Cases of deliveries as recorded exchanges: made once with the small account, then replayed.

A replay is strict both ways: another request than the recorded one fails, and so does a recorded
exchange that is not asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import Delivered, DeliveryError, VendorRequest, VendorResponse
from tests.adapters.zendesk.account import Account, Exchange, drive
from tests.adapters.zendesk.cases import Case

FOLDER = Path(__file__).resolve().parents[3] / "contract_tests" / "recordings" / "zendesk"

Answer = Callable[[VendorRequest], VendorResponse]
Document = dict[str, Any]


def play(case: Case, adapter: ModuleType, deliver: Answer, read: Answer) -> Document:
    """Deliver, search for each write, read back, ask who we are; everything as plain JSON."""
    sized = msgspec.structs.replace(adapter.translate.COMMENT, size=case.comment_size)
    adapter.translate.COMMENT, kept = sized, adapter.translate.COMMENT
    try:
        return _played(case, adapter.adapter, deliver, read)
    finally:
        adapter.translate.COMMENT = kept


def _played(case: Case, zendesk: Any, deliver: Answer, read: Answer) -> Document:
    settings = msgspec.convert(case.settings, ZendeskSettings)
    delivered, written = drive(zendesk.deliver(case.consignment, settings), deliver)
    played: Document = {"deliver": _shown(delivered, written)}
    if not isinstance(delivered, Delivered):
        return played
    played["find_existing"] = [
        _shown(*drive(zendesk.find_existing(request, case.consignment, settings), deliver))
        for request, response in written
        if response.status < 300
    ]
    stored, looked = drive(zendesk.read_back(delivered, case.consignment, settings), read)
    says, asked = drive(zendesk.probe(settings), read)
    return {**played, "read_back": _shown(stored, looked), "probe": _shown(says, asked)}


def _shown(result: object, exchanges: list[Exchange]) -> Document:
    if isinstance(result, DeliveryError):
        told: Any = f"{type(result).__name__}: {result}"
    elif isinstance(result, VendorResponse):
        told = _response(result)
    else:
        told = json.loads(msgspec.json.encode(result))
    return {"exchanges": [_exchange(*exchange) for exchange in exchanges], "result": told}


def record(case: Case, adapter: ModuleType) -> Document:
    """Play a case with the small account."""
    account = Account()
    case.before(account)
    is_read = False

    def read(request: VendorRequest) -> VendorResponse:
        nonlocal is_read
        if not is_read:
            case.between(account)
        is_read = True
        return account(request)

    return play(case, adapter, account, read)


def replay(case: Case, adapter: ModuleType, recorded: Document) -> Document:
    """Play a case with its recording. Raises ``AssertionError`` where they part."""
    phases = [recorded["deliver"], *recorded.get("find_existing", ())]
    later = [recorded[phase] for phase in ("read_back", "probe") if phase in recorded]
    deliver = _Tape([entry for phase in phases for entry in phase["exchanges"]])
    read = _Tape([entry for phase in later for entry in phase["exchanges"]])
    played = play(case, adapter, deliver, read)
    deliver.assert_all_used()
    read.assert_all_used()
    return played


def load(name: str) -> Document:
    """The recording of a case."""
    return json.loads((FOLDER / f"{file_name(name)}.json").read_text("utf-8"))


def save(name: str, document: Document) -> None:
    """Write the recording of a case."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
    (FOLDER / f"{file_name(name)}.json").write_text(text, "utf-8")


def file_name(name: str) -> str:
    """A case's name as a file name."""
    return name.replace(",", "").replace(" ", "_")


class _Tape:
    """Recorded replies, each given only to the very request it was recorded for."""

    def __init__(self, entries: list[Document]) -> None:
        self._entries = list(entries)

    def __call__(self, request: VendorRequest) -> VendorResponse:
        assert self._entries, f"not recorded: {request.step}"
        entry = self._entries.pop(0)
        assert entry["request"] == _request(request)
        response = entry["response"]
        return VendorResponse(
            status=response["status"],
            headers=tuple((name, value) for name, value in response["headers"]),
            body=_bytes(response),
        )

    def assert_all_used(self) -> None:
        assert [entry["request"]["step"] for entry in self._entries] == []


def _exchange(request: VendorRequest, response: VendorResponse) -> Document:
    return {"request": _request(request), "response": _response(response)}


def _request(request: VendorRequest) -> Document:
    shown = {name: value for name, value in msgspec.to_builtins(request).items() if name != "body"}
    return json.loads(json.dumps({**shown, **_body(request.body, request.headers)}))


def _response(response: VendorResponse) -> Document:
    shown = {"status": response.status, "headers": response.headers}
    return json.loads(json.dumps({**shown, **_body(response.body, response.headers)}))


def _body(body: bytes, headers: tuple[tuple[str, str], ...]) -> Document:
    """Documents are shown as such; a capsule is bytes, and stays what it is."""
    if not body:
        return {}
    try:
        document = json.loads(body)
    except ValueError:
        return {"text": body.decode()}
    is_document = json.dumps(document).encode() == body or msgspec.json.encode(document) == body
    # A capsule is the one body that begins with an id.
    return {"json": document} if is_document and "id" not in document else {"text": body.decode()}


def _bytes(response: Document) -> bytes:
    if "json" in response:
        return json.dumps(response["json"]).encode()
    return response.get("text", "").encode()
