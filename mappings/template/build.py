"""Building a template: its tree becomes closures, every name resolved and every mistake said."""

from __future__ import annotations

from mappings.canonical import Fit
from mappings.nodes import Nodes, plain_text
from mappings.path import Cursor, demand_single
from mappings.problems import Problems, Refused
from mappings.template.compare import compile_test
from mappings.template.filters import (
    LIST_FILTERS,
    TEXT_FILTERS,
    Pieces,
    TextFilter,
    no_arguments,
    text_argument,
    text_filter,
    unknown_filter,
)
from mappings.template.ops import (
    Op,
    Printer,
    branches,
    in_steps,
    leave_loop,
    loop,
    nothing,
    sequence,
    value,
    words,
)
from mappings.template.printing import pieces_of
from mappings.template.tree import (
    Blank,
    Block,
    Const,
    FilterCall,
    For,
    If,
    Name,
    Print,
    TreeNode,
    Words,
)
from mappings.template.values import Names, Place, Reader, State, count, follow
from mappings.template.writer import Around, Piece


class Builder:
    """Collects the places a template prints, and how deep its loops go."""

    def __init__(self, fit: Fit, problems: Problems) -> None:
        self._fit = fit
        self._problems = problems
        self.printed: list[Cursor] = []
        self.depth = 0

    def block(self, block: Block, names: Names) -> Op:
        """One closure for a stretch of nodes; words go along with the value behind them."""
        return sequence([self._node(*stretch, names) for stretch in _stretches(block)])

    def _node(self, before: str, node: TreeNode, after: str, names: Names) -> Op:
        if isinstance(node, Words):
            return words(node.text)
        if isinstance(node, Print):
            return self._print(before, node, after, names)
        if isinstance(node, If):
            return self._if(node, names)
        if isinstance(node, For):
            return self._for(node, names)
        return leave_loop

    def _if(self, node: If, names: Names) -> Op:
        parts = [
            (compile_test(condition, names, self._problems), self.block(body, names))
            for condition, body in node.branches
        ]
        return branches(parts, self.block(node.otherwise, names))

    def _for(self, node: For, names: Names) -> Op:
        try:
            place = names.resolve(node.over)
            inside = names.inside(node.variable, names.paths.loop(place.absolute or place.cursor))
            items = names.paths.loop(place.cursor)
        except Refused as refused:
            self._problems.refused(refused, node.line)
            return nothing
        self.depth = max(self.depth, inside.depth)
        body = self.block(node.body, inside)
        otherwise = self.block(node.otherwise, names)
        return loop(node, _items_reader(place, items), inside.depth, body, otherwise)

    def _print(self, before: str, node: Print, after: str, names: Names) -> Op:
        try:
            if isinstance(node.operand, Name) and not node.filters:
                return self._print_value(before, names.resolve(node.operand), after, names)
            printer = self._printer(node, names)
        except Refused as refused:
            self._problems.refused(refused, node.line)
            return nothing

        def run(state: State) -> bool:
            if not state.writer.full:
                state.writer.pieces(printer(state))
            return False

        return run

    def _print_value(self, before: str, place: Place, after: str, names: Names) -> Op:
        """A value as it is, which is nearly all that notes print."""
        printer, _ = self._list_filters(place, (), names)
        if place.absolute is not None:
            self.printed.append(place.absolute)
        around = Around(before, after, not place.cursor.derived)
        otherwise = in_steps(around, place.read, _measured(printer, 1))
        return value(place, around, otherwise)

    def _printer(self, node: Print, names: Names) -> Printer:
        if isinstance(node.operand, Name):
            place = names.resolve(node.operand)
            printer, filters = self._list_filters(place, node.filters, names)
            if place.absolute is not None and not _only_counts(node.filters):
                self.printed.append(place.absolute)
        else:
            printer, filters = _constant(node.operand), node.filters
        printer = _measured(printer, 1 + len(filters))
        for call in filters:
            printer = _filtered(printer, self._text_filter(call))
        return printer

    def _list_filters(
        self, place: Place, filters: tuple[FilterCall, ...], names: Names
    ) -> tuple[Printer, tuple[FilterCall, ...]]:
        """What goes from a list to a text; the rest of the filters work on texts."""
        cursor = place.cursor
        is_list = cursor.spread or (cursor.shape.item is not None and not cursor.shape.text)
        takes_list = bool(filters) and filters[0].name in LIST_FILTERS
        if takes_list and (is_list or cursor.shape.json):
            return self._from_list(place, filters[0], names), filters[1:]
        if is_list:
            raise Refused("M127", path=cursor.path)
        if not cursor.shape.mapping:
            demand_single(cursor, names.paths.names(cursor.shape))
        return _printer_of(place.read, derived=cursor.derived), filters

    def _from_list(self, place: Place, call: FilterCall, names: Names) -> Printer:
        cursor = place.cursor
        if call.name == "size":
            no_arguments(call)
            return lambda state: (Piece(str(count(place.read(state), spread=cursor.spread))),)
        items = names.paths.each(cursor)
        read_items = _items_reader(place, items)
        demand_single(items, names.paths.names(items.shape))
        if call.name == "join":
            return _joined(read_items, text_argument(call, "one text in quotes"))
        no_arguments(call)
        return _printer_of(_end_of(read_items, call.name), derived=items.derived)

    def _text_filter(self, call: FilterCall) -> TextFilter:
        if call.name not in TEXT_FILTERS:
            raise unknown_filter(call)
        return text_filter(call, self._fit)


