"""The webhook that takes everything."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from benchmarks.accept.sink import Sink


async def test_a_request_is_noticed_with_its_first_byte_and_counted_with_its_last() -> None:
    sink = Sink()
    async with sink.listening() as url:
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
        sink.came = asyncio.get_running_loop().create_future()
        writer.write(b"POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n12")
        await sink.came
        assert 0 == sink.count
        writer.write(b"34")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        assert 1 == sink.count
        writer.close()
        await writer.wait_closed()
