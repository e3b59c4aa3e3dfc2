"""Readback as it is run: ``readback serve`` with a store of its own, to a webhook or a vendor."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.pipeline.contender import Contender
from benchmarks.pipeline.load import Door
from benchmarks.pipeline.process import cores, first_line, started
from benchmarks.storm.gateway import READBACK, make_key
from benchmarks.storm.vendors import configuration, environment

WEBHOOK = "Readback to a webhook: durable, signed, journaled, verified"
PROOF = "Readback's Zendesk proof: all exchanges, capsule, read-back"
VENDOR = "zendesk"

_MAPPING = Path(__file__).with_name("mapping.toml")
_HEAD = '[gateway]\nlisten = "127.0.0.1:0"\nstore = "sqlite:///pipeline.db"\n'
_DESTINATION = """
[destinations.webhook]
adapter = "webhook"
base_url = "{url}/echo"
allow_private_addresses = true
concurrency = 32
mapping = "{mapping}"
auth = {{ scheme = "standard_webhooks", secret = {{ env = "STORM_WEBHOOK" }} }}
settings = {{ echo = "digests" }}
"""


@contextmanager
def to_a_webhook(sink: str, folder: Path) -> Generator[Contender, None, None]:
    """25 fields and the complete handoff in one signed post, proved by the receiver's digests."""
    text = _HEAD + _DESTINATION.format(url=sink, mapping=_MAPPING)
    with _gateway(text, folder) as (door, pid):
        ended = _Ended(folder / "pipeline.db")
        yield Contender(name=WEBHOOK, door=door, pid=pid, count=1000, has_ended=ended)


@contextmanager
def with_proof(folder: Path) -> Generator[Contender, None, None]:
    """The whole of what a vendor's adapter does, against its stand-in."""
    command = (READBACK, "stand-in", VENDOR, "--json")
    with started(command, cores()[1], folder=folder) as stand_in:
        url = json.loads(first_line(stand_in))["url"]
        text = configuration({VENDOR: url}, "sqlite:///pipeline.db", 30)
        with _gateway(text, folder) as (door, pid):
            ended = _Ended(folder / "pipeline.db")
            yield Contender(name=PROOF, door=door, pid=pid, count=200, has_ended=ended)


@contextmanager
def _gateway(text: str, folder: Path) -> Generator[tuple[Door, int], None, None]:
    config = folder / "readback.toml"
    config.write_text(text, "utf-8")
    key = make_key(config)
    command = (sys.executable, READBACK, "serve", "--config", config, "--json")
    with started(command, cores()[0], folder=folder, environment=environment()) as process:
        url = json.loads(first_line(process))["url"]
        headers = (("authorization", f"Bearer {key}"),)
        yield Door(url=f"{url}/v1/handoffs", headers=headers), process.pid


class _Ended:
    """Looks into the store, beside the gateway, so that asking costs it nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, in_all: int) -> bool:
        """Whether so many are verified. Raises ``RuntimeError`` where one ended otherwise."""
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as db:
            rows = db.execute("SELECT status, count(*) FROM deliveries GROUP BY status")
            counts = Counter(dict(rows.fetchall()))
        others = counts.keys() - {"verified", "pending", "delivering"}
        if others:
            raise RuntimeError(f"some deliveries are {', '.join(sorted(others))}")
        return counts["verified"] == in_all
