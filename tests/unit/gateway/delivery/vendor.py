"""A vendor as a few lines: keeps what it is sent, and answers, fails or stalls as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx

Answer = httpx.Response | Exception | None


class Vendor:
    """Keeps what it is sent. ``before`` may answer in its place, fail, or hold a request up."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.busy = 0
        self.busiest = 0
        self.before: Callable[[httpx.Request], Any] = lambda _: None

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append(f"{request.method} {path}")
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            answer = self.before(request)
            if asyncio.iscoroutine(answer):
                answer = await answer
        finally:
            self.busy -= 1
        return answer or self._carry_out(request.method, path, request.content)

    def _carry_out(self, method: str, path: str, body: bytes) -> httpx.Response:
        if method == "GET":
            found = self.kept.get(path)
            return httpx.Response(404) if found is None else httpx.Response(200, content=found)
        self.kept[path] = body
        return httpx.Response(201 if method == "POST" else 200)

    def says(self, *answers: Answer, to: str = "") -> None:
        """Answer the first requests that start with ``to`` with these; None carries one out."""
        script = list(answers)

        def before(request: httpx.Request) -> Answer:
            if script and f"{request.method} {request.url.path}".startswith(to):
                answer = script.pop(0)
                if isinstance(answer, Exception):
                    raise answer
                return answer
            return None

        self.before = before
