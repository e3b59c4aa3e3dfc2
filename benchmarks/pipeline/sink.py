"""The receiver: a process that takes every post whole, says 200, and counts.

``python -m benchmarks.pipeline.sink`` prints its URL. A GET is answered with how many posts came,
a post to ``/echo`` by the echo contract, with a digest of every member.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from contextlib import suppress
from typing import Any

import msgspec

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_canonical = msgspec.json.Encoder(order="sorted")


class Sink:
    """Counts posts over all connections."""

    def __init__(self) -> None:
        self.posts = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, request after request."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await _body(reader, head)
                self.posts += head.startswith(b"POST")
                echoes = head.startswith(b"POST /echo ")
                writer.write(_answer(_echo(body) if echoes else b'{"posts":%d}' % self.posts))
                await writer.drain()
        writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if _CHUNKED.search(head):
        return await _chunks(reader)
    declared = _LENGTH.search(head)
    return await reader.readexactly(int(declared[1])) if declared else b""


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).partition(b";")[0], 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return body


def _echo(body: bytes) -> bytes:
    members: dict[str, Any] = msgspec.json.decode(body)
    capsule = _digest(members.pop("handoff"))
    digests = {name: _digest(value) for name, value in members.items()}
    readback = {"ref": members["id"], "digests": digests, "capsule": capsule}
    return msgspec.json.encode({"readback": readback})


def _digest(value: Any) -> str:
    return f"sha256:{hashlib.sha256(_canonical.encode(value)).hexdigest()}"


def _answer(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )


async def main() -> None:
    """Serve on a free port until killed."""
    server = await asyncio.start_server(Sink().serve, "127.0.0.1", 0, limit=1 << 20)
    host, port = server.sockets[0].getsockname()
    print(f"http://{host}:{port}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
