"""The bots: so many connections, each of which sends the next handoff once it has its answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from msgspec import Struct

_STATUS = re.compile(rb"HTTP/1\.[01] (2[0-9][0-9]) ")
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)


class Door(Struct, frozen=True, kw_only=True):
    """Where to, and with which headers beside those of every JSON document."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()


async def send(door: Door, bodies: Iterable[bytes], count: int, *, connections: int = 32) -> None:
    """Send so many. Raises ``RuntimeError`` where one is not taken."""
    queue = islice(bodies, count)
    async with asyncio.TaskGroup() as bots:
        for _ in range(min(connections, count)):
            bots.create_task(_bot(door, queue))


async def _bot(door: Door, queue: Iterator[bytes]) -> None:
    where = urlsplit(door.url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=1 << 20)
    head = _head(door)
    try:
        for body in queue:
            writer.write(head % len(body) + body)
            await _answered(reader)
    finally:
        writer.close()


def _head(door: Door) -> bytes:
    where = urlsplit(door.url)
    lines = [
        f"POST {where.path or '/'} HTTP/1.1",
        f"host: {where.netloc}",
        "content-type: application/json",
        *(f"{name}: {value}" for name, value in door.headers),
    ]
    return "\r\n".join(lines).encode().replace(b"%", b"%%") + b"\r\ncontent-length: %d\r\n\r\n"


async def _answered(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    if not _STATUS.match(head):
        raise RuntimeError(f"not taken: {head.splitlines()[0].decode('latin-1')}")
    if _CHUNKED.search(head):
        while size := int((await reader.readline()).partition(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    elif declared := _LENGTH.search(head):
        await reader.readexactly(int(declared[1]))
