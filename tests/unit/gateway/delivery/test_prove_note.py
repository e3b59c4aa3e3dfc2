"""Proof of the note: cut, altered and hidden stretches name exactly the leaves they held."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gateway.delivery.prove_note import note_places
from gateway.sdk.consignment import Stored, StoredNote
from gateway.sdk.html import split_html
from mappings.translation import NoteResult, Print

BODY = "<p>Ann Lee</p><p>charged twice</p><p>refund promised</p>"


def note_with(*words: str, body: str = BODY) -> NoteResult:
    prints = tuple(
        Print(pointer=f"/{word}", start=body.index(word), end=body.index(word) + len(word))
        for word in words
    )
    return NoteResult(field="comment", format="html", body=body, prints=prints)


def proofs(note: NoteResult, *stored: StoredNote, **states: frozenset[str]) -> dict[str, str]:
    found = Stored(note=stored, **states)
    return {pointer: place.proof for pointer, place in note_places(note, found, "item")}


def whole(stored: str | None, body: str = BODY) -> StoredNote:
    return StoredNote(sent=body, stored=stored, start=0, end=len(body))


NOTE = note_with("Ann Lee", "charged twice", "refund promised")


def test_a_note_that_came_back_wrapped_is_verified():
    wrapped = whole(f'<div class="zd-comment">{BODY}</div>')

    assert proofs(NOTE, wrapped) == {
        "/Ann Lee": "verified",
        "/charged twice": "verified",
        "/refund promised": "verified",
    }


def test_a_cut_note_names_what_lies_behind_the_cut():
    assert proofs(NOTE, whole("<p>Ann Lee</p><p>charged tw")) == {
        "/Ann Lee": "verified",
        "/charged twice": "altered",
        "/refund promised": "missing",
    }


def test_an_altered_word_names_only_its_leaf():
    assert proofs(NOTE, whole(BODY.replace("twice", "thrice"))) == {
        "/Ann Lee": "verified",
        "/charged twice": "altered",
        "/refund promised": "verified",
    }


def test_a_hidden_comment_makes_its_leaves_missing():
    assert set(proofs(NOTE, whole(None)).values()) == {"missing"}


def test_a_comment_that_may_still_come_is_pending():
    assert set(proofs(NOTE, whole(None), pending=frozenset({"comment"})).values()) == {"pending"}


def test_a_note_that_can_never_be_read_is_unprovable():
    assert set(proofs(NOTE, unprovable=frozenset({"comment"})).values()) == {"unprovable"}


def test_a_note_of_which_nothing_was_read_is_missing():
    assert set(proofs(NOTE).values()) == {"missing"}


def test_what_stands_there_now_is_shown_beside_what_was_sent():
    found = dict(note_places(NOTE, Stored(note=(whole(BODY.replace("twice", "TWICE")),)), "item"))

    assert (found["/charged twice"].sent, found["/charged twice"].stored) == (
        "charged twice",
        "charged TWICE",
    )


def test_a_leaf_printed_twice_has_the_worse_proof():
    body = "<p>Ann</p><p>and Ann</p>"
    prints = (Print(pointer="/name", start=3, end=6), Print(pointer="/name", start=17, end=20))
    note = NoteResult(field="comment", format="html", body=body, prints=prints)

    assert proofs(note, whole("<p>Ann</p><p>and Bob</p>", body)) == {"/name": "altered"}


def test_repeated_words_do_not_stand_in_for_each_other():
    body = "<p>yes</p><p>yes</p><p>no</p>"
    prints = tuple(
        Print(pointer=f"/{index}", start=start, end=end)
        for index, (start, end) in enumerate([(3, 6), (13, 16), (23, 25)])
    )
    note = NoteResult(field="comment", format="html", body=body, prints=prints)

    assert proofs(note, whole("<p>yes</p><p>no</p>", body))["/1"] == "altered"


words = st.lists(st.text("abcäß😀 <&{", min_size=1, max_size=12), min_size=1, max_size=12)


@given(words, st.integers(40, 120))
def test_any_note_in_any_chunks_that_comes_back_whole_is_verified(texts, size):
    import html

    body, prints = "", []
    for index, text in enumerate(texts):
        escaped = html.escape(text)
        start = len(body) + 3
        body += f"<p>{escaped}</p>"
        prints.append(Print(pointer=f"/{index}", start=start, end=start + len(escaped)))
    note = NoteResult(field="comment", format="html", body=body, prints=tuple(prints))
    stored = [
        StoredNote(sent=c.html, stored=c.html, start=c.start, end=c.end, lead=c.lead)
        for c in split_html(body, size)
    ]

    assert set(proofs(note, *stored).values()) == {"verified"}


@given(words, st.integers(40, 120), st.data())
def test_hiding_one_chunk_fails_every_leaf_that_shows_in_it_and_no_other(texts, size, data):
    body, spans = "", []
    for index, text in enumerate(texts):
        shown = f"x{index}{'y' * len(text)}"
        spans.append((len(body) + 3, len(body) + 3 + len(shown)))
        body += f"<p>{shown}</p>"
    chunks = split_html(body, size)
    hidden = data.draw(st.sampled_from(range(len(chunks))))
    note = NoteResult(
        field="comment",
        format="html",
        body=body,
        prints=tuple(Print(pointer=f"/{i}", start=a, end=b) for i, (a, b) in enumerate(spans)),
    )
    stored = [
        StoredNote(
            sent=c.html,
            stored=None if index == hidden else c.html,
            start=c.start,
            end=c.end,
            lead=c.lead,
        )
        for index, c in enumerate(chunks)
    ]
    gone = chunks[hidden]
    expected = {
        f"/{i}": "missing" if a < gone.end and gone.start < b else "verified"
        for i, (a, b) in enumerate(spans)
    }

    assert proofs(note, *stored) == expected
