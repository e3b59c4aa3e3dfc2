"""The tutorial, step by step, as it is written: it ends where it says that it ends."""

from __future__ import annotations

import pytest

from tests.docs.fenced import Step, blocks, form, free_port, of_language, run_steps

PAGE = "docs/tutorial/first-handoff.md"


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    folder = tmp_path_factory.mktemp("tutorial")
    instead = {"8090": free_port(), "8080": free_port(), "/tmp/first-handoff": str(folder)}  # noqa: S108
    return run_steps(blocks(PAGE), folder, instead=instead)


def _one(steps: list[Step], words: str, nth: int = 0) -> Step:
    return [step for step in steps if step.command.startswith(words)][nth]


def test_every_command_of_the_tutorial_was_run(steps: list[Step]) -> None:
    written = [
        line
        for block in of_language(PAGE, "sh")
        for line in block.splitlines()
        if line.startswith("readback ")
    ]
    assert len(written) == len(steps)


def test_the_doctor_finds_everything_in_place(steps: list[Step]) -> None:
    doctor = _one(steps, "readback doctor")

    assert 0 == doctor.code
    assert "WRONG" not in doctor.output


def test_the_first_handoff_is_verified(steps: list[Step]) -> None:
    sent = _one(steps, "readback send")

    assert 0 == sent.code
    assert "status verified" in form(sent.output)


def test_its_receipt_says_verified_of_every_leaf(steps: list[Step]) -> None:
    receipt = _one(steps, "readback receipt")
    leaves = receipt.output.splitlines()[1:]

    assert 0 == receipt.code
    assert "/summary/headline" in receipt.output
    assert all("  verified  " in leaf for leaf in leaves)


def test_the_second_one_is_degraded_where_the_comment_was_cut(steps: list[Step]) -> None:
    sent, receipt = _one(steps, "readback send", 1), _one(steps, "readback receipt", 1)

    assert (1, 1) == (sent.code, receipt.code)
    assert "status degraded" in form(sent.output)
    assert "comment missing (sent: I was charged twice.)" in receipt.output
    assert "verified" not in receipt.output


@pytest.mark.parametrize(
    ("sample", "words", "nth"),
    [
        (0, "readback stand-in", 0),
        (1, "readback doctor", 0),
        (2, "readback send", 0),
        (3, "readback receipt", 1),
    ],
)
def test_what_the_tutorial_shows_is_what_is_printed(
    steps: list[Step], sample: int, words: str, nth: int
) -> None:
    assert form(of_language(PAGE, "text")[sample]) == form(_one(steps, words, nth).output)
