"""The demo's story: every example is handed over, in order, and waited for."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from gateway.cli import client
from gateway.cli.demo import story
from gateway.cli.demo.scene import Stage
from gateway.cli.examples import load_examples

STAGE = Stage(url="http://gateway.test", key="rb_k", stand_ins={})


@pytest.mark.parametrize("quiet", [True, False])
def test_every_example_is_sent_as_it_is_and_waited_for(
    quiet: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"id": f"h-{len(seen)}"})

    def opened(url: str, key: str) -> Any:
        return client.Client(url, key, transport=httpx.MockTransport(answer))

    monkeypatch.setattr(story, "Client", opened)
    told = story.hand_over_all(STAGE, quiet=quiet)

    assert [body for _, body in load_examples()] == [request.content for request in seen]
    assert all(request.headers["prefer"].startswith("wait=") for request in seen)
    assert [(name, {"id": f"h-{n}"}) for n, (name, _) in enumerate(load_examples(), 1)] == told
    assert ("", "") == capsys.readouterr()
