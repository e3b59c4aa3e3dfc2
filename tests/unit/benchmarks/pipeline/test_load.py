"""Sending handoffs to the receiver that counts them."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from benchmarks.pipeline.bodies import Bodies
from benchmarks.pipeline.load import Door, send
from benchmarks.pipeline.sink import Sink


@asynccontextmanager
async def _serving(sink: Sink) -> AsyncGenerator[str, None]:
    server = await asyncio.start_server(sink.serve, "127.0.0.1", 0, limit=1 << 20)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _answer(url: str, head: str, body: bytes) -> bytes:
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST {head}\r\nhost: x\r\n".encode() + body)
    answer = await reader.read(65536)
    writer.close()
    await writer.wait_closed()
    return answer


async def test_as_many_are_sent_as_are_wanted() -> None:
    sink = Sink()
    async with _serving(sink) as url:
        await send(Door(url=f"{url}/hook"), Bodies(), 9, connections=4)

    assert 9 == sink.posts


async def test_a_handoff_that_is_not_taken_stops_the_run() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(ExceptionGroup) as failed:
            await send(Door(url=url), Bodies(), 1)

    assert "not taken: HTTP/1.1 503 Busy" == str(failed.value.exceptions[0])


async def test_a_body_in_chunks_is_taken_whole() -> None:
    async with _serving(Sink()) as url:
        chunks = b"transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
        answer = await _answer(url, "/hook HTTP/1.1", chunks)

    assert answer.endswith(b'{"posts":1}')


async def test_the_echo_has_the_digest_that_the_guide_defines() -> None:
    document = {"id": "h1", "note": "é", "handoff": {"b": 1, "a": 0.5}}
    body = json.dumps(document).encode()
    async with _serving(Sink()) as url:
        request = b"content-length: %d\r\n\r\n%s" % (len(body), body)
        answer = await _answer(url, "/echo HTTP/1.1", request)

    digest = hashlib.sha256(b'{"a":0.5,"b":1}').hexdigest()
    assert f"sha256:{digest}".encode() in answer
