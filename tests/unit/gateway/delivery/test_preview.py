"""A preview shows what would be sent, and where every leaf would stand."""

from __future__ import annotations

import hashlib

import msgspec
import pytest

from gateway.cli.examples import load_examples
from gateway.delivery.checking import check_text
from gateway.delivery.preview import Preview, preview
from gateway.schema.codec import decode_handoff
from gateway.schema.leaves import leaves
from mappings.problems import MappingProblem
from tests.unit.gateway.delivery.effects import HEAD, account

RULES = """\
[[field]]
to = "title"
from = "customer.name"
[[field]]
to = "tags"
value = "readback"
[[field]]
to = "note"
template = "n"
[template.n]
format = "text"
body = "{{ customer.name }} {{ customer.email }}"
"""
CAPSULE = '[capsule]\nas = "file"\nredact = ["customer.phone"]\n'
CUSTOMER = {"name": "Ann", "email": "a@example.com", "phone": "1"}


def made(rules: str = RULES, capsule: str = CAPSULE, **members: object) -> Preview:
    said = {"id": "c-1", "messages": [{"role": "customer", "content": "Hello"}]}
    package = msgspec.json.encode({"conversation": said, "customer": CUSTOMER, **members})
    found = check_text(HEAD + rules + capsule, [account()])
    assert found.plan is not None
    return preview(
        decode_handoff(package), package, found.plan, visible={}, vendor=found.side.schema
    )


def test_fields_are_shown_with_label_value_fate_origin_and_line() -> None:
    title, tags = made().fields
    assert ("title", "Title", "Ann", "exact", ("/customer/name",), 7) == (
        title.name,
        title.label,
        title.value,
        title.fate,
        title.leaves,
        title.line,
    )
    assert (["readback"], None, ()) == (tags.value, tags.fate, tags.leaves)


def test_the_note_is_shown_as_it_would_be_read() -> None:
    note = made().note
    assert ("note", "text", "Ann a@example.com") == (note.field, note.format, note.body)


def test_the_copy_is_summed_up_with_what_it_leaves_out() -> None:
    shown = made()
    capsule = shown.capsule
    assert ("file", ("/customer/phone",)) == (capsule.kind, capsule.withheld)
    assert (64, True) == (len(capsule.sha256), capsule.bytes > 0)
    assert b"Hello" not in msgspec.json.encode(capsule)


def test_a_copy_without_redaction_is_the_package_itself() -> None:
    said = {"id": "c-1", "messages": [{"role": "customer", "content": "Hello"}]}
    package = msgspec.json.encode({"conversation": said})
    found = check_text(HEAD + '[capsule]\nas = "file"\n', [account()])
    shown = preview(
        decode_handoff(package), package, found.plan, visible={}, vendor=found.side.schema
    )
    assert (len(package), hashlib.sha256(package).hexdigest()) == (
        shown.capsule.bytes,
        shown.capsule.sha256,
    )


def test_every_leaf_has_a_fate_and_its_places() -> None:
    shown = made()
    by_pointer = {leaf.pointer: leaf for leaf in shown.leaves}
    assert ("exact", ("title", "note", "capsule")) == (
        by_pointer["/customer/name"].fate,
        by_pointer["/customer/name"].places,
    )
    assert ("note", ("note", "capsule")) == (
        by_pointer["/customer/email"].fate,
        by_pointer["/customer/email"].places,
    )
    assert ("withheld", ()) == (
        by_pointer["/customer/phone"].fate,
        by_pointer["/customer/phone"].places,
    )
    assert sum(shown.fates.values()) == len(shown.leaves)


@pytest.mark.parametrize(("name", "package"), load_examples())
def test_the_leaves_are_those_of_the_handoff(name: str, package: bytes) -> None:
    handoff = decode_handoff(package)
    found = check_text(HEAD + RULES + CAPSULE, [account()])
    shown = preview(handoff, package, found.plan, visible={}, vendor=found.side.schema)
    assert list(leaves(handoff)) == [leaf.pointer for leaf in shown.leaves], name


def test_a_mapping_that_stops_the_handoff_says_where_and_shows_nothing() -> None:
    shown = made('[[field]]\nto = "title"\nfrom = "summary.headline"\nrequired = true\n')
    assert [("S502", "error", 7)] == [(one.code, one.severity, one.line) for one in shown.problems]
    assert ((), None, None, ()) == (shown.fields, shown.note, shown.capsule, shown.leaves)


def test_leaves_without_a_place_are_a_problem() -> None:
    package = b'{"conversation":{"id":"c","messages":[]}}'
    found = check_text(HEAD + RULES + CAPSULE, [account()])
    plan = msgspec.structs.replace(found.plan, capsule=None)
    shown = preview(decode_handoff(package), package, plan, visible={}, vendor=found.side.schema)
    (problem,) = shown.problems
    assert ("S503", "error") == (problem.code, problem.severity)
    assert problem.message.startswith("2 values of this handoff have no place")


def test_what_compiling_found_is_told_as_well() -> None:
    known = MappingProblem(code="C310", severity="note", line=1, message="x")
    package = b'{"conversation":{"id":"c","messages":[]}}'
    found = check_text(HEAD + RULES + CAPSULE, [account()])
    shown = preview(
        decode_handoff(package),
        package,
        found.plan,
        visible={},
        vendor=found.side.schema,
        problems=(known,),
    )
    assert (known,) == shown.problems
