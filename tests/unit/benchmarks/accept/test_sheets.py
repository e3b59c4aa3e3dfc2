"""Tables whose columns differ."""

from __future__ import annotations

import pytest

from benchmarks.accept.sheets import Sheet, as_markdown, as_text

SHEET = Sheet(
    title="Bread", columns=("loaves", "g"), rows=(("rye", "2", "750"),), note="Weighed cold."
)


@pytest.mark.parametrize("write", [as_text, as_markdown])
def test_a_row_has_its_values_in_order(write) -> None:
    text = write([SHEET])
    assert ["rye", "2", "750"] in [line.replace("|", " ").split() for line in text.splitlines()]
    assert "Weighed cold." in text
