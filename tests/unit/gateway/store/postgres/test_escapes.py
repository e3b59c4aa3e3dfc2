"""Any text survives a database that knows no U+0000."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from gateway.store.postgres.escapes import escape, unescape


@given(st.text(alphabet=st.one_of(st.sampled_from("\0\\0n"), st.characters()), max_size=30))
@example("\\0")
@example("\\\0")
@example("\\\\0")
def test_a_text_comes_back_and_its_escape_has_no_nul(text: str) -> None:
    assert "\0" not in escape(text)
    assert text == unescape(escape(text))


def test_ordinary_texts_stay_as_they_are() -> None:
    assert ("c-1", "c-1") == (escape("c-1"), unescape("c-1"))
