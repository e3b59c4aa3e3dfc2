"""The documents that are handed over: all alike in size and contents, each of its own customer."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

from benchmarks.handoff import handoff
from gateway.schema.codec import encode_handoff


class Bodies:
    """An endless row of bodies of about 20 KB: no two have an id or a conversation in common."""

    def __init__(self) -> None:
        document = handoff()
        self._body = encode_handoff(document)
        self._id = str(document.id).encode()
        self._conversation = document.conversation.id.encode()
        self._run = os.urandom(3).hex()
        self._numbers = itertools.count()

    def __len__(self) -> int:
        return len(self._body)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        number = next(self._numbers)
        own = b"%s%012x" % (self._id[:-12], int(self._run, 16) << 24 | number)
        conversation = f"{self._run}-{number}".encode()
        return self._body.replace(self._id, own).replace(self._conversation, conversation)
