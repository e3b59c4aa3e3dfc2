"""Parsing a template with python-liquid and translating its tree into ours.

This is the only module that imports the library. It costs 137 ms, so it is loaded when a mapping
is compiled and not before.
"""

from __future__ import annotations

from collections.abc import Sequence

from liquid import Environment, Mode
from liquid.ast import BlockNode, Node
from liquid.builtin import content, expressions, output
from liquid.builtin.expressions import logical, primitive
from liquid.builtin.tags import (
    case_tag,
    comment_tag,
    for_tag,
    if_tag,
    inline_comment_tag,
    unless_tag,
)
from liquid.exceptions import LiquidError
from liquid.expression import Expression
from liquid.token import Token

from mappings.problems import Problems, Refused
from mappings.template.tree import (
    Blank,
    Block,
    Both,
    Break,
    Compare,
    Comparison,
    Condition,
    Const,
    Either,
    FilterCall,
    For,
    If,
    Name,
    Not,
    Operand,
    Print,
    TreeNode,
    Truth,
    Words,
)

_environment = Environment(tolerance=Mode.STRICT)

_LITERALS = (
    primitive.StringLiteral,
    primitive.IntegerLiteral,
    primitive.FloatLiteral,
    primitive.TrueLiteral,
    primitive.FalseLiteral,
)
_COMPARISONS: dict[type[Expression], Comparison] = {
    logical.EqExpression: "==",
    logical.NeExpression: "!=",
    logical.LtExpression: "<",
    logical.GtExpression: ">",
    logical.LeExpression: "<=",
    logical.GeExpression: ">=",
    logical.ContainsExpression: "contains",
}


def parse(source: str, first_line: int, problems: Problems) -> Block | None:
    """The tree, or None with the reason in ``problems``; ``scan()`` has passed the source."""
    try:
        nodes = _environment.from_string(source).nodes
        return _Translation(source, first_line).block(nodes)
    except LiquidError as error:
        line = first_line + _lines_before(source, error.token)
        problems.add("M120", line, why=_reason(error))
    except _At as refused:
        problems.refused(refused.refused, refused.line)
    return None


class _At(Exception):
    def __init__(self, refused: Refused, line: int) -> None:
        self.refused = refused
        self.line = line
        super().__init__(line)


def _reason(error: LiquidError) -> str:
    reason = str(error.message or "it is not Liquid").replace("\n", " ")
    return reason[:200].rstrip(".")


def _lines_before(source: str, token: Token | None) -> int:
    return source.count("\n", 0, token.start_index) if token and token.start_index > 0 else 0


