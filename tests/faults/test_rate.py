"""Gateways on one PostgreSQL keep to a destination's rate together."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import asyncpg

from contract_tests.serving import serve
from gateway.cli.stand_ins import load_stand_in
from tests.faults.gateway_process import gateway_processes

_PATIENCE = 60.0
_TURNS_TAKEN = "SELECT count(*) FROM rates WHERE free_at > clock_timestamp() + interval '110 min'"


def wait_until_two_have_asked(url: str) -> None:
    """The second turn of one an hour ends in two hours."""
    deadline = time.monotonic() + _PATIENCE
    while not asyncio.run(_count(url)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


async def _count(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval(_TURNS_TAKEN))
    finally:
        await connection.close()


def test_where_one_replica_has_used_the_turn_of_an_hour_the_other_waits(
    tmp_path: Path, postgres_url: str
) -> None:
    stand_in = load_stand_in("zendesk")
    vendor = stand_in.create()
    with (
        serve(vendor) as vendor_url,
        gateway_processes(
            2, tmp_path, vendor_url, stand_in.credentials[0], store=postgres_url, rate="1/h"
        ) as processes,
    ):
        for process in processes:
            process.start()
        for number in range(8):
            said = {"role": "customer", "content": "I was charged twice."}
            body = {"conversation": {"id": f"c-{number}", "messages": [said]}}
            accepted = processes[number % 2].call("POST", "/v1/handoffs", json=body)
            assert accepted.status_code == 202
        wait_until_two_have_asked(postgres_url)
        asked = [one.path for one in vendor.requests if "oauth" not in one.path]

    assert 1 == len(asked)
