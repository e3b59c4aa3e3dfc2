"""``readback normalize``: what the gateway would make of a file, leaf by leaf."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
CHAT = {"messages": [{"role": "user", "content": "Hi"}], "conversation_id": "c-81", "zzz": [1, 2]}


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "chat.json").write_text(json.dumps(CHAT))
    return "chat.json"


def test_scripts_are_told_where_every_leaf_went(run: Run, file: str) -> None:
    told = run("normalize", file, "--json")

    assert 0 == told.code
    assert {
        "dialect": "openai_chat",
        "handoff": {
            "conversation": {
                "id": "c-81",
                "messages": [{"id": "m1", "role": "customer", "content": "Hi"}],
            }
        },
        "mapped": {
            "/conversation_id": ["/conversation/id"],
            "/messages/0/role": ["/conversation/messages/0/role"],
            "/messages/0/content": ["/conversation/messages/0/content"],
        },
        "unmapped": {"/zzz": [1, 2]},
        "noise": {},
    } == json.loads(told.out)


def test_people_are_shown_the_handoff_and_a_row_for_every_leaf(run: Run, file: str) -> None:
    told = run("normalize", file)

    assert 0 == told.code
    assert '"content": "Hi"' in told.out
    assert "/conversation_id     /conversation/id" in told.out
    assert "unmapped: [1,2]" in told.out
    assert "openai_chat" in told.out


def test_a_dialect_may_be_named(run: Run, file: str) -> None:
    told = run("normalize", file, "--dialect", "anthropic", "--json")

    assert "anthropic" == json.loads(told.out)["dialect"]


def test_what_is_dropped_on_purpose_is_told(run: Run, tmp_path: Path) -> None:
    found = {"matches": [{"id": "a", "score": 0.5, "values": [0.1, 0.2]}], "namespace": "n"}
    (tmp_path / "rag.json").write_text(json.dumps({**CHAT, "knowledge": found}))

    told = run("normalize", "rag.json")

    assert "noise: embedding_vector" in told.out
    assert "/knowledge/matches/0/values: an embedding vector is dropped" in told.err


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[]", "none of the dialects"),
        (b"{", "The body is not JSON"),
        (b'{"matches": [], "namespace": ""}', "holds no conversation"),
    ],
)
def test_what_the_door_would_refuse_is_refused(run: Run, body: bytes, words: str) -> None:
    told = run("normalize", "-", stdin=body)

    assert 0 != told.code
    assert words in told.err


def test_strict_refuses_what_no_rule_reads(run: Run, file: str) -> None:
    told = run("normalize", file, "--strict")

    assert 0 != told.code
    assert "/zzz" in told.err


CONFIG = """
[[lifting.tools]]
tool = "open_file"
record = "case"
id = "file_no"

[privacy.profiles.quiet]
email = true

[clients.shop]
dialect = "openai_chat"
privacy = "quiet"
"""
CARD = "4111 1111 1111 1111"
TOLD = {"role": "user", "content": f"{CARD}, mei@example.com"}


@pytest.fixture
def configured(tmp_path: Path) -> str:
    (tmp_path / "shop.toml").write_text(CONFIG)
    call = {"id": "c1", "type": "function", "function": {"name": "open_file", "arguments": "{}"}}
    answer = {"role": "tool", "tool_call_id": "c1", "content": '{"file_no": "F-7"}'}
    messages = [TOLD, {"role": "assistant", "content": None, "tool_calls": [call]}, answer]
    (tmp_path / "shop.json").write_text(json.dumps({"messages": messages, "zzz": CARD}))
    return "shop.json"


def test_a_file_is_shown_as_it_would_be_kept_of_a_client(run: Run, configured: str) -> None:
    told = run("normalize", configured, "--config", "shop.toml", "--client", "shop", "--json")

    document = json.loads(told.out)
    message = document["handoff"]["conversation"]["messages"][0]
    assert "[CARD:1], [EMAIL:1]" == message["content"]
    assert {"/zzz": "[CARD:1]"} == document["unmapped"]
    assert {"card": 2, "email": 1} == document["redacted"]
    assert ("case", "F-7") == tuple(document["handoff"]["records"][0][n] for n in ("type", "id"))


def test_without_a_client_the_default_profile_of_the_configuration_holds(
    run: Run, configured: str
) -> None:
    told = run("normalize", configured, "--config", "shop.toml")

    assert "[CARD:1], mei@example.com" in told.out
    assert "redacted by card" in told.out
    assert CARD not in told.out


def test_a_client_that_there_is_not_is_refused(run: Run, configured: str) -> None:
    told = run("normalize", configured, "--config", "shop.toml", "--client", "ship")

    assert 0 != told.code
    assert 'There is no client "ship". There are: shop.' in told.err
