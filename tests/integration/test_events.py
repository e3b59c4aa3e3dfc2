"""Over sockets: a stream of events with a bearer key, resumed by ``Last-Event-ID``."""

from __future__ import annotations

from pathlib import Path

import httpx

from gateway.cli.examples import load_examples
from tests.integration.stage import stage

EXAMPLE = dict(load_examples())["duplicate-charge"]


def lines(client: httpx.Client, path: str, count: int, **headers: str) -> list[tuple[str, str]]:
    """The first events of a stream, each with its id."""
    found: list[tuple[str, str]] = []
    identity = ""
    with client.stream("GET", path, headers=headers) as response:
        assert "text/event-stream" in response.headers["content-type"]
        for line in response.iter_lines():
            name, _, value = line.partition(": ")
            identity = value if name == "id" else identity
            if name == "event":
                found.append((value, identity))
            if name == "data" and len(found) == count:
                return found
    return found


def test_a_stream_of_events_is_resumed_where_it_broke(tmp_path: Path) -> None:
    with stage(tmp_path) as running:
        path = running.hand_over(EXAMPLE)["links"]["events"]
        first = lines(running.client, path, 2)
        rest = lines(running.client, path, 1, **{"last-event-id": first[-1][1]})

    assert ["handoff.accepted", "delivery.delivered", "delivery.verified"] == [
        event for event, _ in (*first, *rest)
    ]
