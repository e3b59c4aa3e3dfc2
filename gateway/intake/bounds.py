"""How complex a document may be, so that nothing behind the door runs out of stack or memory.

A decoder only stops where *its* stack ends; a document it just managed to read would then fail
deeper in the gateway. And all leaves are named by their JSON Pointers: a long member name over
many values would make pointers of a thousand times the body's size.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from gateway.intake.errors import BodyTooComplex
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Json

MAX_DEPTH = 200
"""Lists and objects within one another. Real handoffs have about ten levels."""

MAX_POINTERS = 64 * 1024 * 1024
"""Characters, all JSON Pointers of a document together."""

_HOLDS: frozenset[object] = frozenset((dict, list))
_STEPS = {ord("["): 1, ord("]"): -1}
_PASSES = 8
_STRUCTURE = b'[]{}"'
_ESCAPABLE = b"\\bfnrtu/"
_ALL = frozenset(range(256))
_NO_STRUCTURE = bytes(_ALL - set(_STRUCTURE))
_NO_STRUCTURE_NOR_ESCAPE = bytes(_ALL - set(_STRUCTURE + _ESCAPABLE))
_AS_LISTS = bytes.maketrans(b"{}", b"[]")


def check_bounds(utf8: bytes, read: Callable[[], Json]) -> None:
    """Refuse too complex a document; ``read`` gives it, where its text does not tell enough.

    Raises ``BodyTooComplex``.
    """
    if len(utf8) <= 2 * MAX_DEPTH:
        return
    if depth(utf8) > MAX_DEPTH:
        raise BodyTooComplex(f"The body is nested more than {MAX_DEPTH} levels deep.")
    # No more leaves than commas and one, no pointer longer than the body.
    if (utf8.count(b",") + 1) * len(utf8) <= MAX_POINTERS:
        return
    if _pointer_size(read()) > MAX_POINTERS:
        raise BodyTooComplex("The body has too many values at too long paths.")


def depth(utf8: bytes) -> int:
    """How deep lists and objects of a JSON text are nested, or an upper bound if that is little."""
    brackets = _brackets(utf8)
    levels = 0
    # Without the pairs that hold nothing a text is one level less deep, and most of it is gone.
    while levels < _PASSES and len(brackets) > 2 * (MAX_DEPTH - levels):
        brackets = brackets.replace(b"[]", b"")
        levels += 1
    if len(brackets) <= 2 * (MAX_DEPTH - levels):
        return levels + brackets.count(b"[")
    return levels + max(accumulate(map(_STEPS.__getitem__, brackets)), default=0)


def _brackets(utf8: bytes) -> bytes:
    """The brackets of a JSON text that are not within strings, all as those of lists."""
    if b"\\" in utf8:
        # What an escape escapes has to stay beside it until the quotes are told apart.
        escapes = utf8.translate(None, _NO_STRUCTURE_NOR_ESCAPE)
        utf8 = escapes.replace(b"\\\\", b"").replace(b'\\"', b"")
    structure = utf8.translate(_AS_LISTS, _NO_STRUCTURE).replace(b'""', b"")
    # What is left between two quotes are the brackets of one string.
    return b"".join(structure.split(b'"')[::2]) if b'"' in structure else structure


def _pointer_size(document: Json) -> int:
    """Of the pointers of all leaves; a container that holds nothing is one.

    Children are counted together, and taken out again where they hold something: there are
    thousands, and each by itself takes four times as long.
    """
    size = 0
    waiting: list[tuple[int, Json]] = [(1, document)]
    while waiting and size <= MAX_POINTERS:
        length, value = waiting.pop()
        if is_object(value):
            size += length * len(value) + len("".join(value))
            for name, child in value.items():
                if child.__class__ in _HOLDS and child:
                    size -= length + len(name)
                    waiting.append((length + len(name) + 1, child))
        elif is_list(value):
            length += len(str(len(value)))
            size += length * len(value)
            for child in value:
                if child.__class__ in _HOLDS and child:
                    size -= length
                    waiting.append((length + 1, child))
    return size
