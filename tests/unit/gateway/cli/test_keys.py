"""``readback keys create``: the key is printed once, alone, and kept only as a hash."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.store.api_keys import hash_key

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def configured(tmp_path: Path) -> None:
    (tmp_path / "readback.toml").write_text('[gateway]\nstore = "sqlite:///keys.db"\n')


def _stored(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("keys.db*"))


def test_stdout_has_the_key_and_nothing_else(run: Run) -> None:
    told = run("keys", "create", "bot", "--scope", "handoffs:write")

    assert 0 == told.code
    assert told.out.startswith("rb_")
    assert 1 == len(told.out.split())
    assert "not shown again" in told.err


def test_json_is_the_documented_object(run: Run) -> None:
    told = run(
        "keys", "create", "bot", "--scope", "handoffs:write", "--scope", "handoffs:read", "--json"
    )
    document = json.loads(told.out)

    assert (0, "") == (told.code, told.err)
    assert {"name", "key", "scopes"} == set(document)
    assert ("bot", ["handoffs:write", "handoffs:read"]) == (document["name"], document["scopes"])


def test_only_its_hash_is_kept(run: Run, tmp_path: Path) -> None:
    key = run("keys", "create", "bot", "--scope", "admin").out.strip()

    assert key.encode() not in _stored(tmp_path)
    assert hash_key(key).encode() in _stored(tmp_path)


def test_the_same_name_twice_is_a_conflict_that_says_what_to_do(run: Run) -> None:
    run("keys", "create", "bot", "--scope", "admin")
    told = run("keys", "create", "bot", "--scope", "handoffs:read")

    assert (6, "") == (told.code, told.out)
    assert "readback: There is already an API key named 'bot': choose another name.\n" == told.err


def test_the_same_name_twice_for_scripts(run: Run) -> None:
    run("keys", "create", "bot", "--scope", "admin")
    told = run("keys", "create", "bot", "--scope", "admin", "--json")

    assert (6, "") == (told.code, told.out)
    assert "key.exists" == json.loads(told.err)["code"]


@pytest.mark.parametrize("words", [(), ("--scope", "everything"), ("--scope", "")])
def test_a_key_needs_a_scope_that_exists(words: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    told = run("keys", "create", "bot", *words)

    assert (2, "") == (told.code, told.out)
    assert "--scope" in told.err
    assert not list(tmp_path.glob("keys.db*"))


@pytest.mark.parametrize("name", ["", " ", "a\nb", "\x1b[2J"])
def test_a_key_needs_a_name_that_can_be_read(name: str, run: Run) -> None:
    told = run("keys", "create", name, "--scope", "admin")

    assert (1, "") == (told.code, told.out)
    assert "needs a name" in told.err


def test_without_a_configuration_it_says_so(run: Run) -> None:
    told = run("keys", "create", "bot", "--scope", "admin", "--config", "none.toml")

    assert (1, "") == (told.code, told.out)
    assert "none.toml" in told.err
