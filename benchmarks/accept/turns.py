"""Gateways under load in turns: a slow moment of the machine hits all of them alike."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from benchmarks.accept.bodies import request
from benchmarks.accept.homes import Gateway, stay_away
from benchmarks.accept.load import Seen, Task

CONNECTIONS = 32


class Result(Struct, frozen=True):
    """What a gateway did in each of its turns."""

    turns: Sequence[Seen]

    @property
    def rate(self) -> float:
        """Accepted a second, in the middle of the turns."""
        return statistics.median(seen.rate for seen in self.turns)

    @property
    def cpu(self) -> float:
        """Seconds of the process's processor for one, in the turn with the least."""
        return min(seen.cpu / seen.accepted for seen in self.turns)

    def wait(self, share: float) -> float:
        """Within how many seconds so many were answered, in the middle of the turns."""
        return statistics.median(seen.wait(share) for seen in self.turns)

    def share_of(self, other: Result) -> float:
        """Of another's throughput, turn by turn; the one in the middle."""
        both = zip(self.turns, other.turns, strict=True)
        return statistics.median(mine.rate / theirs.rate for mine, theirs in both)


def in_turns(
    gateways: Mapping[str, Gateway], sent: bytes, *, turns: int, seconds: float
) -> dict[str, Result]:
    """Each gateway sent so much for so many turns of so many seconds."""
    seen: dict[str, list[Seen]] = {name: [] for name in gateways}
    for _ in range(turns):
        for name, gateway in gateways.items():
            first = seen[name][-1].last if seen[name] else 0
            seen[name].append(under_load(gateway, sent, seconds=seconds, first=first))
    return {name: Result(found) for name, found in seen.items()}


def under_load(gateway: Gateway, sent: bytes, *, seconds: float, first: int = 0) -> Seen:
    """A load generator of its own for so long. Raises ``RuntimeError`` where one is refused."""
    task = Task(
        port=gateway.port,
        process=gateway.process,
        template=request(sent, gateway.key),
        connections=CONNECTIONS,
        seconds=seconds,
        first=first,
    )
    command = [sys.executable, "-m", "benchmarks.accept.load"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        stay_away(process.pid)
        out, _ = process.communicate(msgspec.json.encode(task))
    if process.returncode:
        raise RuntimeError("the load generator gave up; why stands above")
    return msgspec.json.decode(out, type=Seen)
