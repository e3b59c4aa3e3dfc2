"""Deliveries of all kinds, with what happens to the account before and after them."""

from __future__ import annotations

import sys

from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import VendorResponse
from tests.adapters.zendesk.account import SITE, Account, drive, reply
from tests.adapters.zendesk.case import Case, Change
from tests.adapters.zendesk.consignments import CAPSULE_DATA, RICH_FIELDS, consignment, without
from tests.adapters.zendesk.meanwhile import MEANWHILE

_EMAIL_ONLY = {"requester.email": "ann@example.test", "subject": "Hello"}
_ANN = {"id": 5, "name": "Ann", "email": "ann@example.test", "phone": None, "external_id": None}
_MADE = {"ticket": {"id": 4, "url": f"{SITE}/api/v2/tickets/4.json"}, "audit": {}}
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


def _host_nearby(account: Account) -> None:
    """The host's name only begins as ours does."""
    for upload in account.uploads.values():
        upload["content_url"] = f"{SITE}.evil.test/1"
    account.elsewhere = {f"{SITE}.evil.test/1": VendorResponse(status=200, body=CAPSULE_DATA)}


def _answer_comments(**meta: object) -> Change:
    def change(account: Account) -> None:
        for ref in account.tickets:
            path = f"/api/v2/tickets/{ref}/comments"
            account.elsewhere[path] = reply(200, {"comments": [], "meta": meta})

    return change


def _answer_tickets(response: VendorResponse) -> Change:
    return lambda account: account.elsewhere.update({"/api/v2/tickets": response})


def _show_no_address(account: Account) -> None:
    for ticket in account.tickets.values():
        ticket["url"] = ""
    for upload in account.uploads.values():
        upload["content_url"] = upload["content_url"].removeprefix(SITE)
    account.elsewhere = dict.fromkeys(account.files, VendorResponse(status=404))


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
    **MEANWHILE,
    "everything mapped": Case(consignment=consignment()),
    "note over three comments": Case(consignment=consignment(), comment_size=180),
    "nothing mapped, fields from settings": Case(
        consignment=consignment({}, note=None),
        settings={"group_id": 7, "brand_id": 8, "ticket_form_id": 9},
    ),
    "no capsule, blank note": Case(consignment=consignment({}, note="<p> </p>", capsule=None)),
    "requester known but not named": Case(consignment=consignment(_EMAIL_ONLY)),
    "requester with an id and no name": Case(
        consignment=consignment({"requester.external_id": "crm-77"})
    ),
    "requester named but not known": Case(consignment=consignment({"requester.name": "Bo"})),
    "external id only": Case(consignment=consignment(without("requester.email"))),
    "requester named already": Case(
        consignment=consignment(_EMAIL_ONLY), before=lambda account: account.users.update({5: _ANN})
    ),
    "upload ran out": Case(
        consignment=consignment(RICH_FIELDS),
        before=lambda account: setattr(account, "uploads_that_run_out", 1),
    ),
    "six uploads ran out": Case(
        consignment=consignment(RICH_FIELDS),
        before=lambda account: setattr(account, "uploads_that_run_out", 6),
    ),
    "no upload holds": Case(
        consignment=consignment(),
        before=lambda account: setattr(account, "uploads_that_run_out", 9),
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
    "file hosted nearby": Case(consignment=consignment(), between=_host_nearby),
    "file with a location": Case(
        consignment=consignment(),
        between=_move_file(
            VendorResponse(status=200, headers=(("location", _ELSEWHERE),), body=CAPSULE_DATA)
        ),
    ),
    "ticket without an address": Case(consignment=consignment(), between=_show_no_address),
    "last page with a cursor": Case(
        consignment=consignment({}), between=_answer_comments(has_more=False, after_cursor="c")
    ),
    "further page without a cursor": Case(
        consignment=consignment({}), between=_answer_comments(has_more=True)
    ),
    "ticket accepted for later": Case(
        consignment=consignment(), before=_answer_tickets(reply(202, _MADE))
    ),
    "ticket without a capsule refused": Case(
        consignment=consignment(capsule=None),
        before=_answer_tickets(reply(422, {"error": "RecordInvalid", "details": {}})),
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
    "ticket reply damaged and nothing made": Case(
        consignment=consignment(),
        before=lambda account: account.elsewhere.update(
            {"/api/v2/tickets": reply(200, {"tickets": []})}
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
