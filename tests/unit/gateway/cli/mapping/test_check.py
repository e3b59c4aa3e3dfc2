"""``readback mapping check``: the words of the contract, and the exit codes that CI relies on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.delivery.checking import known_side
from gateway.delivery.starter.write import starter
from tests.installed import need

need("zendesk")
GOOD = starter(known_side("zendesk", "ticket"), "desk")
BAD = GOOD.replace('from   = "urgency.level"', 'from   = "urgency.levle"')
DOUBTFUL = GOOD + '\n[lookup.unused]\na = "b"\n'


@pytest.fixture
def file(tmp_path: Path):
    def write(text: str) -> str:
        (tmp_path / "own.toml").write_text(text)
        return "own.toml"

    return write


def test_json_is_the_documented_object(run, file) -> None:
    ended = run("mapping", "check", file(BAD), "--json")
    document = json.loads(ended.out)
    assert {"problems", "coverage"} == document.keys()
    assert {("code", "severity", "line", "message")} == {
        tuple(problem) for problem in document["problems"]
    }
    (error,) = [one for one in document["problems"] if one["severity"] == "error"]
    assert ("M101", 1) == (error["code"], ended.code)
    assert {"total", "fields", "note", "capsule", "nowhere", "narrowed"} <= document[
        "coverage"
    ].keys()


def test_coverage_is_told_in_a_sentence(run, file) -> None:
    ended = run("mapping", "check", file(GOOD))
    coverage = json.loads(run("mapping", "check", "own.toml", "--json").out)["coverage"]
    assert (
        "of {total} leaves: {fields} in fields, {note} in the note, {capsule} only in the capsule,"
        " {nowhere} nowhere\n".format_map(coverage)
    ) in ended.out


def test_what_is_withheld_is_told_as_well(run, file) -> None:
    redacted = GOOD.replace("[capsule]\n", '[capsule]\nredact = ["privacy.legal_basis"]\n')
    assert " nowhere, 1 withheld\n" in run("mapping", "check", file(redacted)).out


@pytest.mark.parametrize(
    ("text", "strict", "code"),
    [(GOOD, True, 0), (DOUBTFUL, False, 0), (DOUBTFUL, True, 3), (BAD, True, 1), (BAD, False, 1)],
)
def test_errors_are_1_and_warnings_3_under_strict(run, file, text, strict, code) -> None:
    words = ("--strict",) if strict else ()
    assert code == run("mapping", "check", file(text), *words).code


def test_a_mapping_is_read_from_standard_input(run) -> None:
    assert 1 == run("mapping", "check", "-", stdin=BAD.encode()).code


@pytest.mark.parametrize("body", [b"\xff\xfe", GOOD.encode("utf-16")])
def test_a_file_that_is_no_text_is_a_usage_error(run, body: bytes) -> None:
    ended = run("mapping", "check", "-", stdin=body)
    assert (2, True) == (ended.code, "UTF-8" in ended.err)


def test_a_byte_order_mark_is_no_part_of_the_text(run) -> None:
    assert 0 == run("mapping", "check", "-", stdin=b"\xef\xbb\xbf" + GOOD.encode()).code


def test_an_unknown_vendor_is_named_in_its_line(run, file) -> None:
    ended = run("mapping", "check", file(GOOD.replace('"zendesk"', '"zendsk"')))
    line = GOOD.split("\n").index("[target]") + 1
    assert f'error   V200 line {line}: There is no vendor "zendsk". Did you mean' in ended.out


def test_a_file_that_is_no_toml_is_checked_too(run) -> None:
    ended = run("mapping", "check", "-", stdin=b"a = ")
    assert (1, True) == (ended.code, "M001 line 1" in ended.out)


def test_nothing_is_coloured_in_a_pipe(run, file) -> None:
    assert "\x1b" not in run("mapping", "check", file(BAD)).out


def test_two_accounts_are_one_too_many(run, file, tmp_path: Path) -> None:
    (tmp_path / "d.json").write_text("{}")
    words = ("--destination", "support", "--describe", "d.json")
    assert 2 == run("mapping", "check", file(GOOD), *words).code
