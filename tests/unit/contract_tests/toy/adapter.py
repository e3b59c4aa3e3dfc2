"""The toy adapter: sound, and with one flaw for each promise that an adapter can break."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from gateway import sdk
from tests.unit.contract_tests.toy.vendor import NOTE_CHARACTERS, TITLE_BYTES

TITLE = sdk.Limit(size=TITLE_BYTES, unit="bytes", source="the toy's manual", read_on="2026-11-20")
NOTE = sdk.Limit(
    size=NOTE_CHARACTERS, unit="characters", source="the toy's manual", read_on="2026-11-20"
)
ITEM = sdk.Target(
    object="item",
    label="Item",
    fields=(
        sdk.TargetField(name="title", label="Title", kind="text", limit=TITLE),
        sdk.TargetField(name="email", label="E-mail", kind="text"),
        sdk.TargetField(name="phone", label="Phone", kind="text"),
        sdk.TargetField(name="note", label="Notes", kind="note", note_format="text"),
    ),
)


class NoSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """There is nothing to set."""


MANIFEST = sdk.Manifest(
    name="toy",
    title="The Toy",
    version="1",
    documentation="",
    auth=("header",),
    targets=(ITEM,),
    preset="toy-item",
    settings=NoSettings,
    limits=(NOTE,),
)


class Created(Struct, frozen=True):
    id: str


class Item(Struct, frozen=True):
    id: str
    title: str | None = None
    email: str | None = None
    phone: str | None = None
    notes: dict[str, str] = {}


class Items(Struct, frozen=True):
    items: tuple[Item, ...]


class Toy(Struct, frozen=True):
    """``flaw`` names what is wrong with it."""

    flaw: str = ""
    manifest: sdk.Manifest = MANIFEST
    _asked: Any = msgspec.field(default_factory=itertools.count)

    def deliver(self, consignment: sdk.Consignment, _settings: object) -> sdk.Flow[sdk.Delivered]:
        self._break_on_purpose(consignment)
        request = self._create(consignment)
        response = yield request
        ref = self._id(request, response)
        for number, piece in enumerate(self._pieces(consignment), start=1):
            note = sdk.json_request(
                "add note", "PUT", f"/items/{ref}/notes/{number}", {"text": piece.text}
            )
            sdk.expect(note, (yield note), 200)
        assert consignment.capsule is not None
        attach = sdk.VendorRequest(
            step="attach copy",
            method="PUT",
            path=f"/items/{ref}/copy",
            body=consignment.capsule.data,
        )
        sdk.expect(attach, (yield attach), 200)
        return sdk.Delivered(ref=ref, url=f"http://toy.test/{ref}")

    def read_back(
        self, delivered: sdk.Delivered, consignment: sdk.Consignment, _settings: object
    ) -> sdk.Flow[sdk.Stored]:
        query = (("n", str(next(self._asked))),) if self.flaw == "counts_its_readings" else ()
        show = sdk.VendorRequest(
            step="read item", method="GET", path=f"/items/{delivered.ref}", query=query
        )
        response = yield show
        if response.status == 404:
            return self._gone(consignment)
        sdk.expect(show, response, 200)
        item = sdk.decode_reply(show, response, Item)
        load = sdk.VendorRequest(
            step="read copy", method="GET", path=f"/items/{delivered.ref}/copy"
        )
        copy = yield load
        return sdk.Stored(
            fields=tuple(self._fields(consignment, item)),
            note=tuple(self._notes(consignment, item)),
            capsule=copy.body if copy.status == 200 else None,
            unprovable=frozenset({"title"} if self.flaw == "excuses_the_title" else ()),
        )

    def find_existing(
        self, request: sdk.VendorRequest, consignment: sdk.Consignment, _settings: object
    ) -> sdk.Flow[sdk.VendorResponse | None]:
        look = sdk.VendorRequest(
            step="look for item",
            method="GET",
            path="/items",
            query=(("reference", consignment.key),),
        )
        response = yield look
        sdk.expect(look, response, 200)
        found = sdk.decode_reply(look, response, Items).items
        if not found and self.flaw != "finds_what_is_not_there":
            return None
        id_ = found[0].id if found else "i-0"
        return sdk.VendorResponse(status=201, body=msgspec.json.encode(Created(id=id_)))

    def _create(self, consignment: sdk.Consignment) -> sdk.VendorRequest:
        item = {field.name: field.value for field in consignment.fields}
        if self.flaw == "drops_spaced_phones" and " " in item.get("phone", ""):
            del item["phone"]
        if self.flaw == "forgets_the_e-mail":
            item.pop("email", None)
        document = {"reference": consignment.key, **item}
        if self.flaw == "has_one_item_for_all":
            return sdk.json_request("create item", "PUT", "/items/the-one", document)
        repeat: sdk.Repeat = "safe" if self.flaw == "repeats_blindly" else "search"
        return sdk.json_request("create item", "POST", "/items", document, repeat=repeat)

    def _id(self, request: sdk.VendorRequest, response: sdk.VendorResponse) -> str:
        if self.flaw == "quotes_the_vendor" and response.status == 422:
            raise sdk.VendorRefused(
                step=request.step, status=422, vendor_code=response.body.decode()
            )
        sdk.expect(request, response, 201)
        if self.flaw == "trusts_replies":
            return str(msgspec.json.decode(response.body)["id"])
        return sdk.decode_reply(request, response, Created).id

    def _pieces(self, consignment: sdk.Consignment) -> tuple[sdk.Stretch, ...]:
        body = consignment.note.body if consignment.note else ""
        room = len(body) or 1 if self.flaw == "never_splits" else NOTE_CHARACTERS
        return sdk.split_text(body, room, len)

    def _fields(self, consignment: sdk.Consignment, item: Item) -> list[sdk.FieldValue]:
        held = msgspec.structs.asdict(item)
        if self.flaw == "echoes_the_e-mail":
            held["email"] = consignment.value("email")
        return [
            sdk.FieldValue(name=field.name, value=held[field.name])
            for field in consignment.fields
            if held.get(field.name) is not None
        ]

    def _notes(self, consignment: sdk.Consignment, item: Item) -> list[sdk.StoredNote]:
        off = 1 if self.flaw == "miscounts_stretches" else 0
        return [
            sdk.StoredNote(
                sent=piece.text,
                stored=item.notes.get(str(number)),
                start=piece.start,
                end=piece.end,
                lead=off,
            )
            for number, piece in enumerate(self._pieces(consignment), start=1)
        ]

    def _gone(self, consignment: sdk.Consignment) -> sdk.Stored:
        if self.flaw == "believes_what_it_sent" and consignment.capsule:
            return sdk.Stored(fields=consignment.fields, capsule=consignment.capsule.data)
        return sdk.Stored()

    def _break_on_purpose(self, consignment: sdk.Consignment) -> None:
        title, data = consignment.value("title"), consignment.capsule and consignment.capsule.data
        if self.flaw == "chokes_on_nul" and title is not UNSET and b"\\u0000" in (data or b""):
            raise ValueError(title)
        if self.flaw == "wants_much" and len(data or b"") < 100:
            raise sdk.Misfit(step="create item", why="there is too little to deliver")


def toy(flaw: str = "") -> Toy:
    """A toy with a flaw; those of the manifest are made here."""
    if flaw == "counts_in_characters":
        limit = replace(TITLE, unit="characters")
        return Toy(flaw, _with_title(limit))
    if flaw == "cites_nothing":
        return Toy(flaw, _with_title(replace(TITLE, source="")))
    return Toy(flaw)


def _with_title(limit: sdk.Limit) -> sdk.Manifest:
    title, *others = ITEM.fields
    target = replace(ITEM, fields=(replace(title, limit=limit), *others))
    return replace(MANIFEST, targets=(target,))
