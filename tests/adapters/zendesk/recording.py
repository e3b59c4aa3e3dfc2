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
from contract_tests import recording
from gateway.sdk import Delivered, DeliveryError, VendorRequest, VendorResponse
from tests.adapters.zendesk.account import Account, Exchange, drive
from tests.adapters.zendesk.case import Case

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
        told = recording.response_document(result)
    else:
        told = json.loads(msgspec.json.encode(result))
    return {"exchanges": [recording.exchange_document(*one) for one in exchanges], "result": told}


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
    deliver = recording.Tape([entry for phase in phases for entry in phase["exchanges"]])
    read = recording.Tape([entry for phase in later for entry in phase["exchanges"]])
    played = play(case, adapter, deliver, read)
    deliver.require_all_used()
    read.require_all_used()
    return played


def load(name: str) -> Document:
    """The recording of a case."""
    return recording.load(FOLDER / recording.file_name(name))


def save(name: str, document: Document) -> None:
    """Write the recording of a case."""
    recording.save(FOLDER / recording.file_name(name), document)
