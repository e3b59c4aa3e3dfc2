"""Documents and queries that a transcript carries."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.knowledge import add_document, add_query, mark_cited, text_of_blocks
from gateway.intake.drafting.native import Native


def _document(at: str, **members: str) -> Draft:
    document = Draft()
    for name, value in members.items():
        document.take(Native(f"{at}/{name}", value), f"/{name}")
    return document


def test_a_document_without_an_id_gets_one_and_that_is_told() -> None:
    draft = Draft()

    add_document(draft, _document("/0", id="d9", content="a"))
    add_document(draft, _document("/1", content="b"))
    add_document(draft, Draft())

    assert [{"id": "d9", "content": "a"}, {"id": "d2", "content": "b"}] == (
        draft.value["knowledge"]["documents"]
    )
    assert [("/knowledge/documents/1/id", "knowledge.document_id")] == [
        (made.path, made.rule) for made in draft.generated
    ]


def test_queries_stand_in_order() -> None:
    draft = Draft()

    for index, query in enumerate(("a", 3, "b")):
        add_query(draft, Native(f"/{index}", query))

    assert {"knowledge": {"queries": ["a", "b"]}} == draft.value
    assert {"/0": ("/knowledge/queries/0",), "/2": ("/knowledge/queries/1",)} == draft.mapped


def test_nothing_is_added_to_what_the_sender_gave_in_another_form() -> None:
    draft = Draft(knowledge="none")

    add_document(draft, _document("/0", id="d1"))
    add_query(draft, Native("/1", "a"))

    assert {"knowledge": "none"} == draft.value
    assert {} == draft.mapped


def test_blocks_of_text_are_one_content() -> None:
    document = Draft()

    text_of_blocks(document, Native("/b", [{"text": "a"}, {"text": 3}, {"text": "b"}]))

    assert {"content": "a\nb"} == document.value
    assert {"/b/0/text": ("/content",), "/b/2/text": ("/content",)} == document.mapped


def test_documents_name_the_messages_that_cite_them() -> None:
    cite = {"type": "text", "text": "x", "citations": [{"uri": "kb://1"}, {"title": "no place"}]}
    draft = Draft(
        conversation={
            "messages": [{"role": "bot", "content": "x"}, {"role": "bot", "content": [cite]}]
        }
    )
    add_document(draft, _document("/0", id="d1", uri="kb://1"))
    add_document(draft, _document("/1", id="d2", uri="kb://2"))

    mark_cited(draft)

    first, second = draft.value["knowledge"]["documents"]
    assert ["m2"] == first["cited_in"]
    assert "cited_in" not in second
