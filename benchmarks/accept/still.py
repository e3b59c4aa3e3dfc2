"""What a gateway takes while nothing comes in, and what it keeps of what came in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import psutil

from benchmarks.accept.bodies import body
from benchmarks.accept.homes import PAUSED, Gateway, destination, gateway
from benchmarks.accept.sheets import Sheet
from benchmarks.accept.turns import under_load
from benchmarks.report import Goal

_DESTINATIONS = 50
_SETTLE, _WATCHED = 3.0, 15.0
_MOST_IDLE = 0.01
_FEW = 1_500
_MOST_GROWN = 1.1
_SPURT = 1.0


def idle(folder: Path, stores: Mapping[str, str]) -> tuple[Sheet, tuple[Goal, ...]]:
    """Processor time with many destinations and nothing to do."""
    found = {name: _idle(folder / f"idle-{name}", store) for name, store in stores.items()}
    sheet = Sheet(
        title=f"Idle, {_DESTINATIONS} destinations",
        columns=("CPU %",),
        rows=tuple((name, f"{share:.2%}".rstrip("%")) for name, share in found.items()),
        note=f"The gateway's process over {_WATCHED:.0f} s, as a share of one core.",
    )
    return sheet, tuple(
        Goal(what=f"idle CPU, {name}:", ratio=share, most=_MOST_IDLE)
        for name, share in found.items()
    )


def memory(folder: Path, stores: Mapping[str, str]) -> tuple[Sheet, tuple[Goal, ...]]:
    """Resident memory after many handoffs and after ten times as many."""
    found = {name: _sizes(folder / f"memory-{name}", store) for name, store in stores.items()}
    sheet = Sheet(
        title="Memory",
        columns=(f"{_FEW:,} handoffs", f"{10 * _FEW:,}", "ratio"),
        rows=tuple(
            (f"{name}, MB", f"{few / 1e6:.0f}", f"{many / 1e6:.0f}", f"{many / few:.2f}")
            for name, (few, many) in found.items()
        ),
        note=f"Resident, after so many of {len(body()):,} bytes; the destination is disabled.",
    )
    return sheet, tuple(
        Goal(what=f"memory after ten times as many, {name}:", ratio=many / few, most=_MOST_GROWN)
        for name, (few, many) in found.items()
    )


def _idle(folder: Path, store: str) -> float:
    desks = "".join(
        destination(f"desk-{number}", "http://127.0.0.1:9") for number in range(_DESTINATIONS)
    )
    with gateway(folder, store, desks) as served:
        time.sleep(_SETTLE)
        before = _cpu(served)
        time.sleep(_WATCHED)
        return (_cpu(served) - before) / _WATCHED


def _cpu(served: Gateway) -> float:
    times = psutil.Process(served.process).cpu_times()
    return float(times.user + times.system)


def _sizes(folder: Path, store: str) -> tuple[int, int]:
    with gateway(folder, store, PAUSED) as served:
        process = psutil.Process(served.process)
        sizes, sent = [], 0
        for wanted in (_FEW, 10 * _FEW):
            while sent < wanted:
                sent = under_load(served, body(), seconds=_SPURT, first=sent).last
            sizes.append(process.memory_info().rss)
    return sizes[0], sizes[1]
