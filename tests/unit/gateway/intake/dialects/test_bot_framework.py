"""The Bot Framework's handoff event and its transcripts."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.bot_framework import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import messages, recorded, said, sample


@pytest.mark.parametrize(
    "name",
    [
        "botframework_handoff_initiate",
        "botframework_handoff_status",
        "botframework_transcript.transcript",
    ],
)
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", {"type": "message"}])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


USER = {"id": "u-1", "name": "Mei", "role": "user"}
BOT = {"id": "b-1", "role": "bot"}


def _activity(**members: Any) -> dict[str, Any]:
    return {"type": "message", "from": USER, "recipient": BOT, **members}


def test_the_transcript_is_found_by_what_it_holds(shared: Path) -> None:
    event = sample(shared, "botframework_handoff_initiate")
    misspelt = deepcopy(event)
    misspelt["attachments"][0]["name"] = "Trasnscript"
    nameless = deepcopy(event)
    del nameless["attachments"][0]["name"]

    (wanted, *others) = (said(dialect.normalize(d)) for d in (event, misspelt, nameless))

    assert 11 == len(wanted)
    assert [wanted, wanted] == others


def test_the_event_and_the_bare_transcript_give_the_same_messages(shared: Path) -> None:
    event = sample(shared, "botframework_handoff_initiate")
    bare = sample(shared, "botframework_transcript.transcript")

    assert messages(dialect.normalize(event)) == messages(dialect.normalize(bare))
    assert said(dialect.normalize(bare)) == said(dialect.normalize({"activities": bare}))


def test_the_customer_is_whom_the_event_comes_from(shared: Path) -> None:
    handoff = dialect.normalize(sample(shared, "botframework_handoff_initiate")).handoff

    assert {"id": "mei_brown_7075", "name": "Mei Brown"} == handoff["customer"]
    assert "airbot" == handoff["source"]["bot_id"]
    assert "policy_exception" == handoff["reason"]["original"]
    assert ["credit cards"] == handoff["routing"]["skills"]
    assert "+15551234567" == handoff["conversation"]["variables"]["MSCallerId"]


def test_a_transcript_that_is_only_an_address_is_shown() -> None:
    attachment = {
        "contentType": "application/json",
        "contentUrl": "https://x.example/t",
        "name": "T",
    }
    event = {"type": "event", "name": "handoff.initiate", "attachments": [attachment]}

    ((role, (part,)),) = said(dialect.normalize(event))

    assert ("system", "https://x.example/t") == (role, part["url"])


def test_a_status_is_something_that_happened(shared: Path) -> None:
    ((role, (part,)),) = said(dialect.normalize(sample(shared, "botframework_handoff_status")))

    assert ("system", "handoff.status", "failed") == (role, part["name"], part["data"]["state"])


def test_a_role_is_inferred_where_the_activity_does_not_tell() -> None:
    activities = [
        _activity(text="role of the sender"),
        _activity(text="known by id", **{"from": {"id": "b-1"}, "recipient": {"id": "x"}}),
        _activity(text="by the other side", **{"from": {"id": "y"}, "recipient": BOT}),
        _activity(text="nobody knows", **{"from": {"id": "y"}, "recipient": {"id": "z"}}),
    ]

    assert ["customer", "bot", "customer", "other"] == [
        role for role, _ in said(dialect.normalize(activities))
    ]


@pytest.mark.parametrize("kind", ["trace", "typing"])
def test_what_machines_tell_one_another_is_noise(kind: str) -> None:
    normalized = dialect.normalize([_activity(text="hi"), _activity(type=kind, value={"a": [1]})])

    assert [("customer", "hi")] == said(normalized)
    assert f"{kind}_activity" == normalized.noise["/1/value/a/0"]


def test_who_joined_is_an_event() -> None:
    joined = _activity(type="conversationUpdate", membersAdded=[{"id": "u-1"}])

    ((role, (part,)),) = said(dialect.normalize([joined]))

    assert ("system", {"membersAdded": [{"id": "u-1"}]}) == (role, part["data"])


def test_a_pressed_button_has_a_value_and_no_words() -> None:
    pressed = _activity(value={"intent": "Add"}, channelData={"postBack": True})

    assert [("customer", [{"type": "event", "name": "postBack", "data": {"intent": "Add"}}])] == (
        said(dialect.normalize([pressed]))
    )


def test_cards_files_and_suggestions_are_shown_in_order() -> None:
    card = {"contentType": "application/vnd.microsoft.card.hero", "content": {"title": "t"}}
    file = {"contentType": "image/png", "contentUrl": "https://x.example/i", "name": "i"}
    actions = {"actions": [{"type": "imBack", "title": "A"}]}

    ((_, parts),) = said(
        dialect.normalize(
            [_activity(text="See:", attachments=[card, file, {}], suggestedActions=actions)]
        )
    )

    assert ["text", "card", "media", "other", "choices"] == [part["type"] for part in parts]


def test_markdown_is_told_from_plain_text() -> None:
    turns = said(
        dialect.normalize(
            [_activity(text="*a*", textFormat="markdown"), _activity(text="a", textFormat="plain")]
        )
    )

    assert [{"type": "text", "text": "*a*", "format": "markdown"}] == turns[0][1]
    assert "a" == turns[1][1]


@pytest.mark.parametrize("name", ["sandwich", "addItemWithButton"])
def test_recorded_transcripts_come_in(shared: Path, name: str) -> None:
    (document,) = recorded(shared, f"botframework_{name}_transcript")
    assert dialect.recognises(document)
    assert_accounted(dialect, document)

    normalized = dialect.normalize(document)

    spoken = [a for a in document["activities"] if a["type"] == "message"]
    assert len(spoken) == len([1 for role, _ in said(normalized) if role != "system"])
    assert {"trace_activity", "empty_member"} == set(normalized.noise.values())
