"""Gateways as processes that are killed and started again while a storm lasts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from benchmarks.storm.vendors import environment

READBACK = Path(sys.executable).parent / "readback"
_PATIENCE = 60.0


class Gateway:
    """``readback serve`` of one configuration; its address changes with every start."""

    def __init__(self, config: Path, key: str) -> None:
        self._config = config
        headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
        self._client = httpx.Client(headers=headers, timeout=30)
        self._process: subprocess.Popen[str] | None = None
        self._url = ""

    def start(self) -> None:
        """Start it and wait until it says where it listens."""
        self._process = subprocess.Popen(
            [READBACK, "serve", "--config", self._config, "--json"],
            env={**os.environ, **environment()},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the gateway did not start")
        self._url = json.loads(line)["url"]

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as an operator would."""
        self._end(signal.SIGTERM)
        self._client.close()

    def hand_over(self, body: bytes, key: str) -> str:
        """Send until it is acknowledged, as a bot does; the handoff's id."""
        headers = {"idempotency-key": key}
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                url = f"{self._url}/v1/handoffs"
                answer = self._client.post(url, content=body, headers=headers)
            except httpx.HTTPError:
                time.sleep(0.05)
                continue
            if answer.status_code == 202:
                return str(answer.json()["id"])
            time.sleep(0.05)
        raise RuntimeError("nobody acknowledged a handoff")

    def get(self, path: str, **query: Any) -> Any:
        """A document, asked for until the store gives it."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            answer = self._client.get(f"{self._url}{path}", params=query)
            if answer.status_code == 200:
                return answer.json()
            time.sleep(0.1)
        raise RuntimeError(f"no answer to {path}: {answer.status_code}")

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            process.wait(30)
            assert process.stdout is not None
            process.stdout.close()


def make_key(config: Path) -> str:
    """An API key that may do everything."""
    command = [
        READBACK,
        "keys",
        "create",
        "storm",
        "--scope",
        "admin",
        "--config",
        config,
        "--json",
    ]
    made = subprocess.run(command, check=True, capture_output=True)
    return str(json.loads(made.stdout)["key"])
