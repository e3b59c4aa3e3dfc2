"""A disk that is really full: the door sends handoffs back, and nothing accepted is lost."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from contract_tests.serving import serve
from gateway.cli.stand_ins import load_stand_in
from tests.faults.gateway_process import GatewayProcess, gateway_process

_SIZE = 64 * 1024 * 1024
_PATIENCE = 90.0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, small enough to be full soon."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return ballast


def handoff(number: int) -> bytes:
    said = f"I was charged twice. {'Really. ' * 500}"
    messages = [{"role": "customer", "content": said}]
    return json.dumps({"conversation": {"id": f"c-{number}", "messages": messages}}).encode()


def hand_over(process: GatewayProcess, number: int) -> httpx.Response:
    headers = {"idempotency-key": f"key-{number}"}
    return process.call("POST", "/v1/handoffs", content=handoff(number), headers=headers)


def refused(process: GatewayProcess, first: int) -> tuple[list[int], httpx.Response]:
    """Hand over until one is sent back; the numbers of those that were accepted."""
    deadline = time.monotonic() + _PATIENCE
    accepted: list[int] = []
    while time.monotonic() < deadline:
        number = first + len(accepted)
        answer = hand_over(process, number)
        if answer.status_code != 202:
            return accepted, answer
        accepted.append(number)
    raise AssertionError("the disk never got full")


def accepted_at_last(process: GatewayProcess, number: int) -> str:
    deadline = time.monotonic() + _PATIENCE
    while (answer := hand_over(process, number)).status_code != 202:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return str(answer.json()["id"])


def test_a_full_disk_sends_handoffs_back_and_loses_and_doubles_nothing(
    disk: Path, tmp_path: Path
) -> None:
    stand_in = load_stand_in("zendesk")
    vendor = stand_in.create()
    with (
        serve(vendor) as vendor_url,
        gateway_process(
            tmp_path,
            vendor_url,
            stand_in.credentials[0],
            store=f"sqlite:///{disk / 'faults.db'}",
            lease=2,
        ) as process,
    ):
        process.start()
        with ThreadPoolExecutor(8) as bots:
            before = [
                answer.status_code for answer in bots.map(hand_over, [process] * 20, range(20))
            ]
        ballast = fill(disk)
        accepted, answer = refused(process, len(before))
        ready = process.call("GET", "/health/ready").status_code
        live = process.call("GET", "/health/live").status_code
        ballast.unlink()
        numbers = range(len(before) + len(accepted) + 1)
        ids = [accepted_at_last(process, number) for number in numbers]
        ready_again = process.call("GET", "/health/ready").status_code
        statuses = {process.ended(handoff_id, _PATIENCE)["status"] for handoff_id in ids}

    assert {202} == set(before)
    assert (503, "store.unavailable") == (answer.status_code, answer.json()["code"])
    assert "retry-after" in answer.headers
    assert (503, 200, 200) == (ready, live, ready_again)
    assert {"verified"} == statuses
    assert len(ids) == len(vendor.account.tickets)
