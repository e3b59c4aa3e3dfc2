"""Twilio Agent Connect: a pointer to a conversation, alone or in a form field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.twilio_agent_connect import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

PAYLOAD = {
    "conversationId": "conv_1",
    "storeId": "mem_1",
    "profileId": "prof_1",
    "attributes": {"reason": "customer_request", "customerId": "c-1", "note": {"a": []}},
}
FORM = {"Parameters": json.dumps({"HandoffData": PAYLOAD, "x": 1}), "FlowSid": "FW1"}
TWICE = {"Parameters": json.dumps({"HandoffData": json.dumps(PAYLOAD)})}


@pytest.mark.parametrize("document", [PAYLOAD, FORM, TWICE])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_payload_loses_no_leaf(document: Any, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(document)))


@pytest.mark.parametrize("document", [None, "x", [PAYLOAD]])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


@pytest.mark.parametrize("document", [PAYLOAD, FORM, TWICE])
def test_the_payload_is_read_wherever_it_stands(document: Any) -> None:
    handoff = dialect.normalize(document).handoff

    assert dialect.recognises(document)
    assert "conv_1" == handoff["conversation"]["id"]
    assert "customer_request" == handoff["reason"]["code"]
    assert [{"system": "twilio.profile", "id": "prof_1"}] == handoff["customer"]["refs"]
    assert "c-1" == handoff["customer"]["id"]
    assert [] == handoff["conversation"]["messages"]


def test_everything_in_the_form_field_is_kept() -> None:
    variables = dialect.normalize(FORM).handoff["conversation"]["variables"]

    assert json.loads(FORM["Parameters"]) == variables["parameters"]
