"""Whatever line carries a part of the handoff: without it, a delivery is another one.

Every line, dict member, argument, element, filter, operand, condition and step of the adapter is
left out, one at a time; a case has to notice.
"""

from __future__ import annotations

import pytest

from tests.adapters.mutation import Judge, Note, Plays, loaded, modules_of, survivors
from tests.adapters.salesforce.cases import CASES
from tests.adapters.salesforce.judging import judged
from tests.adapters.salesforce.playing import play

ADAPTER = "adapters.salesforce.adapter"
CARRYING = (
    *("translate", "batches", "adapter", "existing", "routing"),
    *("read_back", "case_record", "replies", "verdict"),
)
# They declare, and carry nothing; what the last three say is pinned by their own tests.
OTHERS = ("wire", "limits", "manifest", "objects", "settings", "describe", "probe", "setup")

# Mutants that no case can tell from the original, and why that loses nothing.
# By module, then mutant → reason.
_SAID = "the other operand says it already; this one says it to the type checker"
SURVIVORS: dict[str, dict[str, str]] = {
    "batches": {
        "drop operand consignment.capsule in `consignment.capsule and names == ['capsule']`": _SAID
    },
    "adapter": {
        "drop operand settings.routing in `settings.routing and resolved`": _SAID,
        "drop operand resolved in `settings.routing and resolved`": _SAID,
    },
    "existing": {
        "drop operand consignment.capsule in `consignment.capsule and 'capsule' in names`": _SAID
    },
    "translate": {
        "drop operand consignment.note in `consignment.note and parts`": _SAID,
        "drop argument usedforsecurity in `hashlib.md5(sent.data, usedforsecurity=False)`": (
            "only where a machine forbids MD5 does it make a difference"
        ),
        "turn round in `False`": "the same",
    },
    "read_back": {
        "drop operand consignment.note is None in `consignment.note is None or not parts`": _SAID,
        (
            "drop operand consignment.capsule is None"
            " in `consignment.capsule is None or file.data is None`"
        ): _SAID,
        "drop operand consignment.capsule is None in `consignment.capsule is None or not ref`": (
            _SAID
        ),
        "drop argument strict in `zip(parts, (first, *further), strict=True)`": (
            "the two are equally long; it says so to the reader"
        ),
        "turn round in `True`": "the same",
    },
}


def _cases() -> dict[str, Plays]:
    return {"verdicts": judged, **{case: _played(case) for case in CASES}}


def _played(case: str) -> Plays:
    return lambda module: play(module, CASES[case])


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(ADAPTER, _cases())


@pytest.mark.parametrize("name", CARRYING)
def test_no_carrying_line_can_be_left_out_unnoticed(
    name: str, judge: Judge, record_property: Note
) -> None:
    alive = survivors(f"adapters.salesforce.{name}", judge, record_property)

    assert sorted(SURVIVORS.get(name, {})) == sorted(alive)


def test_the_adapter_imported_anew_plays_all_cases_alike(judge: Judge) -> None:
    with loaded(ADAPTER) as module:
        assert not judge.notices(module)


def test_every_module_either_carries_or_says_that_it_does_not() -> None:
    assert modules_of("adapters.salesforce") == {*CARRYING, *OTHERS}
