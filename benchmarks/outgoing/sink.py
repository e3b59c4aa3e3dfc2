"""`python -m benchmarks.outgoing.sink [CERTIFICATE]`: a vendor that says yes to everything at once.

Prints its port and ends with its input. With a certificate (and its key in one file) it speaks TLS.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import sys

_YES = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Sink(asyncio.Protocol):
    """Counts bytes; nothing that it could spend the contenders' processor on."""

    def __init__(self) -> None:
        self._got = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (end := self._end()) and len(self._got) >= end:
            del self._got[:end]
            self._transport.write(_YES)  # type: ignore[attr-defined]

    def _end(self) -> int:
        head = self._got.find(b"\r\n\r\n")
        if head < 0:
            return 0
        said = _LENGTH.search(self._got, 0, head + 2)
        return head + 4 + (int(said[1]) if said else 0)


async def _serve(certificate: str | None) -> None:
    loop = asyncio.get_running_loop()
    tls = None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    server = await loop.create_server(Sink, "127.0.0.1", 0, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1] if sys.argv[1:] else None))
