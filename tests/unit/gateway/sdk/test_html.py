"""HTML notes: what a person sees, where it comes from, and cutting that loses nothing."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from gateway.sdk import Chunk, has_visible_text, measure, split_html, visible_text

VOID = {"br", "hr"}
WORDS = st.lists(
    st.sampled_from(
        ["refund", "a", "Straße", "👍🏽", "&amp;", "&#39;", "&lt;b&gt;", "x" * 90, "漢字"]
    ),
    max_size=6,
).map(" ".join)
MARKUP = st.recursive(
    WORDS | st.just("<br>"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map("".join),
        st.tuples(st.sampled_from(["p", "b", "li", 'a href="https://x.example/?a=1"']), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>"
        ),
    ),
    max_leaves=8,
)
SIZES = st.integers(min_value=200, max_value=600)


class _Balance(HTMLParser):
    """Follows tags and fails on one that is closed without being open."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack
        assert tag == self.stack.pop()


def _open_tags(markup: str) -> list[str]:
    parser = _Balance()
    parser.feed(markup)
    parser.close()
    return parser.stack


def _letters(markup: str) -> str:
    """What is seen, without the spaces: a word may be continued in the next chunk."""
    return visible_text(markup).text.replace(" ", "")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("plain", "plain"),
        ("<p>one</p><p>two</p>", "one two"),
        ("one<br>two<br/>three", "one two three"),
        ("<b>bo</b>ld", "bold"),
        ("a<span class='x'>b</span>c", "abc"),
        ("  many \n\t spaces&nbsp;here ", "many spaces here"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 6", "5 < 6 && 7 > 6"),
        ("&#39;q&#x27; &quot;", "'q' \""),
        ("&unknown; &", "&unknown; &"),
        ("a < b", "a < b"),
        ("a<!-- not <b>seen</b> -->b", "ab"),
        ("{\u200b{x}\u200b}", "{{x}}"),
        ("a\u2060b\ufeffc", "abc"),
        ("<p></p><p> </p>", ""),
    ],
)
def test_what_a_person_sees(markup: str, text: str) -> None:
    assert text == visible_text(markup).text


def test_the_offsets_lead_back_to_the_markup() -> None:
    markup = "<p>Ann &amp; Bo</p><p>b&#8203;ye</p>"
    seen = visible_text(markup)

    assert "Ann & Bo bye" == seen.text
    assert markup.index("&amp;") == seen.sources[seen.text.index("&")]
    assert markup.index("ye<") == seen.sources[seen.text.index("ye")]
    assert len(seen.text) == len(seen.sources)


@given(MARKUP)
def test_every_visible_character_comes_from_its_place(markup: str) -> None:
    seen = visible_text(markup)

    for character, source in zip(seen.text, seen.sources, strict=True):
        entity = re.match(r"&#?[0-9A-Za-z]+;", markup[source:])
        shown = html.unescape(entity.group()) if entity else markup[source]
        assert character == " " or character in shown


@given(MARKUP)
def test_the_offsets_only_go_forward(markup: str) -> None:
    assert sorted(visible_text(markup).sources) == list(visible_text(markup).sources)


@given(st.text())
def test_escaped_text_is_seen_as_it_is_but_for_spaces_and_invisible_characters(text: str) -> None:
    plain = re.sub("[\u200b\u2060\ufeff]", "", text)

    assert " ".join(plain.split()) == visible_text(html.escape(text)).text


def test_a_note_that_fits_is_one_chunk() -> None:
    markup = "<p>Hello</p>"

    assert (Chunk(html=markup, start=0, end=12, lead=0),) == split_html(markup, 12)


def test_an_empty_note_is_one_empty_chunk() -> None:
    assert (Chunk(html="", start=0, end=0, lead=0),) == split_html("", 100)


def test_open_tags_are_closed_and_opened_again() -> None:
    first, second = split_html("<p><b>" + "word " * 10 + "</b></p>", 50)

    assert first.html.endswith("</b></p>")
    assert second.html.startswith("<p><b>word")
    assert len("<p><b>") == second.lead


def test_a_cut_falls_between_words() -> None:
    chunks = split_html("alpha beta gamma delta", 12)

    assert ["alpha beta ", "gamma delta"] == [chunk.html for chunk in chunks]


def test_a_word_longer_than_a_chunk_is_broken() -> None:
    chunks = split_html("x" * 200, 80)

    assert "x" * 200 == "".join(chunk.html for chunk in chunks)
    assert max(len(chunk.html) for chunk in chunks) <= 80


