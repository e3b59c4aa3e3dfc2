"""A receipt as bytes: kept as it was proved, so that later code cannot tell another story.

Rows repeat the same few places, so zlib shrinks them to about a tenth.
"""

from __future__ import annotations

import zlib

import msgspec

from gateway.delivery.proof import Receipt

_LEVEL = 1
_decoder = msgspec.json.Decoder(Receipt)


def pack_receipt(receipt: Receipt) -> bytes:
    """The receipt for the store."""
    return zlib.compress(msgspec.json.encode(receipt), _LEVEL)


def unpack_receipt(evidence: bytes) -> Receipt:
    """The receipt from the store."""
    return _decoder.decode(zlib.decompress(evidence))
