"""Flows that are answered by hand: for what the stand-in does not do by itself."""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any

import msgspec

from gateway.sdk import DeliveryError, Misfit, VendorRequest, VendorResponse
from tests.adapters.twilio_flex.changes import settings
from tests.adapters.twilio_flex.consignments import KEY, capsule, consignment
from tests.adapters.twilio_flex.driving import scripted

_HERE = {"friendly_name": "Support", "sid": "CH1", "date_created": "2026-01-05T10:00:00Z"}
_INTERACTION = VendorRequest(
    step="create interaction",
    method="POST",
    path="/v1/Interactions",
    body=(
        b"Channel=%7B%22properties%22%3A%7B%22media_channel_sid%22%3A%22CH1%22%7D%7D"
        b"&Routing=%7B%22properties%22%3A%7B%22attributes%22%3A%7B"
        b"%22readback_delivery%22%3A%22KEY%22%7D%7D%7D"
    ).replace(b"KEY", KEY.encode()),
)


def reply(status: int, document: Any, *headers: tuple[str, str]) -> VendorResponse:
    """A reply with a JSON body."""
    return VendorResponse(status=status, headers=headers, body=json.dumps(document).encode())


def told(flow: Any, *replies: VendorResponse) -> list[Any]:
    """What a flow asks and comes to, or its error; replies that are left are told too."""
    answer, asked = scripted(*replies), list[Any]()
    try:
        request = next(flow)
        while True:
            asked.append(msgspec.to_builtins(request))
            request = flow.send(answer(request))
    except StopIteration as stop:
        return [asked, msgspec.to_builtins(stop.value)]
    except DeliveryError as error:
        return [asked, f"{type(error).__name__}: {error}"]


def probed(module: ModuleType) -> list[Any]:
    """Asking whether everything is there, and what an admin is told."""
    found = [told(module.adapter.probe(settings({})), *[reply(200, _HERE)] * 4)]
    default = settings({"conversation_service_sid": None})
    found.append(told(module.adapter.probe(default), *[reply(200, _HERE)] * 3))
    return [*found, module.adapter.setup((), settings({}))]


def corrected(_: ModuleType) -> list[Any]:
    """Documents that are there already, and change meanwhile; a task that is not as asked for."""
    documents = sys.modules["adapters.twilio_flex.documents"]
    task = sys.modules["adapters.twilio_flex.task"]
    there, sent = reply(409, {"code": 54301}), consignment({}, copy=capsule([]))
    changed, made = reply(412, {}), reply(200, None)
    (text,) = documents.pieces(sent.capsule)
    ours = reply(200, {"data": {"part": 1, "text": text}, "revision": "2"})
    other = reply(200, {"data": {}, "revision": "1"})
    priority = consignment({"priority": 50}, note=None)
    is_lower = reply(200, {"sid": "WT1", "priority": 1}, ("etag", "7"))
    return [
        told(documents.store(sent, settings({})), there, other, changed, ours, made),
        told(documents.store(sent, settings({})), there, *[other, changed] * 3, made),
        told(documents.store(sent, settings({})), there, other, reply(400, {}), made),
        told(task.settle_attributes("WT1", priority, settings({})), is_lower, made),
        told(task.settle_attributes("WT1", priority, settings({})), *[is_lower, changed] * 3),
    ]


def cut(_: ModuleType) -> list[Any]:
    """A capsule that takes more documents than one delivery may write."""
    documents = sys.modules["adapters.twilio_flex.documents"]
    kept, documents.MOST_DOCUMENTS = documents.MOST_DOCUMENTS, 2
    try:
        return [_cut(documents, padding) for padding in (0, 12_000, 40_000)]
    finally:
        documents.MOST_DOCUMENTS = kept


def _cut(documents: ModuleType, padding: int) -> Any:
    try:
        return documents.pieces(capsule(padding=padding))
    except Misfit as error:
        return f"{error.step}: {error}"


def searched(module: ModuleType) -> list[Any]:
    """Searching for the task of an interaction, by the ages of those that are listed."""
    ours = {"readback_delivery": KEY, "flexInteractionSid": "KD1"}
    return [
        _search(module, [_task("2026-01-05T10:00:00Z"), _task("2026-01-05T09:59:59Z")]),
        _search(module, [_task(None), _task("2026-01-05T09:59:59Z")], more=True),
        _search(module, [_task(None), _task(None)], more=True),
        _search(module, [_task(None)], date_created=None),
        _search(module, [_task("2026-01-05T10:00:00Z")], ours),
        _search(module, [_task(None)], {**ours, "flexInteractionChannelSid": 7}),
        _search(module, [_task(None)], {**ours, "flexInteractionChannelSid": "UO1"}),
        _search(
            module, [_task(None)], {"readback_delivery": KEY, "flexInteractionChannelSid": "UO1"}
        ),
    ]


def _search(
    module: ModuleType,
    tasks: list[dict[str, Any]],
    attributes: dict[str, Any] | None = None,
    *,
    more: bool = False,
    **conversation: Any,
) -> Any:
    further = {"next_page_url": "https://x.test/?PageToken=2"} if more else {}
    shown = {"sid": "WT1", "attributes": json.dumps(attributes)}
    return told(
        module.adapter.find_existing(_INTERACTION, consignment(), settings({})),
        reply(200, {**_HERE, **conversation}),
        reply(200, {"tasks": tasks, "meta": further}),
        *([reply(200, {"tasks": [], "meta": further})] if more else []),
        *[reply(200, shown) if attributes else reply(404, {})] * len(tasks),
        *[reply(404, {})] * 2,
    )


def _task(date_created: str | None) -> dict[str, Any]:
    return {"sid": "WT1", "date_created": date_created}


def read(_: ModuleType) -> list[Any]:
    """Refusals without a code, forms with blanks, attributes of all kinds, odd pages."""
    wire = sys.modules["adapters.twilio_flex.wire"]
    attributes = sys.modules["adapters.twilio_flex.attributes"]
    asked = wire.form("s", "sync", "/x", {"A": "", "B": None, "C": "c"})
    pairs = (({}, {"a": 1}), ({"a": {"b": 1}}, {"a": 7}), ({"a": 7}, {"a": {"b": 1}}))
    return [
        wire.sent(asked),
        [
            told(wire.ask(asked, wire.Document), reply(status, {}))
            for status in (400, 403, 404, 500)
        ],
        [attributes.merged(ours, theirs) for ours, theirs in pairs],
        attributes.merged({"a": {"b": 1}}, {"a": {"c": 2}}),
        [attributes.read(text) for text in (None, "", "[]", '{"a":' + "[" * 100_000)],
    ]
