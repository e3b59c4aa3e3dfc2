"""Cases of deliveries as recorded exchanges: made once with the small account, then replayed.

A replay is strict both ways: another request than the recorded one fails, and so does a recorded
exchange that is not asked for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from msgspec import Struct

from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import Consignment, Delivered, DeliveryError, VendorRequest, VendorResponse
from tests.adapters.zendesk.account import Account, Exchange, drive, reply
from tests.adapters.zendesk.consignments import CAPSULE_DATA, RICH_FIELDS, consignment, without

FOLDER = Path(__file__).resolve().parents[3] / "contract_tests" / "recordings" / "zendesk"

Answer = Callable[[VendorRequest], VendorResponse]
Document = dict[str, Any]


Change = Callable[[Account], object]


def _nothing(_: Account) -> None:
    """The account stays as it is."""


class Case(Struct, frozen=True, kw_only=True):
    """One delivery; ``comment_size`` replaces the limit, so that a short note fills several.

    ``before`` changes the account before the delivery, ``between`` before it is read back.
    """

    consignment: Consignment
    settings: dict[str, int] = {}
    comment_size: int = 60_000
    before: Change = _nothing
    between: Change = _nothing


_EMAIL_ONLY = {"requester.email": "ann@example.test", "subject": "Hello"}
_ANN = {"id": 5, "name": "Ann", "email": "ann@example.test", "phone": None, "external_id": None}
_ELSEWHERE = "https://files.test/store/4711"


def _move_file(*replies: VendorResponse) -> Change:
    """The attachment answers with a redirect, and what it leads to with the replies."""

    def change(account: Account) -> None:
        path = next(iter(account.files))
        hops = (path, _ELSEWHERE, *(f"https://files.test/{n}" for n in range(1, 9)))
        account.elsewhere = dict(zip(hops, replies, strict=False))

    return change


def _redirect(location: str, status: int = 302) -> VendorResponse:
    return VendorResponse(status=status, headers=(("location", location),))


def _host_elsewhere(status: int) -> Change:
    def change(account: Account) -> None:
        for upload in account.uploads.values():
            upload["content_url"] = _ELSEWHERE
        account.elsewhere = {_ELSEWHERE: VendorResponse(status=status)}

    return change


def _attach_another_first(account: Account) -> None:
    other = {"id": 1, "file_name": "photo.png", "content_url": _ELSEWHERE}
    next(iter(account.comments.values()))[0]["attachments"].insert(0, other)


def _hide_first_comment(account: Account) -> None:
    next(iter(account.comments.values())).pop(0)


def _make_second_public(account: Account) -> None:
    next(iter(account.comments.values()))[1]["public"] = True


def _show_less(account: Account) -> None:
    ticket = next(iter(account.tickets.values()))
    for name in ("brand_id", "subject", "tags", "custom_fields"):
        ticket.pop(name, None)
    ticket["priority"] = None


CASES = {
    "everything mapped": Case(consignment=consignment()),
    "note over three comments": Case(consignment=consignment(), comment_size=180),
    "nothing mapped, fields from settings": Case(
        consignment=consignment({}, note=None),
        settings={"group_id": 7, "brand_id": 8, "ticket_form_id": 9},
    ),
    "no capsule, blank note": Case(consignment=consignment({}, note="<p> </p>", capsule=None)),
    "requester known but not named": Case(consignment=consignment(_EMAIL_ONLY)),
    "requester named but not known": Case(consignment=consignment({"requester.name": "Bo"})),
    "external id only": Case(consignment=consignment(without("requester.email"))),
    "requester named already": Case(
        consignment=consignment(_EMAIL_ONLY), before=lambda account: account.users.update({5: _ANN})
    ),
    "upload ran out": Case(
        consignment=consignment(RICH_FIELDS),
        before=lambda account: setattr(account, "expire_first_upload", True),
    ),
    "writes without audits": Case(
        consignment=consignment(),
        comment_size=180,
        before=lambda account: setattr(account, "shows_audit_of_writes", False),
    ),
    "two deliveries with one external id": Case(
        consignment=consignment(key="d-2"),
        before=lambda account: drive(
            sys.modules["adapters.zendesk.adapter"].adapter.deliver(
                consignment(), ZendeskSettings()
            ),
            account,
        ),
    ),
    "small pages": Case(
        consignment=consignment(),
        comment_size=180,
        between=lambda account: setattr(account, "page_size", 1),
    ),
    "ticket gone": Case(consignment=consignment(), between=lambda account: account.tickets.clear()),
    "requester gone": Case(
        consignment=consignment(), between=lambda account: account.users.clear()
    ),
    "members not shown": Case(
        consignment=consignment(without("brand_id")), settings={"brand_id": 8}, between=_show_less
    ),
    "first comment hidden": Case(
        consignment=consignment(), comment_size=180, between=_hide_first_comment
    ),
    "second comment public": Case(
        consignment=consignment(), comment_size=180, between=_make_second_public
    ),
    "file moved": Case(
        consignment=consignment(),
        between=_move_file(
            _redirect(_ELSEWHERE),
            _redirect("/1", 307),
            _redirect("2", 301),
            VendorResponse(status=200, body=CAPSULE_DATA),
        ),
    ),
    "file moved in a circle": Case(
        consignment=consignment(),
        between=_move_file(_redirect(_ELSEWHERE), *(_redirect(f"/{n}", 308) for n in range(1, 9))),
    ),
    "file moved to nowhere": Case(
        consignment=consignment(), between=_move_file(VendorResponse(status=303))
    ),
    "file gone": Case(consignment=consignment(), between=_move_file(VendorResponse(status=404))),
    "file barred to agents": Case(
        consignment=consignment(), between=_move_file(VendorResponse(status=403))
    ),
    "file hosted elsewhere and barred": Case(
        consignment=consignment(), between=_host_elsewhere(403)
    ),
    "file hosted elsewhere wants a sign-in": Case(
        consignment=consignment(), between=_host_elsewhere(401)
    ),
    "file beside another": Case(consignment=consignment(), between=_attach_another_first),
    "phone only, run by an admin": Case(
        consignment=consignment({"requester.phone": "+491511"}),
        before=lambda account: account.me.update({"role": "admin"}),
    ),
    "ticket not permitted": Case(
        consignment=consignment(),
        before=lambda account: account.elsewhere.update(
            {"/api/v2/tickets": reply(403, {"error": "Forbidden"})}
        ),
    ),
    "pages without end": Case(
        consignment=consignment({}),
        between=lambda account: account.elsewhere.update(
            {
                f"/api/v2/tickets/{ref}/comments": reply(
                    200, {"comments": [], "meta": {"has_more": True, "after_cursor": "same"}}
                )
                for ref in account.tickets
            }
        ),
    ),
    "custom field without a number": Case(consignment=consignment({"custom_fields.x": "1"})),
    "custom field with odd digits": Case(consignment=consignment({"custom_fields.²": "1"})),
    "end user": Case(
        consignment=consignment({}),
        between=lambda account: account.me.update({"id": None, "role": "end-user"}),
    ),
    "requester refused": Case(
        consignment=consignment({"requester.name": "N" * 300}),
        before=lambda account: account.elsewhere.update(
            {
                "/api/v2/users/create_or_update": reply(
                    422, {"error": "RecordInvalid", "details": {"name": [{"description": "…"}]}}
                )
            }
        ),
    ),
    "requester without an id": Case(
        consignment=consignment(),
        before=lambda account: account.elsewhere.update(
            {"/api/v2/users/create_or_update": reply(200, {"user": {"id": None}})}
        ),
    ),
}


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
