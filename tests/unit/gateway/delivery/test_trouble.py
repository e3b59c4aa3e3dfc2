"""What is wrong with a delivery is kept on it, with the place and without the values."""

from __future__ import annotations

import msgspec

from gateway.delivery.proof import Place, Receipt
from gateway.delivery.trouble import fixed_trouble, trouble
from gateway.sdk.errors import Problem, VendorRefused


def test_an_error_is_kept_with_both_texts_and_all_problems():
    problem = Problem(code="x.y", detail="Do this.", pointer="/a")
    error = VendorRefused(step="create", status=422, problems=[problem])

    assert msgspec.json.decode(trouble(error)) == {
        "code": "delivery.refused",
        "title": "The vendor refused the handoff.",
        "detail": "create: refused with 422",
        "errors": [{"code": "x.y", "detail": "Do this.", "pointer": "/a"}],
    }


def test_fixed_values_that_arrived_are_no_trouble():
    assert fixed_trouble(Receipt(rows=(), fixed=(place("verified"),))) is None


def test_a_fixed_value_that_was_altered_is_named_and_not_quoted():
    found = fixed_trouble(Receipt(rows=(), fixed=(place("verified"), place("altered"))))

    assert found is not None
    assert b'"tags\\" is altered' in found
    assert b"s3cret" not in found


def place(proof: str) -> Place:
    return Place(object="item", field="tags", proof=proof, sent="s3cret", stored="other")
