"""What a receiver is sent: address, headers, and the body as the mapping's names build it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from adapters.webhook import adapter
from adapters.webhook.settings import WebhookSettings
from gateway.sdk import Consignment, Misfit, VendorRequest
from tests.adapters.webhook.consignments import (
    ACCEPTED_AT,
    FIELDS,
    HANDOFF,
    KEY,
    NOTE,
    consignment,
)

GATEWAY = "https://readback.example/"
LINK = "https://readback.example/v1/handoffs/h%2F1/package"
NESTED = {
    "id": "h-1",
    "subject": "Refund twice 🧾",
    "customer": {"name": "Ann Lee", "vip": True},
    "score": 0.93,
    "tags": ["fraud", "refund"],
    "nothing": None,
    "note": NOTE,
}


def sent(made: Consignment, **settings: Any) -> VendorRequest:
    return next(adapter.deliver(made, WebhookSettings(**settings)))


def body(made: Consignment, **settings: Any) -> Any:
    return json.loads(sent(made, **settings).body)


def bare(**fields: Any) -> Consignment:
    return consignment(fields, note=None, capsule=None)


def test_the_request_goes_to_the_base_url_itself() -> None:
    request = sent(consignment())
    assert ("POST", "", "send the handoff", True) == (
        request.method,
        request.path,
        request.step,
        request.credentials,
    )


def test_a_repeat_is_recognised_by_the_deliverys_key() -> None:
    request = sent(consignment())
    assert ("keyed", KEY) == (request.repeat, dict(request.headers)["webhook-id"])


def test_planning_twice_gives_equal_requests() -> None:
    assert sent(consignment()) == sent(consignment())


def test_a_dot_in_a_name_makes_an_object() -> None:
    assert {**NESTED, "handoff": json.loads(HANDOFF)} == body(consignment())


def test_the_handoff_is_sent_byte_for_byte() -> None:
    assert b'"handoff":' + HANDOFF in sent(consignment()).body


def test_the_handoff_may_stand_deeper() -> None:
    made = body(consignment(), handoff_member="meta.full")
    assert json.loads(HANDOFF) == made["meta"]["full"]
    assert "handoff" not in made


def test_the_note_may_have_another_name() -> None:
    made = body(consignment(FIELDS), note_member="text.body")
    assert NOTE == made["text"]["body"]
    assert "note" not in made


@pytest.mark.parametrize("name", ["subject", "customer", "customer.name.full", "handoff"])
def test_the_note_takes_nobodys_place(name: str) -> None:
    with pytest.raises(Misfit):
        sent(consignment(), note_member=name)


def test_without_a_capsule_no_member_stands_for_it() -> None:
    assert NESTED == body(consignment(capsule=None))


def test_a_link_takes_the_place_of_the_handoff_where_the_mapping_wants_one() -> None:
    made = consignment({"id": "h-1"}, note=None, kind="link")
    assert {"id": "h-1", "link": LINK} == body(made, gateway_url=GATEWAY)


def test_a_link_needs_the_gateways_address() -> None:
    with pytest.raises(Misfit, match="gateway_url"):
        sent(consignment(kind="link"))


def test_a_thin_body_is_id_type_timestamp_and_link() -> None:
    made = consignment({}, note=None, kind="link")
    assert {
        "id": "h/1",
        "type": "handoff.created",
        "timestamp": ACCEPTED_AT,
        "link": LINK,
    } == body(made, body="thin", gateway_url=GATEWAY)


def test_a_thin_body_is_thin_whatever_the_mapping_says_of_the_capsule() -> None:
    made = consignment({}, note=None, kind="field")
    assert LINK == body(made, body="thin", gateway_url=GATEWAY)["link"]


@pytest.mark.parametrize("made", [consignment(note=None), consignment({})])
def test_a_thin_body_drops_nothing_that_was_mapped(made: Consignment) -> None:
    with pytest.raises(Misfit, match="thin"):
        sent(made, body="thin", gateway_url=GATEWAY)


def test_the_standard_envelope_has_type_timestamp_and_data() -> None:
    assert {"type": "a.b", "timestamp": ACCEPTED_AT, "data": {"x": 1}} == (
        body(bare(x=1), format="standard", type="a.b")
    )


def test_a_cloud_event_has_its_attributes_and_its_content_type() -> None:
    assert {
        "specversion": "1.0",
        "id": KEY,
        "source": "urn:acme",
        "type": "handoff.created",
        "subject": "h/1",
        "time": ACCEPTED_AT,
        "datacontenttype": "application/json",
        "data": {"x": 1},
    } == body(bare(x=1), format="cloudevents", source="urn:acme")
    request = sent(bare(x=1), format="cloudevents")
    assert "application/cloudevents+json" == dict(request.headers)["content-type"]


@pytest.mark.parametrize("format_", ["standard", "cloudevents"])
def test_a_thin_body_in_an_envelope_repeats_nothing_of_it(format_: str) -> None:
    made = body(consignment({}, note=None), format=format_, body="thin", gateway_url=GATEWAY)
    assert {"id": "h/1", "link": LINK} == made["data"]


@pytest.mark.parametrize("key", ["d-1", "0198f3a0-0000-4000-8000-000000000000"])
def test_a_key_that_tells_no_time_gives_no_time(key: str) -> None:
    made = consignment({"x": 1}, note=None, capsule=None, key=key)
    assert {"type": "handoff.created", "data": {"x": 1}} == body(made, format="standard")
    assert "time" not in body(made, format="cloudevents")


def test_json_is_the_content_type_unless_another_is_set() -> None:
    assert (("content-type", "application/json"), ("webhook-id", KEY)) == sent(bare()).headers
    request = sent(bare(), headers={"Content-Type": "application/vnd.api+json", "X-Source": "a"})
    assert (
        ("content-type", "application/vnd.api+json"),
        ("x-source", "a"),
        ("webhook-id", KEY),
    ) == request.headers


def test_any_target_is_addressed_by_method_and_path() -> None:
    made = bare(**{"id": 7, "title": "Refund", "customer.name": "Ann"})
    request = sent(made, method="PUT", path="/items/{id}")
    assert ("PUT", "/items/7", "write the item") == (request.method, request.path, request.step)
    assert {"title": "Refund", "customer": {"name": "Ann"}} == json.loads(request.body)


def test_values_of_a_path_are_percent_encoded() -> None:
    made = bare(**{"id": "a/b ?#é%", "customer.name": "Ann"})
    request = sent(made, path="/of/{customer.name}/{id}/x")
    assert "/of/Ann/a%2Fb%20%3F%23%C3%A9%25/x" == request.path


@pytest.mark.parametrize("value", ["", ".", "..", None, True, 1.5, ["a"], {"a": 1}])
def test_a_value_that_would_lead_elsewhere_is_refused(value: Any) -> None:
    with pytest.raises(Misfit, match='needs a text or whole number in "id"'):
        sent(bare(id=value), path="/items/{id}")


def test_a_path_needs_every_name_in_it() -> None:
    with pytest.raises(Misfit, match='"id"'):
        sent(bare(), path="/items/{id}")


def test_what_cannot_be_read_back_is_not_sent() -> None:
    with pytest.raises(Misfit, match='"ref"'):
        sent(bare(id=7), echo="url", read_path="/items/{ref}")


def test_what_the_answer_will_tell_is_not_asked_of_the_mapping() -> None:
    assert "" == sent(bare(), echo="url", read_path="/items/{reply.id}").path


@pytest.mark.parametrize(
    "names",
    [
        ("a", "a.b"),
        ("a.b", "a"),
        ("a.b", "x", "a.b.c.d"),
        ("handoff",),
        ("handoff.id",),
        ("note.text",),
        ("capsule",),
        ("a..b",),
        (".a",),
        ("a.",),
    ],
)
def test_names_that_have_no_place_beside_each_other_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(Misfit):
        sent(consignment(dict.fromkeys(names, 1)))


def test_the_error_names_what_is_in_the_way_and_no_value() -> None:
    made = bare(**{"a": "secret", "a.b": "secret"})
    with pytest.raises(Misfit, match=r'^plan: "a" is a value, so "a\.b" has no place in it$'):
        sent(made)


def test_a_mapped_link_is_a_member_like_any_other() -> None:
    assert {"link": "https://x.example"} == body(bare(link="https://x.example"))


def test_a_mapped_link_has_no_place_beside_ours() -> None:
    with pytest.raises(Misfit, match='"link"'):
        sent(consignment({"link": "x"}, kind="link"), gateway_url=GATEWAY)


def test_every_mapped_value_arrives_as_it_is() -> None:
    made = body(consignment(FIELDS, note=None, capsule=None))
    assert msgspec.json.decode(msgspec.json.encode(NESTED)) == {**made, "note": NOTE}
