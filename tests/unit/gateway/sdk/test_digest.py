"""A digest stands for one value, however its canonical JSON is written."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings

from contract_tests.strategies import json_values
from gateway.sdk import has_digest


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# The examples of RFC 8785, appendix B, and what ECMAScript writes at its bounds.
@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (-5e-324, "-5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (1e23, "1e+23"),
        (1.0000000000000001e23, "1.0000000000000001e+23"),
        (999999999999999700000.0, "999999999999999700000"),
        (999999999999999900000.0, "999999999999999900000"),
        (1e21, "1e+21"),
        (9.999999999999997e-7, "9.999999999999997e-7"),
        (0.000001, "0.000001"),
        (333333333.3333332, "333333333.3333332"),
        (-0.0000033333333333333333, "-0.0000033333333333333333"),
        (1424953923781206.2, "1424953923781206.2"),
        (1.0, "1"),
        (0.93, "0.93"),
    ],
)
def test_numbers_are_written_as_rfc_8785_has_it(value: float, written: str) -> None:
    assert has_digest(value, sha(written))
    assert has_digest({"a": [value]}, sha(f'{{"a":[{written}]}}'))


@pytest.mark.parametrize(("value", "written"), [(1.0, "1.0"), (1e-7, "1e-07"), (1e16, "1e+16")])
def test_numbers_may_be_written_as_python_has_it(value: float, written: str) -> None:
    assert json.dumps(value) == written
    assert has_digest([value], sha(f"[{written}]"))


def test_whole_numbers_keep_all_their_digits() -> None:
    assert has_digest(2**63 + 1, sha("9223372036854775809"))
    assert not has_digest(2**63 + 1, sha("9223372036854775808"))


def test_members_are_sorted_and_nothing_stands_between() -> None:
    assert has_digest({"b": [1, {"d": None}], "a": True}, sha('{"a":true,"b":[1,{"d":null}]}'))


def test_texts_are_escaped_no_more_than_they_have_to_be() -> None:
    assert has_digest('é"\\/\n\x1f\u2028 ☂', sha('"é\\"\\\\/\\n\\u001f\u2028 ☂"'))


def test_rare_names_may_be_in_either_order() -> None:
    value = {"\U0001f600": 1, "\uff5e": 2}
    for text in ('{"\uff5e":2,"\U0001f600":1}', '{"\U0001f600":1,"\uff5e":2}'):
        assert has_digest(value, sha(text))


def test_digits_may_be_upper_case() -> None:
    assert has_digest("x", sha('"x"').upper())


@pytest.mark.parametrize("other", ["y", "X", " x", ["x"], None, {"x": 1}, "x "])
def test_no_other_value_has_it(other: Any) -> None:
    assert not has_digest("x", sha(json.dumps(other)))


def test_true_is_not_one_and_a_text_is_not_its_number() -> None:
    assert not has_digest(True, sha("1"))
    assert not has_digest(1, sha("true"))
    assert not has_digest("1", sha("1"))


@settings(max_examples=100)
@given(json_values())
def test_what_python_writes_is_always_recognised(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert has_digest(value, sha(text))