def _is_value(node: TreeNode) -> bool:
    return isinstance(node, Print) and isinstance(node.operand, Name) and not node.filters


def _stretches(block: Block) -> list[tuple[str, TreeNode, str]]:
    """The nodes of a block; a value takes the words on both sides of it along."""
    found: list[tuple[str, TreeNode, str]] = []
    for node in block:
        _, last, after = found[-1] if found else ("", None, "")
        if isinstance(node, Words) and last is not None and _is_value(last) and not after:
            found[-1] = (found[-1][0], last, node.text)
        elif _is_value(node) and isinstance(last, Words):
            found[-1] = (last.text, node, "")
        else:
            found.append(("", node, ""))
    return found


def _only_counts(filters: tuple[FilterCall, ...]) -> bool:
    return any(call.name == "size" for call in filters)


def _constant(operand: Const | Blank) -> Printer:
    value = operand.value if isinstance(operand, Const) else None
    pieces: Pieces = () if value is None else (Piece(plain_text(value)),)

    def printer(_: State) -> Pieces:
        return pieces

    return printer


def _items_reader(place: Place, items: Cursor) -> Reader:
    """Reads a list's items: the steps behind the list's own are the ones ``each`` added."""
    added, fetch = items.steps[len(place.cursor.steps) :], follow(place.chain)

    def reader(state: State) -> Nodes:
        if type(fetch(state)) is str:
            return ()
        nodes = place.read(state)
        for step in added:
            if len(nodes) == 1:
                nodes = step(nodes[0])
            else:
                nodes = tuple([found for node in nodes for found in step(node)])
        return nodes

    return reader


def _printer_of(reader: Reader, *, derived: bool) -> Printer:
    return lambda state: pieces_of(reader(state), derived=derived)


def _end_of(reader: Reader, name: str) -> Reader:
    return lambda state: reader(state)[:1] if name == "first" else reader(state)[-1:]


def _joined(reader: Reader, separator: str) -> Printer:
    between = Piece(separator)

    def printer(state: State) -> Pieces:
        found: list[Piece] = []
        nodes = reader(state)
        state.spend(20 * len(nodes))
        for node in nodes:
            pieces = pieces_of((node,), derived=False)
            if any(piece.text for piece in pieces):
                found += (between, *pieces) if found else pieces
        return tuple(found)

    return printer


def _measured(printer: Printer, times: int) -> Printer:
    """Printing and filtering cost by what is printed, however little of it stays."""

    def measured(state: State) -> Pieces:
        pieces = printer(state)
        state.spend(times * sum([11 + len(piece.text) // 16 for piece in pieces]))
        return pieces

    return measured


def _filtered(printer: Printer, change: TextFilter) -> Printer:
    return lambda state: change(printer(state))
