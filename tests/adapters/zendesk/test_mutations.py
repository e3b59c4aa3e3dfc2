"""Whatever line carries a part of the handoff: without it, a recording no longer fits.

Every dict member, keyword argument, element, filter, operand, condition and step of the modules
that carry is left out, one at a time; the recorded deliveries have to notice.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.adapters.zendesk.cases import CASES
from tests.adapters.zendesk.modules import loaded, tree
from tests.adapters.zendesk.mutants import mutants
from tests.adapters.zendesk.recording import Document, load, replay

CARRYING = ("translate", "adapter", "read_back", "existing", "wire")

# Mutants that the recordings cannot tell from the original, and why that loses nothing.
# By module, then mutant → reason. There are none.
SURVIVORS: dict[str, dict[str, str]] = {}


@pytest.mark.parametrize("name", CARRYING)
def test_no_carrying_line_can_be_left_out_unnoticed(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    recordings = {case: load(case) for case in CASES}
    tried = list(mutants(tree(name)))

    alive = [what for what, changed in tried if _survives(name, changed, recordings)]

    record_property("kill rate", f"{len(tried) - len(alive)}/{len(tried)}")
    print(f"{name}: {len(tried) - len(alive)} of {len(tried)} mutants killed")
    assert sorted(SURVIVORS.get(name, {})) == sorted(alive)


def test_the_unchanged_modules_fit_all_recordings() -> None:
    with loaded() as adapter:
        assert all(_fits(case, adapter, load(case)) for case in CASES)


def _survives(name: str, changed: object, recordings: dict[str, Document]) -> bool:
    try:
        with loaded({name: changed}) as adapter:
            return all(_fits(case, adapter, recorded) for case, recorded in recordings.items())
    except Exception:  # noqa: BLE001 - a mutant may break in any way, and broken is noticed
        return False


def _fits(case: str, adapter: object, recorded: Document) -> bool:
    return recorded == json.loads(json.dumps(replay(CASES[case], adapter, recorded)))
