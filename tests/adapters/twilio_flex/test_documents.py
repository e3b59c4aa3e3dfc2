"""The capsule in Sync documents: in pieces, by name, and whole when it is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.twilio_flex.documents import load, pieces, store
from adapters.twilio_flex.limits import SYNC_DOCUMENT
from gateway.sdk import Misfit
from tests.adapters.twilio_flex.changes import settings
from tests.adapters.twilio_flex.consignments import KEY, capsule, consignment
from tests.adapters.twilio_flex.driving import Line

LONG = consignment(copy=capsule(padding=40_000))
GIVEN = settings({})


def stored(line: Line) -> dict[str, Any]:
    return {one.unique_name: one.data for one in line.account.documents.values()}


def test_the_pieces_in_a_row_are_the_capsule() -> None:
    assert LONG.capsule is not None
    assert LONG.capsule.data.decode() == "".join(pieces(LONG.capsule))


def test_each_piece_fits_into_a_document_however_it_is_escaped() -> None:
    copy = capsule([{"role": "bot", "content": '"\\\n\u0001💳' * 9_000}])

    assert all(
        len(json.dumps({"part": 9999, "text": text}, ensure_ascii=False).encode())
        <= SYNC_DOCUMENT.size + len(" ") * 3
        for text in pieces(copy)
    )


def test_a_capsule_of_more_documents_than_a_delivery_writes_does_not_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.twilio_flex.documents.MOST_DOCUMENTS", 2)

    with pytest.raises(Misfit, match="2 are the most"):
        pieces(capsule(padding=40_000))


def test_the_manifest_is_written_last_and_says_how_many_there_are() -> None:
    line = Line()
    line.run(store(LONG, GIVEN))
    *parts, manifest = stored(line).items()

    assert [f"readback-{KEY}-{n}" for n in range(1, len(parts) + 1)] == [name for name, _ in parts]
    assert f"readback-{KEY}" == manifest[0]
    assert len(parts) == manifest[1]["parts"]


def test_writing_twice_makes_no_second_document() -> None:
    line = Line()
    line.run(store(LONG, GIVEN))
    once = stored(line)
    line.run(store(LONG, GIVEN))

    assert (once, len(once)) == (stored(line), len(line.account.documents))


def test_what_is_read_is_what_was_sent() -> None:
    line = Line()
    line.run(store(LONG, GIVEN))

    assert LONG.capsule is not None
    assert LONG.capsule.data == line.run(load(LONG, GIVEN))


@pytest.mark.parametrize("number", [0, 1, -1])
def test_where_a_document_is_gone_there_is_no_capsule(number: int) -> None:
    line = Line()
    line.run(store(LONG, GIVEN))
    line.account.documents.pop(list(line.account.documents)[number])

    assert line.run(load(LONG, GIVEN)) is None


@pytest.mark.parametrize("copy", [None, capsule(kind="link")])
def test_a_capsule_that_goes_elsewhere_asks_nothing(copy: Any) -> None:
    line = Line()
    line.run(store(consignment(copy=copy), GIVEN))

    assert line.run(load(consignment(copy=copy), GIVEN)) is None
    assert [] == line.asked
