"""A receipt as bytes: kept as it was proved, so that later code cannot tell another story.

Rows repeat the same few places, so zlib shrinks them to about a tenth. Leaves that the copy alone
holds are kept as a count and one place: which ones they are stands in the package.
"""

from __future__ import annotations

import zlib

import msgspec
from msgspec import Struct

from gateway.delivery.proof import Receipt
from gateway.schema.leaves import document_leaves
from mappings.problems import MappingProblem

PACKED = 10
"""How many bytes of rows one byte of evidence stands for, about."""

_LEVEL = 1
_decoder = msgspec.json.Decoder(Receipt)


class _Skipped(Struct, frozen=True):
    stale: tuple[MappingProblem, ...] = ()


_skipped = msgspec.json.Decoder(_Skipped)


def pack_receipt(receipt: Receipt) -> bytes:
    """The receipt for the store."""
    return zlib.compress(msgspec.json.encode(receipt), _LEVEL)


def unpack_receipt(evidence: bytes) -> Receipt:
    """The receipt from the store; ``whole`` gives each leaf its row."""
    return _decoder.decode(zlib.decompress(evidence))


def package_pointers(package: bytes) -> tuple[str, ...]:
    """The leaves of a package, in the order of its rows."""
    return tuple(document_leaves(msgspec.json.decode(package)))


def unpack_stale(evidence: bytes) -> tuple[MappingProblem, ...]:
    """Of the receipt only the rules that were skipped; its rows are not built."""
    return _skipped.decode(zlib.decompress(evidence)).stale
