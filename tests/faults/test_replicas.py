"""Gateways that share one PostgreSQL: one dies, or the database does, and nothing is lost or twice.

Each conversation's work items are made in the order in which its handoffs were accepted.
"""

from __future__ import annotations

import itertools
import json
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from contract_tests.serving import serve
from gateway.cli.examples import load_examples
from gateway.cli.stand_ins import load_stand_in
from tests.faults.gateway_process import GatewayProcess, gateway_processes
from tests.postgres_server import Server

EXAMPLE = json.loads(dict(load_examples())["duplicate-charge"])
CONVERSATIONS, EACH = 6, 3
_PATIENCE = 90.0


class Watched:
    """A vendor that counts requests, and may kill the process that makes the nth one."""

    def __init__(self, vendor: Any) -> None:
        self._vendor = vendor
        self.victims: Sequence[GatewayProcess] = ()
        self.at = 0
        self.killed: list[GatewayProcess] = []
        self.seen = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.seen += 1
            if self.seen == self.at:
                self._kill(scope["client"][1])
        await self._vendor(scope, receive, send)

    def _kill(self, port: int) -> None:
        for process in self.victims:
            connections = psutil.Process(process.pid).net_connections("tcp")
            if any(one.laddr.port == port for one in connections):
                process.kill()
                self.killed.append(process)

    def wait_for(self, requests: int) -> None:
        deadline = time.monotonic() + _PATIENCE
        while self.seen < requests:
            assert time.monotonic() < deadline
            time.sleep(0.01)


class Office:
    """The vendor, and the gateways that deliver to it."""

    def __init__(self, account: Any, watched: Watched, processes: list[GatewayProcess]) -> None:
        self.account = account
        self.watched = watched
        self.processes = processes

    def hand_over(self, conversation: int) -> list[str]:
        """Accept a conversation's handoffs in turn, wherever somebody answers; their ids."""
        return [self._accept(conversation, number) for number in range(EACH)]

    def _accept(self, conversation: int, number: int) -> str:
        key = f"{conversation}-{number}"
        body = {**EXAMPLE, "conversation": {**EXAMPLE["conversation"], "id": f"c-{conversation}"}}
        body.pop("id", None)
        deadline = time.monotonic() + _PATIENCE
        for process in itertools.cycle(self.processes):
            assert time.monotonic() < deadline
            try:
                answer = process.call(
                    "POST", "/v1/handoffs", json=body, headers={"idempotency-key": key}
                )
            except httpx.TransportError:
                continue
            if answer.status_code == 202:
                return str(answer.json()["id"])
            assert answer.status_code == 503
            time.sleep(0.2)
        raise AssertionError

    def hand_all_over(self) -> list[list[str]]:
        with ThreadPoolExecutor(CONVERSATIONS) as threads:
            return list(threads.map(self.hand_over, range(CONVERSATIONS)))

    def demand_one_work_item_each(self, accepted: list[list[str]], witness: GatewayProcess) -> None:
        refs: list[int] = []
        for handoffs in accepted:
            ended = [witness.ended(handoff, _PATIENCE) for handoff in handoffs]
            assert {"verified"} == {one["status"] for one in ended}
            made = [int(one["deliveries"][0]["work_item"]["ref"]) for one in ended]
            assert sorted(made) == made
            refs += made
        assert sorted(refs) == sorted(self.account.tickets)


@contextmanager
def office(count: int, folder: Path, store_url: str) -> Iterator[Office]:
    stand_in = load_stand_in("zendesk")
    vendor = stand_in.create()
    watched = Watched(vendor)
    with (
        serve(watched) as vendor_url,
        gateway_processes(
            count, folder, vendor_url, stand_in.credentials[0], store=store_url, lease=2
        ) as processes,
    ):
        with ThreadPoolExecutor(count) as threads:
            # Together: one of them migrates, the others wait for it.
            list(threads.map(GatewayProcess.start, processes))
        yield Office(vendor.account, watched, processes)


@pytest.mark.parametrize("count", [2, 4])
def test_one_is_killed_in_the_middle_of_a_delivery_and_another_goes_on(
    count: int, tmp_path: Path, postgres_url: str
) -> None:
    with office(count, tmp_path, postgres_url) as opened:
        opened.watched.victims, opened.watched.at = opened.processes, 30
        accepted = opened.hand_all_over()
        opened.watched.wait_for(31)
        (killed,) = opened.watched.killed
        survivors = [one for one in opened.processes if one is not killed]
        opened.demand_one_work_item_each(accepted, survivors[0])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_the_database_is_restarted_in_the_middle_of_the_work(
    how: signal.Signals, tmp_path: Path, postgres_url: str, postgres_server: Server
) -> None:
    with office(2, tmp_path, postgres_url) as opened:

        def restart() -> None:
            opened.watched.wait_for(30)
            postgres_server.restart(how)

        restarting = threading.Thread(target=restart)
        restarting.start()
        accepted = opened.hand_all_over()
        restarting.join()
        opened.demand_one_work_item_each(accepted, opened.processes[0])
