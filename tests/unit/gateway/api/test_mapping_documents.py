"""What is answered about mappings: differences as people read them, and nothing left out."""

from __future__ import annotations

import pytest

from gateway.api.mapping_documents import check_document, draft_document, text_diff
from gateway.delivery.checking import check_text
from gateway.delivery.revisions import MappingText
from gateway.store.mapping_records import DraftRow


def text(body: str, which: int | str = "draft") -> MappingText:
    return MappingText(which=which, text=body)


def test_equal_texts_have_no_difference() -> None:
    assert [] == text_diff(text("a\nb\n", 1), text("a\nb\n"))


def test_a_difference_says_which_texts_it_is_between() -> None:
    lines = text_diff(text("a\n", 3), text("b\n"))
    assert ["--- revision 3", "+++ draft", "@@ -1 +1 @@", "-a", "+b"] == lines


def test_the_first_text_of_a_name_is_all_new() -> None:
    assert ["--- nothing", "+++ preset", "@@ -0,0 +1,2 @@", "+a", "+b"] == text_diff(
        None, text("a\nb\n", "preset")
    )


def test_three_lines_around_a_change_are_shown() -> None:
    lines = [str(number) for number in range(20)]
    changed = [*lines[:10], "ten", *lines[11:]]
    found = text_diff(text("\n".join(lines), 1), text("\n".join(changed), 2))
    assert [" 7", " 8", " 9", "-10", "+ten", " 11", " 12", " 13"] == found[3:]


@pytest.mark.parametrize(
    ("before", "after"),
    [("a\r\nb\r\n", "a\nb\n"), ("a\n", "a"), ("a\u2028b", "a\u2028b "), ("a\x0cb", "a\nb")],
)
def test_texts_that_differ_are_never_said_to_be_the_same(before: str, after: str) -> None:
    assert [] != text_diff(text(before, 1), text(after))


def test_a_draft_is_answered_without_its_text() -> None:
    row = DraftRow(name="desk", text="s3cret", author="ann", saved_at="2026-11-20T09:30:00Z")
    found = draft_document(row)
    assert found is not None
    assert ("ann", "2026-11-20T09:30:00Z") == (found.author, found.saved_at)
    assert draft_document(None) is None


def test_a_check_is_answered_with_all_of_its_problems() -> None:
    checked = check_text("a = ")
    assert checked.problems == check_document(checked).problems
    assert checked.coverage == check_document(checked).coverage
