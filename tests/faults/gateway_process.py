"""A gateway in a process of its own, which a test may kill and start again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

READBACK = Path(sys.executable).parent / "readback"


class GatewayProcess:
    """``readback serve`` on a free port, with the store in the configuration's folder."""

    def __init__(self, config: Path, key: str, secret: str) -> None:
        self._config, self._key = config, key
        self._secret = secret
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self, *, secret: str | None = None) -> None:
        """Start and wait until it says where it listens; ``secret`` replaces the right one."""
        self._process = subprocess.Popen(
            [READBACK, "serve", "--config", self._config, "--json"],
            env={**os.environ, "STAND_IN_SECRET": secret or self._secret},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the gateway did not start"
        self.url = json.loads(line)["url"]

    @property
    def pid(self) -> int | None:
        """Of the running process."""
        return self._process.pid if self._process else None

    def kill(self) -> None:
        """SIGKILL: nothing gets a chance to tidy up."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)

    def wait(self) -> None:
        """Wait until it is gone."""
        if self._process is not None:
            self._process.wait(20)
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def stop(self) -> None:
        """SIGTERM, as an operator would."""
        if self._process is not None:
            self._process.terminate()
        self.wait()

    def call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """One call with the key."""
        headers = {"authorization": f"Bearer {self._key}", **request.pop("headers", {})}
        return httpx.request(method, self.url + path, headers=headers, timeout=30, **request)

    def ended(self, handoff_id: str, seconds: float = 60) -> dict[str, Any]:
        """The handoff once all its deliveries have ended."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            document: dict[str, Any] = self.call("GET", f"/v1/handoffs/{handoff_id}").json()
            if document["status"] not in ("pending", "delivering"):
                return document
            time.sleep(0.1)
        raise AssertionError(f"still {document['status']}: {document}")


@contextmanager
def gateway_process(
    folder: Path, vendor_url: str, shown: Any, **options: Any
) -> Generator[GatewayProcess, None, None]:
    """A configured gateway that is not started yet; stopped afterwards."""
    with gateway_processes(1, folder, vendor_url, shown, **options) as (process,):
        yield process


@contextmanager
def gateway_processes(
    count: int,
    folder: Path,
    vendor_url: str,
    shown: Any,
    *,
    store: str = "sqlite:///faults.db",
    lease: int = 30,
    rate: str = "",
) -> Generator[list[GatewayProcess], None, None]:
    """Gateways of one configuration and one store."""
    secret = f'{shown.secret_member} = {{ env = "STAND_IN_SECRET" }}'
    members = ", ".join([*(f'{name} = "{value}"' for name, value in shown.members.items()), secret])
    config = folder / "readback.toml"
    config.write_text(
        f"""
[gateway]
listen = "127.0.0.1:0"
store = "{store}"
lease = {lease}

[destinations.support]
adapter = "zendesk"
base_url = "{vendor_url}"
allow_private_addresses = true
auth = {{ scheme = "{shown.scheme}", {members} }}
{f'rate = "{rate}"' if rate else ""}
"""
    )
    made = subprocess.run(
        [READBACK, "keys", "create", "t", "--scope", "admin", "--config", config, "--json"],
        check=True,
        capture_output=True,
    )
    key = json.loads(made.stdout)["key"]
    processes = [GatewayProcess(config, key, shown.secret) for _ in range(count)]
    try:
        yield processes
    finally:
        for process in processes:
            process.stop()
