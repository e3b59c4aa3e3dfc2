"""An id made of the document."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.drafting.conversation_id import conversation_id


@pytest.mark.parametrize("document", [{"a": [1, 2.5, None]}, {"n": 10**30}, ["\ud83d"]])
def test_it_is_the_same_for_the_same_document_whatever_that_holds(document: Any) -> None:
    one, again = (conversation_id("acme", document) for _ in range(2))

    assert one == again
    assert one != conversation_id("acme", [document])
    assert one.startswith("acme-")


def test_a_number_is_another_document_than_its_digits() -> None:
    assert 4 == len({conversation_id("acme", value) for value in (1, 1.5, "1", True)})
