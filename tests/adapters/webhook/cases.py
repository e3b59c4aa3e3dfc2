"""Deliveries of all kinds, played by hand: for telling a changed adapter from the real one."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
from msgspec import Struct

from gateway.sdk import Consignment, Delivered, DeliveryError, VendorRequest, VendorResponse
from tests.adapters.webhook.consignments import FIELDS, HANDOFF, NOTE, consignment
from tests.adapters.webhook.driving import drive, echo, reply

GATEWAY = "https://readback.example"
_LINK = f"{GATEWAY}/v1/handoffs/h%2F1/package"
_SUM = "sha256:" + "ab" * 32
_LINK_SUM = "sha256:" + hashlib.sha256(json.dumps(_LINK).encode()).hexdigest()
_ALL_DIGESTS = {**dict.fromkeys(FIELDS, _SUM), "note": "md5:0", "others": _SUM}
_HERE = echo(url="/stored/7", ref="T-7", page="https://desk.example/T-7")
_SHOWN = {
    "id": "h-1",
    "subject": "y",
    "customer": {"name": "Bo", "vip": False},
    "score": 1,
    "tags": [],
    "nothing": None,
    "note": NOTE,
}
_THIN = {"body": "thin", "gateway_url": GATEWAY}
_LINKED = consignment({}, note=None, kind="link")


class Case(Struct, frozen=True, kw_only=True):
    """One delivery: what is sent, and how it and the reading are answered."""

    made: Consignment
    settings: dict[str, Any] = {}
    answer: VendorResponse = reply(200)
    shown: tuple[VendorResponse, ...] = ()


def _echoed(answer: VendorResponse, made: Consignment | None = None, **settings: Any) -> Case:
    return Case(made=made or consignment(), settings={"echo": "digests", **settings}, answer=answer)


def _read(document: Any, made: Consignment | None = None, **settings: Any) -> Case:
    return Case(
        made=made or consignment(),
        settings={"echo": "url", **settings},
        answer=_HERE,
        shown=(reply(200, document),),
    )


def _sent(made: Consignment, **settings: Any) -> Case:
    return Case(made=made, settings=settings)


CASES: dict[str, Case] = {
    "plain": _sent(consignment()),
    "nothing at all": _sent(consignment({}, note=None, capsule=None)),
    "no time in the key": _sent(consignment(key="d-1"), format="cloudevents"),
    "another uuid": _sent(
        consignment(key="0198f3a0-0000-4000-8000-000000000000"), format="standard"
    ),
    "cloud event": _sent(consignment(), format="cloudevents", source="urn:acme", type="a.b"),
    "standard": _sent(consignment(), format="standard"),
    "thin": _sent(_LINKED, **_THIN),
    "thin cloud event": _sent(_LINKED, format="cloudevents", **_THIN),
    "thin without a capsule": _echoed(
        echo(digests={"link": _LINK_SUM}), consignment({}, note=None, capsule=None), **_THIN
    ),
    "thin in place of a field": _echoed(
        echo(digests={"link": _LINK_SUM}), consignment({}, note=None), **_THIN
    ),
    "thin with fields": _sent(consignment(note=None), **_THIN),
    "link": _sent(consignment(kind="link"), gateway_url=GATEWAY),
    "link without an address": _sent(consignment(kind="link")),
    "deeper": _sent(consignment(), handoff_member="meta.full"),
    "note deeper": _sent(consignment(), note_member="text.body"),
    "note in the way": _sent(consignment(), note_member="subject"),
    "note beside the handoff": _sent(consignment(), note_member="handoff"),
    "note digested": _echoed(
        echo(digests={"text": _SUM, "note": "x", "capsule": _SUM}), note_member="text"
    ),
    "note shown": _read({"text": "n", "note": "m"}, note_member="text"),
    "headers": _sent(consignment(), headers={"X-A": "b", "Content-Type": "application/x"}),
    "item": _sent(consignment(), method="PUT", path="/items/{id}/{customer.name}"),
    "item in another": _sent(consignment({"id": "a/b?"}), path="/items/{id}"),
    "item of a note": _sent(consignment(note="n"), path="/items/{note}"),
    "item without a name": _sent(consignment({"id": None}), path="/items/{id}"),
    "item of a boolean": _sent(consignment({"id": True}), path="/items/{id}"),
    "item of dots": _sent(consignment({"id": ".."}), path="/items/{id}"),
    "read path without a name": _sent(consignment({}), echo="url", read_path="/items/{id}"),
    "read path by the answer": Case(
        made=consignment(),
        settings={"echo": "url", "read_path": "/of/{subject}/{reply.id}"},
        answer=reply(201, {"id": 7}),
        shown=(reply(200, _SHOWN),),
    ),
    **{
        f"read path by {document[:8]!r}": Case(
            made=consignment(),
            settings={"echo": "url", "read_path": "/items/{reply.id}"},
            answer=reply(201, document),
        )
        for document in (b"", b"made", b"[]", b'{"id": "\xff"}', b'{"id":' + b"[" * 10_000)
    },
    "in the way": _sent(consignment({"a": 1, "a.b.c": 2})),
    "empty part": _sent(consignment({"a..b": 1})),
    "taken by the handoff": _sent(consignment({"handoff": 1})),
    "taken by the capsule": _sent(consignment({"capsule": 1}, capsule=None)),
    "digests": _echoed(echo(digests=_ALL_DIGESTS, capsule=_SUM, ref=7)),
    "digests of nothing": _echoed(echo(page="https://desk.example/1 2")),
    "digests, no echo": _echoed(reply(200, {"ok": True})),
    "digests, nothing answered": _echoed(reply(204)),
    "digests against the contract": _echoed(reply(200, {"readback": {"digests": 1}})),
    "digests of an item": _echoed(echo(digests={"subject": _SUM}), path="/items/{id}"),
    "digest of the id of an item": _echoed(echo(digests={"id": _SUM}), path="/items/{id}"),
    "digest of a link": _echoed(echo(digests={"link": _LINK_SUM}), _LINKED, **_THIN),
    "digest of another link": _echoed(echo(digests={"link": _SUM}), _LINKED, **_THIN),
    "digest of a mapped link": _echoed(echo(digests={"link": _SUM}), consignment({"link": "x"})),
    "digests, not asked for": Case(made=consignment(), answer=echo(digests=_ALL_DIGESTS)),
    "no echo, no JSON": Case(made=consignment(), answer=reply(200, b"made")),
    "no address": Case(made=consignment(), settings={"echo": "url"}, answer=echo()),
    "whole address": Case(
        made=consignment(), settings={"echo": "url"}, answer=echo(url="https://x.example/")
    ),
    "shown": _read({**_SHOWN, "handoff": json.loads(HANDOFF)}),
    "shown in part": _read({"subject": "x", "customer": 7, "note": 7}),
    "shown in an envelope": _read({"type": "t", "data": _SHOWN}, format="standard"),
    "shown elsewhere": _read({"a": {"b": _SHOWN}}, read_member="a.b"),
    "shown without a note": _read(_SHOWN, consignment(note=None)),
    "shown item": _read(_SHOWN, path="/items/{id}"),
    "shown item without its id": _read({"subject": "y"}, path="/items/{id}"),
    "shown link": _read({"link": _LINK}, _LINKED, **_THIN),
    "shown link beside the handoff": _read({"link": _LINK, "handoff": {}}, _LINKED, **_THIN),
    "shown other link": _read({"link": "x"}, _LINKED, **_THIN),
    "shown no link": _read({}, _LINKED, **_THIN),
    "shown a link that was not sent": _read({"link": _LINK}, gateway_url=GATEWAY),
    "gone": Case(made=consignment(), settings={"echo": "url"}, answer=_HERE, shown=(reply(404),)),
    "barred": Case(made=consignment(), settings={"echo": "url"}, answer=_HERE, shown=(reply(403),)),
    "refused": Case(made=consignment(), answer=reply(422)),
    "forbidden": Case(made=consignment(), answer=reply(403)),
    "undocumented": Case(made=consignment(), answer=reply(199)),
    "just a success": Case(made=consignment(), answer=reply(299)),
}
PROBED = (204, 401, 403, 404)
JUDGED = (200, 299, 300, 399, 400, 410)


def play(webhook: Any, case: Case) -> Any:
    """Everything that an adapter does in a case, as plain JSON."""
    given = msgspec.convert(case.settings, webhook.manifest.settings)
    delivered, asked = drive(webhook.deliver(case.made, given), case.answer)
    played = [_plain(delivered), [_plain(request) for request in asked]]
    if isinstance(delivered, Delivered):
        read, looked = drive(webhook.read_back(delivered, case.made, given), *case.shown)
        played += [_plain(read), [_plain(request) for request in looked]]
    return played


def judged(webhook: Any) -> Any:
    """What an adapter says of statuses, of the receiver and of single items."""
    probes = [drive(webhook.probe(webhook.manifest.settings()), reply(one)) for one in PROBED]
    verdicts = [
        repr(webhook.classify(VendorRequest(step=step, method="POST", path=""), reply(status)))
        for step in ("send the handoff", "write the item", "ask whether the receiver answers")
        for status in JUDGED
    ]
    return [[_plain(says), [_plain(one) for one in asked]] for says, asked in probes], verdicts


def _plain(value: Any) -> Any:
    if isinstance(value, DeliveryError):
        return f"{type(value).__name__}: {value}"
    plain = msgspec.to_builtins(value, order="deterministic")
    return json.loads(json.dumps(plain))
