"""Ops: what the nodes of a template do when it is rendered, as closures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from mappings.nodes import UNSEEN, plain_text
from mappings.template.compare import Test
from mappings.template.filters import Pieces
from mappings.template.tree import For
from mappings.template.values import Loop, Place, Reader, State
from mappings.template.writer import Around, Piece
from mappings.translation import Print

# Runs one node; True says that the loop around it is left.
Op: TypeAlias = Callable[[State], bool]
Printer: TypeAlias = Callable[[State], Pieces]

_PLAIN = frozenset({str, bool, int, float})


def value(place: Place, around: Around, otherwise: Op) -> Op:
    """Print a value; notes are made of these.

    So a text that is there, and far from the limit, is written here and now; ``otherwise`` does
    it in the steps that this is short for.
    """
    reader, chain = place.read, place.chain
    slot, names, suffix = (chain.slot, chain.names, chain.suffix) if chain else (0, (), "")
    before, after, whole = around.before, around.after, around.whole
    lead, tail = len(before), len(after)

    def run(state: State) -> bool:
        if names:
            text, pointers = state.items[slot]
            for kind, name in names:
                if type(text) is not kind:
                    return otherwise(state)
                text = getattr(text, name)
        else:
            nodes = reader(state)
            text, pointers = nodes[0] if len(nodes) == 1 else (None, ())
        if type(text) is not str:
            return otherwise(state)
        writer, work = state.writer, state.work - 11 - len(text) // 16
        written = text if text.isalnum() else writer.escape(text)
        start = writer.length + lead
        end = start + len(written)
        if end + tail > writer.sure or work < 0 or "{" in written or not text.strip(UNSEEN):
            return otherwise(state)
        writer.parts.append(before + written + after)
        state.work, writer.length = work, end + tail
        for base in pointers:
            pointer = base + suffix
            writer.prints.append(Print(pointer=pointer, start=start, end=end, whole=whole))
        return False

    return run


def in_steps(around: Around, reader: Reader, printer: Printer) -> Op:
    """Print whatever is read, with the words around it."""
    before, after, whole = around.before, around.after, around.whole

    def run(state: State) -> bool:
        nodes, writer = reader(state), state.writer
        writer.words(before)
        if nodes and not writer.full:
            value, pointers = nodes[0]
            if len(nodes) == 1 and type(value) in _PLAIN:
                text = plain_text(value)
                state.spend(11 + len(text) // 16)
                writer.pieces((Piece(text, pointers, whole),))
            else:
                writer.pieces(printer(state))
        writer.words(after)
        return False

    return run


def words(text: str) -> Op:
    def run(state: State) -> bool:
        state.writer.words(text)
        return False

    return run


def sequence(ops: list[Op]) -> Op:
    if not ops:
        return nothing
    if len(ops) == 1:
        return ops[0]

    def run(state: State) -> bool:
        for op in ops:  # noqa: SIM110 - any() over a generator doubles what a step costs
            if op(state):
                return True
        return False

    return run


def branches(parts: list[tuple[Test, Op]], otherwise: Op) -> Op:
    if len(parts) == 1 and otherwise is nothing:
        holds, body = parts[0]
        return lambda state: holds(state) and body(state)

    def run(state: State) -> bool:
        for holds, body in parts:
            if holds(state):
                return body(state)
        return otherwise(state)

    return run


def loop(node: For, items: Reader, slot: int, body: Op, otherwise: Op) -> Op:
    def run(state: State) -> bool:
        nodes = items(state)[: node.limit]
        if not nodes:
            return otherwise(state)
        loop = state.loops[slot] = Loop(0, len(nodes))
        for index, item in enumerate(reversed(nodes) if node.backwards else nodes):
            state.items[slot] = item
            loop.index = index
            state.steps -= 1
            if state.steps < 0:
                state.writer.fill()
            if state.writer.full or body(state):
                break
        return False

    return run


def leave_loop(_: State) -> bool:
    return True


def nothing(_: State) -> bool:
    return False