@pytest.mark.parametrize(
    "word",
    ["漢" * 64, "👍🏽" * 40, "a" + "\u0301" * 5 + "漢" * 63],
    ids=["han", "emoji", "accents"],
)
def test_a_long_word_of_wide_characters_stays_within_the_size(word: str) -> None:
    chunks = split_html(word, 100)

    assert word == "".join(chunk.html for chunk in chunks)
    assert max(measure(chunk.html, "bytes") for chunk in chunks) <= 100


def test_a_word_is_broken_between_graphemes() -> None:
    family = "👨‍👩‍👧‍👦"

    assert {family} == {
        part for chunk in split_html(family * 40, 120) for part in regex.findall(r"\X", chunk.html)
    }


def test_a_grapheme_larger_than_a_chunk_stays_whole() -> None:
    grapheme = "a" + "\u0301" * 30

    assert [grapheme] == [chunk.html for chunk in split_html(grapheme, 20)]


def test_a_word_of_a_megabyte_is_cut_into_full_chunks() -> None:
    chunks = split_html("x" * 1_000_000, 64_000)

    assert (1_000_000 // 64_000) + 3 >= len(chunks)


def test_an_entity_is_never_cut() -> None:
    markup = "&amp;" * 30

    assert all(re.fullmatch(r"(&amp;)+", chunk.html) for chunk in split_html(markup, 12))


def test_a_single_tag_that_is_too_long_is_kept_whole() -> None:
    tag = f'<a href="https://x.example/{"y" * 100}">'
    chunks = split_html(f"{tag}link</a> after", 60)

    assert f"{tag}link</a> after" == "".join(
        f"{tag}link</a> after"[chunk.start : chunk.end] for chunk in chunks
    )


@given(MARKUP, SIZES)
def test_the_stretches_of_the_chunks_are_the_whole_note(markup: str, size: int) -> None:
    chunks = split_html(markup, size)

    assert markup == "".join(markup[chunk.start : chunk.end] for chunk in chunks)
    assert all(markup[c.start : c.end] == c.html[c.lead :][: c.end - c.start] for c in chunks)


@given(MARKUP, SIZES)
def test_every_chunk_is_within_the_size(markup: str, size: int) -> None:
    # Tags nest at most a few deep here, so that reopening them always leaves room.
    assert max(measure(chunk.html, "bytes") for chunk in split_html(markup, size)) <= size


@given(MARKUP, SIZES)
def test_every_chunk_is_whole_markup(markup: str, size: int) -> None:
    assert [[]] * len(split_html(markup, size)) == [
        _open_tags(chunk.html) for chunk in split_html(markup, size)
    ]


@given(MARKUP, SIZES)
def test_the_chunks_show_what_the_note_shows(markup: str, size: int) -> None:
    chunks = split_html(markup, size)

    assert _letters(markup) == "".join(_letters(chunk.html) for chunk in chunks)


@given(st.text(alphabet='<>&/b ;"=a1é👍', max_size=80), st.integers(min_value=1, max_value=40))
def test_broken_markup_is_cut_without_loss_and_without_hanging(markup: str, size: int) -> None:
    chunks = split_html(markup, size)

    assert markup == "".join(markup[chunk.start : chunk.end] for chunk in chunks)


@given(MARKUP)
def test_there_is_something_to_read_where_there_is_visible_text(markup: str) -> None:
    assert bool(visible_text(markup).text) == has_visible_text(markup)


@pytest.mark.parametrize("blank", ["", " \n", "<p> </p>", "<!-- a < b -->", "&nbsp;", "\u200b<br>"])
def test_what_shows_nothing_has_nothing_to_read(blank: str) -> None:
    assert not has_visible_text(blank)


@pytest.mark.parametrize("markup", ["a  b\n c", "a\u200bb <i>c</i> d", "x\u2003y&nbsp; z<br>w"])
def test_every_character_says_where_it_comes_from(markup: str) -> None:
    seen = visible_text(markup)

    assert len(seen.text) == len(seen.sources)
    assert all(
        markup[source] == character or character == " " or markup[source] == "&"
        for character, source in zip(seen.text, seen.sources, strict=True)
    )


def test_a_note_that_fits_is_one_chunk_with_its_tags_closed() -> None:
    (chunk,) = split_html("<p>a<b>b", 16)
    assert ("<p>a<b>b</b></p>", 0, 8) == (chunk.html, chunk.start, chunk.end)
