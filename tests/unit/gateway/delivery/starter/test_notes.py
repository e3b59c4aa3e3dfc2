"""The starter's note compiles in every format and puts first what to do and what was promised."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from gateway.cli.examples import load_examples
from gateway.delivery.checking import VendorSide, check_text
from gateway.delivery.starter.notes import note_body
from gateway.schema.codec import decode_handoff
from mappings.vendor_schema import NoteFormat, VendorField, VendorSchema

HEAD = """\
schema = "readback-mapping/1"
canonical = "handoff/1"
name = "desk"
[target]
vendor = "acme"
object = "item"
[capsule]
as = "file"
[[field]]
to = "note"
template = "n"
[template.n]
format = "{}"
body = '''
{}'''
"""


def rendered(format_: NoteFormat, package: bytes) -> str:
    note = VendorField(name="note", label="Note", kind="note", note_format=format_)
    schema = VendorSchema(vendor="acme", title="Acme", object="item", fields=(note,))
    text = HEAD.format(format_, note_body(format_))
    found = check_text(text, [VendorSide(schema=schema, sha256="")])
    assert found.plan is not None, found.problems
    made = found.plan.apply(decode_handoff(package), {})
    assert made.note is not None
    return made.note.body


@pytest.mark.parametrize("format_", get_args(NoteFormat))
@pytest.mark.parametrize(("name", "package"), load_examples())
def test_what_to_do_and_what_was_promised_stand_before_the_rest(
    format_: NoteFormat, name: str, package: bytes
) -> None:
    body = rendered(format_, package)
    headings = ["DO NEXT", "PROMISED TO THE CUSTOMER", "SITUATION", "TRANSCRIPT"]
    places = [body.find(heading) for heading in headings]
    assert sorted(places) == places, name
    assert -1 not in places, name


@pytest.mark.parametrize("format_", get_args(NoteFormat))
def test_a_handoff_without_anything_has_the_transcript_only(format_: NoteFormat) -> None:
    least = {"conversation": {"id": "c", "messages": [{"role": "customer", "content": "Hi"}]}}
    body = rendered(format_, msgspec.json.encode(least))
    assert "customer: Hi" in body
    assert "DO NEXT" not in body