class _Translation:
    def __init__(self, source: str, first_line: int) -> None:
        self._source = source
        self._first_line = first_line

    def _line(self, token: Token) -> int:
        return self._first_line + _lines_before(self._source, token)

    def _refuse(self, token: Token, what: str, cure: str) -> _At:
        return _At(Refused("M126", what=what, cure=cure), self._line(token))

    def block(self, nodes: Sequence[Node], *, blank: bool = False) -> Block:
        """Liquid prints nothing for a block that holds only white space, nor do we."""
        found: list[TreeNode] = []
        for node in nodes:
            if isinstance(node, comment_tag.CommentNode | inline_comment_tag.InlineCommentNode):
                continue
            if isinstance(node, content.ContentNode):
                found.extend([] if blank else [Words(node.text)])
            else:
                found.append(self._node(node))
        return tuple(found)

    def _inner(self, block: BlockNode | None) -> Block:
        return self.block(block.nodes, blank=block.blank) if block else ()

    def _node(self, node: Node) -> TreeNode:
        if isinstance(node, output.OutputNode):
            return self._print(node)
        if isinstance(node, if_tag.IfNode):
            return self._if(node, self.condition(node.condition))
        if isinstance(node, unless_tag.UnlessNode):
            return self._if(node, Not(self.condition(node.condition)))
        if isinstance(node, case_tag.CaseNode):
            return self._case(node)
        if isinstance(node, for_tag.ForNode):
            return self._for(node)
        if isinstance(node, for_tag.BreakNode):
            return Break()
        raise self._refuse(node.token, f"{{% {node.token.value} %}}", "Remove it.")

    def _if(self, node: if_tag.IfNode | unless_tag.UnlessNode, first: Condition) -> If:
        rest = [
            (self.condition(branch.expression), self._inner(branch.block))
            for branch in node.alternatives
        ]
        return If(
            branches=((first, self._inner(node.consequence)), *rest),
            otherwise=self._inner(node.default),
        )

    def _case(self, node: case_tag.CaseNode) -> If:
        subject = self.operand(node.expression)
        branches: list[tuple[Condition, Block]] = []
        otherwise: Block = ()
        for block in node.blocks:
            if isinstance(block, BlockNode):
                otherwise = self._inner(block)
                continue
            values = [self.operand(value) for value in block.expression.children()]
            condition: Condition = Compare(subject, "==", values[0])
            for value in values[1:]:
                condition = Either(condition, Compare(subject, "==", value))
            branches.append((condition, self._inner(block.block)))
        return If(branches=tuple(branches), otherwise=otherwise)

    def _for(self, node: for_tag.ForNode) -> For:
        loop = node.expression
        if loop.offset is not None or loop.cols is not None:
            raise self._refuse(node.token, "offset", "Use limit or reversed.")
        over = self.operand(loop.iterable)
        if not isinstance(over, Name):
            raise self._refuse(node.token, "a loop over numbers or texts", "Loop over a list.")
        return For(
            variable=str(loop.identifier),
            over=over,
            limit=self._limit(node.token, loop.limit),
            backwards=loop.reversed,
            body=self._inner(node.block),
            otherwise=self._inner(node.default),
            line=self._line(node.token),
        )

    def _limit(self, token: Token, limit: Expression | None) -> int | None:
        if limit is None:
            return None
        if isinstance(limit, primitive.IntegerLiteral) and limit.value >= 0:
            return limit.value
        raise self._refuse(token, "a limit that is no number", "Write limit: 10, say.")

    def _print(self, node: output.OutputNode) -> Print:
        expression = node.expression
        if not isinstance(expression, expressions.FilteredExpression):
            raise self._refuse(node.token, "if inside {{ }}", "Use {% if %} around it.")
        filters = tuple(self._filter(call) for call in expression.filters or ())
        return Print(self.operand(expression.left), filters, self._line(node.token))

    def _filter(self, call: expressions.Filter) -> FilterCall:
        line = self._line(call.token)
        values: list[str | int | float | bool | None] = []
        for argument in call.args:
            value = self.operand(argument.value)
            if not isinstance(argument, expressions.PositionalArgument):
                raise self._refuse(call.token, "a named argument", "Give its value alone.")
            if not isinstance(value, Const):
                cure = "Write a text in quotes or a number."
                raise self._refuse(call.token, "a field as a filter's argument", cure)
            values.append(value.value)
        return FilterCall(call.name, tuple(values), line)

    def condition(self, expression: Expression) -> Condition:
        if isinstance(expression, logical.BooleanExpression):
            return self.condition(expression.expression)
        if isinstance(expression, logical.LogicalAndExpression):
            return Both(self.condition(expression.left), self.condition(expression.right))
        if isinstance(expression, logical.LogicalOrExpression):
            return Either(self.condition(expression.left), self.condition(expression.right))
        operator = _COMPARISONS.get(type(expression))
        if operator is None:
            return Truth(self.operand(expression))
        left, right = expression.children()
        return Compare(self.operand(left), operator, self.operand(right))

    def operand(self, expression: Expression) -> Operand:
        if isinstance(expression, primitive.Nil):
            return Const(None)
        if isinstance(expression, primitive.Blank | primitive.Empty):
            return Blank(empty=isinstance(expression, primitive.Empty))
        if isinstance(expression, expressions.Path):
            return self._name(expression)
        if isinstance(expression, _LITERALS):
            return Const(expression.value)
        raise self._refuse(expression.token, "ranges or brackets", "Name a field instead.")

    def _name(self, path: expressions.Path) -> Name:
        segments: list[str | int] = []
        for segment in path.path:
            if not isinstance(segment, str | int):
                raise self._refuse(path.token, "a field inside [ ]", "Write a number or a name.")
            segments.append(segment)
        return Name(tuple(segments), self._line(path.token))
