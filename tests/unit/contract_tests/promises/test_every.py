"""A sound toy keeps every promise, and for each promise there is a flaw that breaks just that one.

So each promise can fail, and none of them is another one in disguise.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from contract_tests.contract import Contract
from contract_tests.promises.every import PROMISES
from contract_tests.promises.promise import Promise
from contract_tests.promises.recordings import write_recordings
from contract_tests.recording import load, save
from tests.unit.contract_tests.toy.adapter import toy
from tests.unit.contract_tests.toy.vendor import signed_in_with, stand_in

#: Flaw → the promises that it breaks. Two names where one cannot be broken without the other.
FLAWS: dict[str, set[str]] = {
    "cites_nothing": {"declares_its_limits"},
    "counts_in_characters": {"holds_what_it_declares", "accounts_for_an_oversize_handoff"},
    "counts_its_readings": {"plans_deterministically"},
    "has_one_item_for_all": {"is_idempotent_by_key"},
    "drops_spaced_phones": {"verifies_every_leaf"},
    "wants_much": {"delivers_a_minimal_handoff", "keeps_any_handoff"},
    "never_splits": {"accounts_for_an_oversize_handoff"},
    "chokes_on_nul": {"keeps_nasty_text", "keeps_any_handoff"},
    "miscounts_stretches": {"tells_every_fate_honestly"},
    "echoes_the_e-mail": {"proves_only_what_it_reads"},
    "excuses_the_title": {"detects"},
    "believes_what_it_sent": {"never_verifies_what_is_not_stored"},
    "trusts_replies": {"names_the_step_of_an_unexpected_reply"},
    "quotes_the_vendor": {"keeps_secrets_and_customers_out_of_errors"},
    "finds_what_is_not_there": {"resumes_after_a_crash_without_a_second_work_item", "detects"},
}


# Seconds each; tried only with the flaws that they have to find, and with a sound adapter.
LONG = {"accounts_for_an_oversize_handoff", "keeps_any_handoff", "keeps_nasty_text"}


def contract(flaw: str = "") -> Contract:
    return Contract(adapter=toy(flaw), stand_in=stand_in)


def broken(contract: Contract, left_out: set[str]) -> dict[str, str]:
    """The promises that are not kept, with what is told."""
    return {
        promise.name: told
        for promise in PROMISES
        if promise.name not in left_out
        for case in (promise.cases(contract) if promise.cases else ("",))
        if (told := _told(promise, contract, case))
    }


def _told(promise: Promise, contract: Contract, case: str) -> str:
    try:
        promise.keeps(contract, case)
    except AssertionError as error:
        return str(error) or "nothing"
    return ""


def test_a_sound_adapter_keeps_every_promise() -> None:
    assert {} == broken(contract(), left_out=set())


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_breaks_the_promise_that_it_concerns_and_no_other(flaw: str) -> None:
    assert FLAWS[flaw] == set(broken(contract(flaw), left_out=LONG - FLAWS[flaw]))


def test_credentials_that_do_not_open_the_account_break_only_signing_in() -> None:
    wrong = replace(stand_in, credentials=(*stand_in.credentials, signed_in_with("wrong")))
    closed = replace(contract(), stand_in=wrong)
    assert {"signs_in"} == set(broken(closed, left_out=LONG))


def test_a_recording_that_does_not_fit_breaks_only_that_promise(tmp_path: Path) -> None:
    recorded = replace(contract(), recordings=tmp_path)
    write_recordings(recorded)
    assert {} == broken(recorded, left_out=LONG)

    file = tmp_path / "minimal.json"
    file.write_text(file.read_text("utf-8").replace("/items", "/things"), "utf-8")
    assert {"asks_what_is_recorded"} == set(broken(recorded, left_out=LONG))


def test_a_recorded_exchange_that_nobody_asks_for_breaks_the_promise(tmp_path: Path) -> None:
    recorded = replace(contract(), recordings=tmp_path)
    write_recordings(recorded)
    file = tmp_path / "minimal.json"
    document = load(file)
    save(file, {**document, "exchanges": [*document["exchanges"], document["exchanges"][-1]]})
    told = broken(recorded, left_out=LONG)
    assert "recorded, and not asked for: read copy" == told["asks_what_is_recorded"]


def test_a_recording_without_a_case_breaks_the_promise(tmp_path: Path) -> None:
    recorded = replace(contract(), recordings=tmp_path)
    write_recordings(recorded)
    save(tmp_path / "left_over.json", {})
    assert {"has_a_case_for_each_recording"} == set(broken(recorded, left_out=LONG))


def test_every_promise_that_needs_no_recordings_is_broken_by_a_flaw() -> None:
    found = set().union(*FLAWS.values()) | {"signs_in"}
    without = {promise.name for promise in PROMISES} - {"asks_what_is_recorded"}
    assert found == without - {"has_a_case_for_each_recording"}
