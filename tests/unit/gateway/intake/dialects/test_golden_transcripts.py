"""What the samples of classic bots, voice and agents say when normalized; it changes on purpose."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from gateway.intake.dialects import load
from tests.unit.gateway.intake.native_samples import messages, sample

DIGESTS = (
    ("rasa_tracker_real", "rasa", "f9047380f894ca05"),
    ("dialogflow_cx_webhook_request", "dialogflow_cx", "c2cc731b9b246d05"),
    ("dialogflow_cx_detect_intent_response", "dialogflow_cx", "f2c18292051c4799"),
    ("dialogflow_es_webhook_request", "dialogflow_es", "380cd6b59f3ea04f"),
    ("lex_v2_lambda_event", "lex_v2", "41e943f982f8358e"),
    ("lex_v2_runtime_recognize_text", "lex_v2", "cbacd9cdd80b0900"),
    ("botframework_handoff_initiate", "bot_framework", "c7af61f291b75f68"),
    ("botframework_handoff_status", "bot_framework", "183ae7b55905552b"),
    ("botframework_transcript.transcript", "bot_framework", "c7af61f291b75f68"),
    ("copilot_studio_handoff_initiate", "copilot_studio", "e642b00c88302d0c"),
    ("botpress_start_hitl", "botpress", "3a697b6aea8a9792"),
    ("twilio_connect_action_callback", "twilio_conversation_relay", "4f53cda18c2baa0c"),
    ("twilio_conversationrelay_frames", "twilio_conversation_relay", "1218946300231d26"),
    ("harper_valley_voice_segments", "voice_segments", "ecedfbdb2ebf5e05"),
    ("a2a_task_input_required", "a2a", "8dc187b1bddccd76"),
    ("agui_run_finished_interrupt", "ag_ui", "4f53cda18c2baa0c"),
    ("mcp_elicitation_request", "mcp_elicitation", "4f53cda18c2baa0c"),
    ("vapi_end_of_call_report", "vapi", "408c5a98019687d7"),
    ("retell_webhook_call_analyzed", "retell", "aa63796ec16a94db"),
)
"""Sample, dialect, and the beginning of the SHA-256 of its canonical messages."""


@pytest.mark.parametrize(("name", "dialect", "expected"), DIGESTS)
def test_a_sample_says_what_it_said(shared: Path, name: str, dialect: str, expected: str) -> None:
    turns = messages(load(dialect).normalize(sample(shared, name)))

    assert expected == sha256(json.dumps(turns, sort_keys=True).encode()).hexdigest()[:16]
