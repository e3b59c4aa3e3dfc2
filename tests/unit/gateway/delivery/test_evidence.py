"""A receipt comes out of the store as it went in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.evidence import PACKED, pack_receipt, unpack_receipt
from gateway.delivery.proof import Place, Receipt, Row

VALUES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20)
PLACES = st.builds(
    Place,
    object=st.just("item"),
    field=st.text(max_size=10),
    proof=st.sampled_from(["verified", "unprovable", "pending", "missing", "altered"]),
    sent=VALUES,
    stored=VALUES | st.lists(VALUES, max_size=3),
)
ROWS = st.builds(
    Row,
    pointer=st.text(max_size=20),
    fate=st.sampled_from(["exact", "capsule", "withheld"]),
    places=st.lists(PLACES, max_size=3).map(tuple),
)
RECEIPTS = st.builds(
    Receipt,
    rows=st.lists(ROWS, max_size=5).map(tuple),
    fixed=st.lists(PLACES, max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(RECEIPTS)
def test_a_receipt_survives_the_store(receipt: Receipt) -> None:
    assert receipt == unpack_receipt(pack_receipt(receipt))


def test_a_value_that_was_read_as_null_is_not_one_that_is_not_given() -> None:
    place = Place(object="item", field="title", proof="missing", sent="a", stored=None)
    row = Row(pointer="/a", fate="exact", places=(place,))
    (kept,) = unpack_receipt(pack_receipt(Receipt(rows=(row,)))).rows
    assert (place,) == kept.places


def test_rows_that_repeat_their_places_take_little_room() -> None:
    place = Place(object="item", field="capsule", proof="verified")
    rows = tuple(
        Row(pointer=f"/conversation/messages/{n}/content", fate="capsule", places=(place,))
        for n in range(1000)
    )
    evidence = pack_receipt(Receipt(rows=rows))
    assert len(evidence) * PACKED < 1000 * 120
