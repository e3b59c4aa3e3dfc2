"""What events have and say nothing with."""

from __future__ import annotations

OPTIONAL = frozenset(
    {"policy", "confidence", "action_text", "metadata", "followup_action", "active_loop"}
    | {"elements", "quick_replies", "buttons", "attachment", "image", "custom", "message_id"}
    | {"entities", "intent_ranking", "input_channel", "response_selector", "action_name", "text"}
)
"""What every event has, null or empty where it says nothing."""

FLAGS = frozenset({"is_flagged", "hide_rule_turn", "use_text_for_featurization", "rasa_x_flagged"})
"""Flags of training and of the annotation tool, which are there on every event."""
