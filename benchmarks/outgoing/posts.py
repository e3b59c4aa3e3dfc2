"""Posts of 20 KB, one at a time and 50 at a time, over plain HTTP and TLS.

Contenders take turns, and of each the cheapest turn counts. What is measured is this process's
processor time: the vendor has a process of its own, and other work on the machine does not count.
"""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from unittest.mock import patch

import httpx
import trustme
from httpx_aiohttp import AiohttpTransport

from benchmarks.report import Goal, Table
from gateway.config.settings import DestinationSettings
from gateway.delivery import network
from gateway.delivery.transport import open_transport
from gateway.sdk.exchange import VendorRequest

Post = Callable[[], Awaitable[object]]

FLOOR = "httpx, its own pool"
OURS = "Readback's transport"
AT_ONCE = (1, 50)

# The published figure is a rate; the ratio here is of processor time, which is its inverse.
MOST_OF_HTTPX = 1 / 12
# One at a time an answer is waited for, which a batch of 50 does not show.
MOST_OF_ONE = 1.0

_BODY = b'{"text":"' + b"x" * 20_000 + b'"}'
_HEADERS = {"content-type": "application/json"}
_POSTS = 600
_TURNS = 4


def tables() -> tuple[Table, ...]:
    """One table for each scheme and number at once."""
    return tuple(
        Table(title=_title(scheme, many), floor=FLOOR, seconds=seconds)
        for scheme in ("http", "https")
        for many, seconds in asyncio.run(_measured(scheme)).items()
    )


def goals(of_posts: tuple[Table, ...]) -> tuple[Goal, ...]:
    """A twelfth of httpx's own at 50 at a time, and no dearer at 50 than at one."""
    by_title = {table.title: table for table in of_posts}
    one, many = (by_title[_title("http", at_once)] for at_once in AT_ONCE)
    flat = many.seconds[OURS] / one.seconds[OURS]
    return (
        Goal(
            what="a post, 50 at a time, of httpx's own", ratio=many.ratio(OURS), most=MOST_OF_HTTPX
        ),
        Goal(what="a post, 50 at a time, of one at a time", ratio=flat, most=MOST_OF_ONE),
    )


def _title(scheme: str, many: int) -> str:
    return f"A post of 20 KB over {scheme}, {many} at a time, processor time"


async def _measured(scheme: str) -> Mapping[int, Mapping[str, float]]:
    async with _vendor(scheme) as (url, trusted), AsyncExitStack() as stack:
        with patch.object(network, "tls", lambda: trusted):
            posts = {
                FLOOR: await stack.enter_async_context(_httpx(url, trusted)),
                "httpx over httpx-aiohttp": await stack.enter_async_context(_aiohttp(url, trusted)),
                OURS: await stack.enter_async_context(_ours(url)),
            }
            return {many: await _race(posts, many) for many in AT_ONCE}


async def _race(posts: Mapping[str, Post], many: int) -> Mapping[str, float]:
    best = dict.fromkeys(posts, float("inf"))
    for _ in range(_TURNS):
        for name, post in posts.items():
            best[name] = min(best[name], await _turn(post, many))
    return best


async def _turn(post: Post, many: int) -> float:
    async def one_after_another() -> None:
        for _ in range(_POSTS // many):
            await post()

    begin = time.process_time()
    await asyncio.gather(*(one_after_another() for _ in range(many)))
    return (time.process_time() - begin) / _POSTS


@asynccontextmanager
async def _httpx(url: str, trusted: ssl.SSLContext) -> AsyncIterator[Post]:
    async with httpx.AsyncClient(verify=trusted, trust_env=False) as client:
        yield lambda: client.post(url, content=_BODY, headers=_HEADERS)


@asynccontextmanager
async def _aiohttp(url: str, trusted: ssl.SSLContext) -> AsyncIterator[Post]:
    async with httpx.AsyncClient(transport=AiohttpTransport(verify=trusted)) as client:
        yield lambda: client.post(url, content=_BODY, headers=_HEADERS)


@asynccontextmanager
async def _ours(url: str) -> AsyncIterator[Post]:
    configured = DestinationSettings(
        adapter="x", base_url=url, concurrency=48, allow_private_addresses=True
    )
    transport = open_transport(configured, None)
    leaving = VendorRequest(
        step="send", method="POST", path="", headers=tuple(_HEADERS.items()), body=_BODY
    )
    yield lambda: transport.send(leaving)
    await transport.aclose()


@asynccontextmanager
async def _vendor(scheme: str) -> AsyncIterator[tuple[str, ssl.SSLContext]]:
    authority, trusted = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trusted)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "certificate.pem"
        file.write_bytes(authority.issue_cert("localhost").private_key_and_cert_chain_pem.bytes())
        command = [sys.executable, "-m", "benchmarks.outgoing.sink"]
        with subprocess.Popen(  # noqa: ASYNC220 - it lives as long as this
            command + ([str(file)] if scheme == "https" else []),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout
            port = int(process.stdout.readline())
            yield f"{scheme}://localhost:{port}/hook", trusted
            process.terminate()
