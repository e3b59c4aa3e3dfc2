"""What may happen to one request on its way, drawn from a seed so that a storm can come again."""

from __future__ import annotations

import random
from typing import Literal, TypeAlias

from msgspec import Struct

Mishap: TypeAlias = Literal[
    "none",
    "latency",
    "reset before",
    "reset after",
    "half answer",
    "429",
    "503 before",
    "502 after",
]
"""``before``: the vendor never sees the request · ``after``: it has carried the request out, and
its answer is lost, cut or replaced."""

_BAD: tuple[Mishap, ...] = (
    "latency",
    "reset before",
    "reset after",
    "half answer",
    "429",
    "503 before",
    "502 after",
)


class Weather(Struct, frozen=True):
    """``share`` of all requests meet a mishap while a storm lasts."""

    share: float


class Sky:
    """The weather now; the storm's master changes it, the proxies ask it."""

    def __init__(self, seed: int, weather: Weather) -> None:
        self._random = random.Random(seed)
        self.weather = weather
        self.happened: dict[Mishap, int] = {}

    def draw(self) -> Mishap:
        """What happens to the next request."""
        is_bad = self._random.random() < self.weather.share
        mishap: Mishap = self._random.choice(_BAD) if is_bad else "none"
        self.happened[mishap] = self.happened.get(mishap, 0) + 1
        return mishap

    def counts(self) -> dict[str, int]:
        """How often each mishap happened, and how often none."""
        return {str(name): count for name, count in self.happened.items()}

    def seconds(self) -> float:
        """How long a request is held up."""
        return self._random.uniform(0.0, 0.2)
