"""UUIDv7 (RFC 9562) from a clock reading and random bytes that the caller brings along."""

from __future__ import annotations

RANDOM_BYTES = 10
_MILLISECONDS_MAX = (1 << 48) - 1


def uuid7(now_ms: int, randomness: bytes) -> str:
    """The UUID of this millisecond since 1970 and these ``RANDOM_BYTES`` random bytes.

    Six of the 80 random bits make room for version and variant. Raises ``ValueError`` for a time
    outside 48 bits or another number of bytes.
    """
    if not 0 <= now_ms <= _MILLISECONDS_MAX:
        raise ValueError("a UUIDv7 holds 48 bits of milliseconds")
    if len(randomness) != RANDOM_BYTES:
        raise ValueError(f"a UUIDv7 needs {RANDOM_BYTES} random bytes")
    bits = now_ms << 80 | int.from_bytes(randomness, "big")
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    digits = f"{bits:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
