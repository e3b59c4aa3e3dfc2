"""Schema versions: any minor of a known major is readable."""

from __future__ import annotations

import pytest

from gateway.schema.handoff import SCHEMA_VERSION
from gateway.schema.versions import SchemaVersion, parse_version, readable


def test_a_version_is_two_numbers() -> None:
    assert SchemaVersion(major=1, minor=12) == parse_version("1.12")


def test_minors_are_compared_as_numbers() -> None:
    assert parse_version("1.9") < parse_version("1.10")


@pytest.mark.parametrize(
    "text", ["", "1", "1.", ".0", "1.0.0", "v1.0", "1.x", "-1.0", "1.٣", "1 .0", "1.00000"]
)
def test_anything_else_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match=r"major\.minor"):
        parse_version(text)


@pytest.mark.parametrize("version", [SCHEMA_VERSION, "1.1", "1.999"])
def test_every_minor_of_the_known_major_is_readable(version: str) -> None:
    assert readable(version)


@pytest.mark.parametrize("version", ["0.9", "2.0", "10.0", "soon", ""])
def test_other_majors_and_non_versions_are_not_readable(version: str) -> None:
    assert not readable(version)
