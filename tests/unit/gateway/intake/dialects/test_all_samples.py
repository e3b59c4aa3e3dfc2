"""Every sample of a native shape is recognised as what it is, by exactly one dialect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects import load, names
from gateway.intake.dialects.rows import ROWS, keys_of
from gateway.intake.door import examine
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

RETRIEVED = "a retrieved result"
"""Not a dialect: what a store answered may stand in a document's ``knowledge`` or tool results."""

SAMPLES = {
    "a2a_task_input_required": "a2a",
    "agui_run_finished_interrupt": "ag_ui",
    "anthropic_message_response": "anthropic",
    "anthropic_messages": "anthropic",
    "anthropic_user_with_search_results": "anthropic",
    "botframework_handoff_initiate": "bot_framework",
    "botframework_handoff_status": "bot_framework",
    "botframework_transcript.transcript": "bot_framework",
    "botpress_start_hitl": "botpress",
    "copilot_studio_handoff_initiate": "copilot_studio",
    "dialogflow_cx_detect_intent_response": "dialogflow_cx",
    "dialogflow_cx_webhook_request": "dialogflow_cx",
    "dialogflow_es_webhook_request": "dialogflow_es",
    "harper_valley_voice_segments": "voice_segments",
    "langchain_content_blocks_v1": "langchain",
    "langchain_documents_dumpd": RETRIEVED,
    "langchain_documents_model_dump": RETRIEVED,
    "langchain_messages_dumpd": "langchain",
    "langchain_messages_model_dump": "langchain",
    "langchain_messages_to_dict": "langchain",
    "langchain_retriever_result": RETRIEVED,
    "langchain_similarity_search_with_score": RETRIEVED,
    "langgraph_interrupt_result": "langgraph",
    "langgraph_state_snapshot": "langgraph",
    "lex_v2_lambda_event": "lex_v2",
    "lex_v2_runtime_recognize_text": "lex_v2",
    "llamaindex_node_with_score_model_dump": RETRIEVED,
    "llamaindex_node_with_score_to_dict": RETRIEVED,
    "mcp_elicitation_request": "mcp_elicitation",
    "openai_chat_completion": "openai_chat",
    "openai_chat_content_parts": "openai_chat",
    "openai_chat_messages": "openai_chat",
    "openai_responses_input_items": "openai_responses",
    "openai_responses_response": "openai_responses",
    "otel_gen_ai_input_messages": "otel_genai",
    "pgvector_rows": RETRIEVED,
    "pinecone_query_response_rest": RETRIEVED,
    "pinecone_query_response_to_dict": RETRIEVED,
    "pinecone_search_records_response": RETRIEVED,
    "rasa_tracker_real": "rasa",
    "retell_webhook_call_analyzed": "retell",
    "twilio_connect_action_callback": "twilio_conversation_relay",
    "twilio_conversationrelay_frames": "twilio_conversation_relay",
    "vapi_end_of_call_report": "vapi",
    "vcon_0_4_0_transfer": "vcon",
    "vercel_ai_ui_messages": "vercel_ai",
    "weaviate_graphql_get": RETRIEVED,
    "weaviate_query_return_asdict": RETRIEVED,
}

MOST_IMPORTED = 4
"""Of all dialects: forms that are lists of typed things cannot be told apart from afar."""


def _sample(shared: Path, name: str) -> Any:
    return json.loads((shared / "data" / "dialects" / f"{name}.json").read_text("utf-8"))


def _recognisers(document: Any) -> list[str]:
    return [name for name in names() if load(name).recognises(document)]


def _of_a_dialect() -> list[Any]:
    return [
        pytest.param(name, dialect, id=name)
        for name, dialect in SAMPLES.items()
        if dialect != RETRIEVED
    ]


def test_every_sample_is_listed_here(shared: Path) -> None:
    found = {path.stem for path in (shared / "data" / "dialects").glob("*.json")}

    assert found == SAMPLES.keys()


@pytest.mark.parametrize(("name", "dialect"), _of_a_dialect())
def test_a_sample_is_recognised_by_its_own_dialect_alone(
    shared: Path, name: str, dialect: str
) -> None:
    assert [dialect] == _recognisers(_sample(shared, name))


@pytest.mark.parametrize(("name", "dialect"), _of_a_dialect())
@given(data=st.data())
@settings(max_examples=15)
def test_a_row_lets_in_whatever_its_module_recognises(
    shared: Path, name: str, dialect: str, data: st.DataObject
) -> None:
    document = data.draw(mutants(_sample(shared, name)))
    keys = keys_of(document)

    assert [] == [other for other in _recognisers(document) if not ROWS[other].may_be(keys)]
    assert ROWS[dialect].may_be(keys_of(_sample(shared, name)))


@pytest.mark.parametrize(("name", "dialect"), _of_a_dialect())
def test_few_other_modules_are_imported_to_recognise_a_sample(
    shared: Path, name: str, dialect: str
) -> None:
    keys = keys_of(_sample(shared, name))
    imported = [other for other, row in ROWS.items() if row.may_be(keys)]

    assert dialect in imported
    assert len(imported) <= MOST_IMPORTED


@pytest.mark.parametrize(("name", "dialect"), _of_a_dialect())
def test_every_leaf_of_a_sample_is_accounted_for(shared: Path, name: str, dialect: str) -> None:
    assert_accounted(load(dialect), _sample(shared, name))


@pytest.mark.parametrize(("name", "dialect"), _of_a_dialect())
def test_a_sample_comes_in_through_the_door(shared: Path, name: str, dialect: str) -> None:
    body = (shared / "data" / "dialects" / f"{name}.json").read_bytes()

    reception = examine(body, content_type="application/json", dialect=None, strict=False)

    assert dialect == reception.dialect.name
    assert () == reception.settled.unnamed


@pytest.mark.parametrize("name", [name for name, of in SAMPLES.items() if of == RETRIEVED])
def test_what_a_store_answered_is_not_mistaken_for_a_conversation(shared: Path, name: str) -> None:
    assert [] == _recognisers(_sample(shared, name))
