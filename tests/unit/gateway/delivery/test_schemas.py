"""Vendors' schemas without an account: found by name, made from a document, told apart by hash."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest
from msgspec.structs import replace

from gateway.delivery import schemas
from gateway.delivery.schemas import (
    GROUP,
    described_object,
    schema_sha256,
    vendor_names,
    vendor_object,
    vendor_objects,
)
from gateway.sdk import Choice, Target, TargetField, UnexpectedReply, VendorObjects, choices
from gateway.sdk.errors import ConfigurationError
from tests.unit.gateway.delivery.works import TARGET, Works

FIELDS = (
    TargetField(name="title", label="Title", kind="text"),
    TargetField(name="level", label="Level", kind="choice", choices=choices("low", "high")),
)
PINNED = Target(object="Item", label="Item", fields=FIELDS)


def from_describe(document: bytes, object_: str) -> Target:
    if document != b"good":
        raise UnexpectedReply(step="describe", why="it is not good")
    return replace(PINNED, object=object_, label="Described")


DESK = VendorObjects(title="The Desk", targets=(PINNED,), from_describe=from_describe)
SHELF = VendorObjects(title="The Shelf", targets=(PINNED,))


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    here = __name__
    points = [
        EntryPoint("desk", f"{here}:DESK", GROUP),
        EntryPoint("shelf", f"{here}:SHELF", GROUP),
        EntryPoint("absent", "no_such_package.objects:OBJECTS", GROUP),
    ]
    loaded = {"desk": DESK, "shelf": SHELF}
    monkeypatch.setattr(schemas, "entry_points", lambda group: points if group == GROUP else [])
    monkeypatch.setattr(schemas, "adapter_names", lambda: ("works",))
    monkeypatch.setattr(schemas, "load_adapter", lambda _: Works())
    real = schemas.load_point
    monkeypatch.setattr(
        schemas,
        "load_point",
        lambda point, what: loaded.get(point.name) or real(point, what),
    )


def test_vendors_with_and_without_an_adapter_are_known() -> None:
    assert ("absent", "desk", "shelf", "works") == vendor_names()


def test_an_adapter_that_says_no_more_is_known_by_its_manifest() -> None:
    assert VendorObjects(title="The Works", targets=(TARGET,)) == vendor_objects("works")


def test_an_object_is_found_by_its_name() -> None:
    assert PINNED is vendor_object("desk", "Item")


@pytest.mark.parametrize(
    ("vendor", "object_", "says"),
    [
        ("desc", "Item", 'There is no vendor "desc". Did you mean "desk"?'),
        ("q", "Item", 'There is no vendor "q". There are: absent, desk, shelf, works.'),
        ("desk", "item", 'There is no desk object "item". Did you mean "Item"?'),
        ("desk", "q", 'There is no desk object "q". There are: Item.'),
        ("absent", "Item", 'The vendor "absent" cannot be loaded: no_such_package is missing.'),
    ],
)
def test_what_is_not_known_is_answered_with_what_is(vendor: str, object_: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        vendor_object(vendor, object_)
    assert says == str(error.value)


def test_a_describe_document_becomes_a_schema() -> None:
    assert ("Thing", "Described") == (
        described_object("desk", "Thing", b"good").object,
        described_object("desk", "Thing", b"good").label,
    )


def test_a_document_that_is_something_else_says_what_was_expected() -> None:
    with pytest.raises(ConfigurationError) as error:
        described_object("desk", "Item", b"bad")
    assert 'This is not what "desk" says of an object "Item": describe: it is not good.' == str(
        error.value
    )


def test_a_vendor_that_is_the_same_everywhere_has_no_document() -> None:
    with pytest.raises(ConfigurationError, match="leave the file out"):
        described_object("shelf", "Item", b"good")


def test_the_hash_is_of_what_a_schema_says_and_not_of_its_order() -> None:
    turned = replace(
        PINNED,
        fields=(replace(FIELDS[1], choices=choices("high", "low")), FIELDS[0]),
    )

    assert 64 == len(schema_sha256(PINNED))
    assert schema_sha256(PINNED) == schema_sha256(turned)


@pytest.mark.parametrize(
    "changed",
    [
        replace(PINNED, label="Thing"),
        replace(PINNED, fields=FIELDS[:1]),
        replace(PINNED, fields=(replace(FIELDS[0], required=True), FIELDS[1])),
        replace(PINNED, fields=(FIELDS[0], replace(FIELDS[1], choices=choices("low")))),
        replace(
            PINNED,
            fields=(
                FIELDS[0],
                replace(
                    FIELDS[1], choices=(Choice(value="low"), Choice(value="high", active=False))
                ),
            ),
        ),
    ],
    ids=["label", "field gone", "required", "choice gone", "choice switched off"],
)
def test_whatever_a_schema_says_changes_its_hash(changed: Target) -> None:
    assert schema_sha256(PINNED) != schema_sha256(changed)
