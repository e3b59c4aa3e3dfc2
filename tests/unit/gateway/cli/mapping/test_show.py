"""How mappings look in a terminal, and how they look in a pipe."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.cli.mapping.runs import print_runs
from gateway.cli.mapping.show import (
    end,
    print_coverage,
    print_effect,
    print_problems,
    print_shown,
    print_text_diff,
    short,
)

NONE = {"changes": 0, "appears": 0, "disappears": 0}


def problem(severity: str = "error", line: int = 3, message: str = "No.") -> dict[str, Any]:
    return {"code": "M101", "severity": severity, "line": line, "message": message}


def effect(**members: Any) -> dict[str, Any]:
    return {
        "handoffs": 5,
        "affected": 2,
        "stopped": 0,
        "freed": 0,
        "fields": [],
        "note": {"field": "note", **NONE},
        "capsule": {"field": "capsule", **NONE},
        "fates": [],
        **members,
    }


def test_a_problem_is_one_line_with_code_line_and_sentence(capsys) -> None:
    print_problems([problem(), problem("warning", 0)])
    assert "error   M101 line 3: No.\nwarning M101: No.\n" == capsys.readouterr().out


def test_a_long_problem_is_not_broken_over_lines(capsys) -> None:
    print_problems([problem(message="word " * 60)])
    assert 1 == capsys.readouterr().out.count("\n")


def test_a_difference_is_coloured_in_a_terminal_only(
    capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["--- revision 1", "+++ draft", "@@ -1 +1 @@", "-a", "+b"]
    print_text_diff(lines)
    plain = capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    print_text_diff(lines)
    coloured = capsys.readouterr().out
    assert lines == plain.splitlines()
    assert "\x1b[32m+b" in coloured
    assert "\x1b[31m-a" in coloured


def test_equal_texts_are_said_to_be_equal(capsys) -> None:
    print_text_diff([])
    assert "The texts are the same.\n" == capsys.readouterr().out


def test_a_text_steers_no_terminal(capsys) -> None:
    print_text_diff(["+\x1b[2J"])
    assert "+\\x1b[2J\n" == capsys.readouterr().out


def test_coverage_is_one_sentence_and_a_list(capsys) -> None:
    names = [f"a.b{number}" for number in range(10)]
    counts = {"total": 9, "fields": 1, "note": 2, "capsule": 3, "nowhere": 0, "withheld": 0}
    print_coverage({**counts, "narrowed": names})
    first, second = capsys.readouterr().out.splitlines()
    assert "of 9 leaves: 1 in fields, 2 in the note, 3 only in the capsule, 0 nowhere" == first
    assert f"narrowed: {', '.join(names[:8])} and 2 more" == second


def test_an_effect_names_only_what_changes(capsys) -> None:
    fields = [{"field": "subject", **NONE, "changes": 2}, {"field": "tags", **NONE}]
    fates = [{"leaf": "customer.name", "before": "exact", "after": "capsule", "count": 4}]
    print_effect(effect(fields=fields, fates=fates, stopped=1))
    out = capsys.readouterr().out
    assert "effect on the last 5 handoffs: 2 change\n  1 would no longer leave\n" in out
    assert ["subject", "2", "0", "0"] in [line.split() for line in out.splitlines()]
    assert ["customer.name", "exact", "capsule", "4"] in [line.split() for line in out.splitlines()]
    assert "tags" not in out
    assert "note" not in out


def test_without_handoffs_there_is_no_effect_yet(capsys) -> None:
    print_effect(effect(handoffs=0))
    assert "no handoffs yet" in capsys.readouterr().out


def test_without_an_effect_nothing_is_said(capsys) -> None:
    print_effect(None)
    assert "" == capsys.readouterr().out


def test_a_handoff_is_shown_before_and_after(capsys) -> None:
    changes = [{"field": "subject", "before": "a", "after": ["b"]}, {"field": "x", "after": "c"}]
    print_shown(
        {"id": "h-1", "changes": changes, "stopped_before": None, "stopped_after": "S502: no"}
    )
    out = capsys.readouterr().out
    assert "handoff h-1\n  after: S502: no\n" in out
    assert ["x", "-", "c"] in [line.split() for line in out.splitlines()]
    assert '["b"]' in out


def test_long_values_are_shortened() -> None:
    assert ("-", 100, "…") == (short(None), len(short("a" * 200)), short("a" * 200)[-1])


@pytest.mark.parametrize(
    ("severities", "strict", "code"),
    [
        ((), True, None),
        (("note", "warning"), False, None),
        (("note",), True, None),
        (("warning",), True, 3),
        (("warning", "error"), True, 1),
        (("error",), False, 1),
    ],
)
def test_the_worst_problem_decides_how_a_command_ends(severities, strict, code) -> None:
    problems = [problem(severity) for severity in severities]
    if code is None:
        assert end(problems, strict=strict) is None
        return
    with pytest.raises(SystemExit) as ended:
        end(problems, strict=strict)
    assert code == ended.value.code


def test_a_dry_run_tells_who_we_are_and_what_would_be_sent(capsys) -> None:
    request = {"step": "look", "method": "GET", "path": "/a", "bytes": 0, "sent": True}
    print_runs(
        [
            {
                "destination": "support",
                "signed_in": "Ann",
                "schema_sha256": "f" * 64,
                "schema_changed": True,
                "requests": [request, {**request, "step": "make", "method": "POST", "sent": False}],
                "complete": False,
                "problem": None,
                "problems": [],
            }
        ]
    )
    out = capsys.readouterr().out
    assert "signed in    Ann" in out
    assert "has changed (ffffffffffff)" in out
    assert "sent, it only reads" in out
    assert "not sent" in out
    assert "depends on the vendor's answer" in out


def test_a_dry_run_that_cannot_begin_says_why(capsys) -> None:
    print_runs(
        [
            {
                "destination": "support",
                "signed_in": None,
                "schema_sha256": None,
                "schema_changed": False,
                "requests": [],
                "complete": False,
                "problem": "refused with 403",
                "problems": [problem()],
            }
        ]
    )
    out = capsys.readouterr().out
    assert "problem      refused with 403" in out
    assert "error   M101 line 3: No." in out
