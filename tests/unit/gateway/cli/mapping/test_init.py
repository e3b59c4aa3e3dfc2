"""``readback mapping init`` writes a file that is ready to be changed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.installed import need

need("zendesk")
INIT = ("mapping", "init", "--vendor", "zendesk")


def test_without_a_file_the_mapping_is_printed(run) -> None:
    ended = run(*INIT)
    assert (0, "") == (ended.code, ended.err)
    assert "zendesk-ticket" == tomllib.loads(ended.out)["name"]


def test_a_name_may_be_given(run) -> None:
    assert "desk" == tomllib.loads(run(*INIT, "--name", "desk").out)["name"]


def test_json_has_the_text_and_what_a_check_says_of_it(run) -> None:
    document = json.loads(run(*INIT, "--json").out)
    assert ("zendesk", "ticket", None) == (
        document["vendor"],
        document["object"],
        document["file"],
    )
    assert not [one for one in document["problems"] if one["severity"] == "error"]
    assert document["coverage"]["total"] > 100
    assert tomllib.loads(document["text"])


def test_a_file_that_is_there_is_kept_unless_it_is_forced(run, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("mine")
    kept = run(*INIT, "--output", "own.toml")
    assert (2, "mine") == (kept.code, (tmp_path / "own.toml").read_text())
    assert "--force overwrites it" in kept.err
    forced = run(*INIT, "--output", "own.toml", "--force")
    assert 0 == forced.code
    assert tomllib.loads((tmp_path / "own.toml").read_text())


def test_a_file_that_cannot_be_written_is_a_usage_error(run) -> None:
    assert 2 == run(*INIT, "--output", "nowhere/own.toml").code


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "--vendor"),
        (("--vendor", "zendsk"), 1, 'Did you mean "zendesk"?'),
        (("--vendor", "zendesk", "--object", "tickt"), 1, 'Did you mean "ticket"?'),
        (("--vendor", "zendesk", "--destination", "support"), 2, "--destination"),
        (("--vendor", "zendesk", "--describe", "nowhere.json"), 2, "does not exist"),
    ],
)
def test_what_is_missing_or_misspelt_is_said(run, words, code: int, says: str) -> None:
    ended = run("mapping", "init", *words)
    assert (code, "") == (ended.code, ended.out)
    assert says in ended.err


def test_a_document_of_something_else_is_refused(run, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}")
    ended = run(*INIT, "--describe", "other.json")
    assert 1 == ended.code
    assert 'what "zendesk" says of an object "ticket"' in ended.err
