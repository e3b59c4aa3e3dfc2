"""Printing: values become pieces of text, each with the leaves it is."""

from __future__ import annotations

from collections.abc import Iterator

from mappings.canonical import Node
from mappings.nodes import Lines, Nodes, is_list, is_mapping, json_text, json_tokens, plain_text
from mappings.template.writer import Piece


def pieces_of(nodes: Nodes, *, derived: bool) -> tuple[Piece, ...]:
    """What printing the nodes prints, each leaf with its pointer; null prints nothing.

    A computed value tells of its leaves and does not print them.
    """
    found: list[Piece] = []
    for value, pointers in nodes:
        if isinstance(value, Lines):
            found.extend(_lines(value, derived=derived))
        elif is_list(value) or is_mapping(value):
            found.extend(_json((value, pointers)))
        elif value is not None:
            found.append(Piece(plain_text(value), pointers, not derived))
    return tuple(found)


def _lines(lines: Lines, *, derived: bool) -> Iterator[Piece]:
    for number, node in enumerate(lines.nodes):
        if number:
            yield Piece("\n")
        yield from pieces_of((node,), derived=derived)


def _json(node: Node) -> Iterator[Piece]:
    for token in json_tokens(node):
        if isinstance(token, str):
            yield Piece(token)
        else:
            yield Piece(json_text(token[0]), token[1])
