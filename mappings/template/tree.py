"""The tree of a template, free of the library that parsed it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Comparison: TypeAlias = Literal["==", "!=", "<", ">", "<=", ">=", "contains"]


class Const(Struct, frozen=True):
    """A literal; None is Liquid's ``nil``."""

    value: str | int | float | bool | None


class Blank(Struct, frozen=True):
    """Liquid's ``blank``; ``empty`` says that white space does not count as blank."""

    empty: bool = False


class Name(Struct, frozen=True):
    """A path as the template writes it."""

    segments: tuple[str | int, ...]
    line: int


Operand: TypeAlias = Const | Blank | Name


class Truth(Struct, frozen=True):
    operand: Operand


class Compare(Struct, frozen=True):
    left: Operand
    operator: Comparison
    right: Operand


class Not(Struct, frozen=True):
    inner: Condition


class Both(Struct, frozen=True):
    left: Condition
    right: Condition


class Either(Struct, frozen=True):
    left: Condition
    right: Condition


Condition: TypeAlias = Truth | Compare | Not | Both | Either


class FilterCall(Struct, frozen=True):
    name: str
    arguments: tuple[str | int | float | bool | None, ...]
    line: int


class Words(Struct, frozen=True):
    """Text of the admin's own, printed as it is."""

    text: str


class Print(Struct, frozen=True):
    operand: Operand
    filters: tuple[FilterCall, ...]
    line: int


class If(Struct, frozen=True):
    """The first branch that holds; ``otherwise`` where none does."""

    branches: tuple[tuple[Condition, Block], ...]
    otherwise: Block


class For(Struct, frozen=True):
    variable: str
    over: Name
    limit: int | None
    backwards: bool
    body: Block
    otherwise: Block
    line: int


class Break(Struct, frozen=True):
    pass


TreeNode: TypeAlias = Words | Print | If | For | Break
Block: TypeAlias = tuple[TreeNode, ...]
