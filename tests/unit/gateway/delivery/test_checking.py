"""A check says everything at once, and against what it checked."""

from __future__ import annotations

import pytest

from gateway.delivery.checking import check_text, known_side, side_of, target_of
from gateway.sdk.errors import ConfigurationError
from gateway.sdk.manifest import Target, TargetField
from tests.unit.gateway.delivery.works import TARGET, Vendor, mapping, open_works


@pytest.fixture
async def side():
    destination = open_works(Vendor())
    await destination.transport.aclose()
    return side_of(destination)


def test_a_text_without_errors_has_a_plan(side) -> None:
    found = check_text(mapping(), [side])
    assert (True, side) == (found.plan is not None, found.side)
    assert found.coverage.fields == 1


def test_a_text_with_errors_has_none(side) -> None:
    found = check_text(mapping(source="conversation.nowhere"), [side])
    assert (None, ["M101"]) == (
        found.plan,
        [one.code for one in found.problems if one.severity == "error"],
    )


def test_what_is_wrong_for_one_of_two_accounts_is_wrong_and_said_once(side) -> None:
    bare = Target(object="item", label="Item", fields=TARGET.fields[1:])
    other = side_of(_works(), bare)
    found = check_text(mapping(), [side, other])
    assert (None, side, ["V201"]) == (
        found.plan,
        found.side,
        [one.code for one in found.problems if one.severity == "error"],
    )
    twice = check_text(mapping(source="conversation.nowhere"), [side, side])
    assert ["M101"] == [one.code for one in twice.problems if one.severity == "error"]


def _works():
    class Manifested:
        manifest = open_works.__globals__["Works"].manifest

    class Account:
        adapter = Manifested
        target = TARGET

    return Account()


def test_the_hash_of_a_side_is_that_of_its_schema(side) -> None:
    more = Target(
        object="item",
        label="Item",
        fields=(*TARGET.fields, TargetField(name="x", label="X", kind="text")),
    )
    assert side.sha256 == side_of(_works()).sha256
    assert side.sha256 != side_of(_works(), more).sha256


def test_an_unknown_vendor_is_a_problem_in_the_line_that_names_it() -> None:
    found = check_text(mapping())
    (unknown,) = [one for one in found.problems if one.severity == "error"]
    assert ("V200", 4) == (unknown.code, unknown.line)
    assert 'There is no vendor "works"' in unknown.message


def test_an_unknown_vendor_hides_no_other_problem_and_makes_none_up() -> None:
    found = check_text(mapping(source="conversation.nowhere"))
    assert ["V200", "M101"] == [one.code for one in found.problems if one.severity == "error"]


@pytest.mark.parametrize("text", ["", "a = ", "[target]\n", '[target]\nvendor = "x"\n'])
def test_a_text_that_names_no_object_is_checked_as_far_as_it_goes(text: str) -> None:
    found = check_text(text)
    assert found.plan is None
    assert found.problems
    assert not [one for one in found.problems if one.code.startswith("V")]


def test_the_target_is_read_from_a_text_whatever_else_is_wrong_with_it() -> None:
    assert ("works", "item", 4) == target_of(mapping(source="conversation.nowhere"))
    assert ("", "", 0) == target_of("a = ")


def test_an_object_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="There is no vendor"):
        known_side("nobody", "item")


def test_what_a_vendor_has_changed_is_a_warning_in_a_text_that_was_published(side) -> None:
    bare = side_of(_works(), Target(object="item", label="Item", fields=TARGET.fields[1:]))
    found = check_text(mapping(), [bare], published=True)
    assert found.plan is not None
    assert ["D401"] == [one.code for one in found.problems if one.severity == "warning"]
