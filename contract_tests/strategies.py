"""Hypothesis strategies for whole canonical handoffs, built from the struct types themselves.

A member that the schema gains is generated without a change here. Sizes are bounded: of the
optional members of a struct only a few are present at a time, but every one is sometimes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias, cast

from hypothesis import strategies as st
from msgspec import inspect

from gateway.schema.conversation import Conversation, Message
from gateway.schema.handoff import Handoff

Strategy: TypeAlias = st.SearchStrategy[Any]

_MOST_MEMBERS = 4
_MOST_MEMBERS_ON_TOP = 8
_MOST_ITEMS = 2

#: What has broken somebody's handoff before, or could.
NASTY_TEXTS: tuple[str, ...] = (
    "",
    " ",
    "  two  spaces \n\n\n and newlines ",
    "\x00",
    "a\x00b",
    "\r\n",
    "\u2028\u2029",
    "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
    "e\u0301 ≠ é",
    "\u202eright to left\u202c",
    "שלום עולם مرحبا",
    "zero\u200bwidth\u200djoiner\ufeff",
    "{{ticket.id}} {{ nobody }} {% raw %}",
    "\\{{escaped}}",
    "<script>alert(1)</script>",
    "<b>not bold</b> &amp; &lt; &nbsp;",
    "</div></article><!--",
    "4111 1111 1111 1111",
    "=HYPERLINK(1)",
    "~0~1/pointer",
    '"quoted" \\ back\\slash',
    "null",
    "\ud7ff\ue000\uffff\U0010ffff",
)

_CHARACTERS = st.characters(codec="utf-8")


def texts(min_size: int = 0, max_size: int = 32) -> st.SearchStrategy[str]:
    """Text, often nasty; never with surrogates, which are not text."""
    nasty = [text for text in NASTY_TEXTS if min_size <= len(text) <= max_size]
    return st.one_of(
        st.sampled_from(nasty),
        st.text(_CHARACTERS, min_size=min_size, max_size=max_size),
    )


def json_values() -> Strategy:
    """Any JSON value; numbers stay within 64 bits and are finite."""
    scalars = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**64 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        texts(),
    )
    return st.recursive(scalars, _nested, max_leaves=5)


def handoffs() -> st.SearchStrategy[Handoff]:
    """Valid handoffs with every optional member absent, null, empty or present."""
    return cast("st.SearchStrategy[Handoff]", _of_struct(Handoff, _MOST_MEMBERS_ON_TOP))


def minimal_handoffs() -> st.SearchStrategy[Handoff]:
    """The least a bot must send: a conversation's id and its messages."""
    messages = st.builds(
        Message,
        role=_of_member(Message, "role"),
        content=_of_member(Message, "content"),
    )
    conversations = st.builds(
        Conversation,
        id=texts(min_size=1),
        messages=st.lists(messages, max_size=3).map(tuple),
    )
    return st.builds(Handoff, conversation=conversations)


def _nested(children: Strategy) -> Strategy:
    return st.one_of(
        st.lists(children, max_size=_MOST_ITEMS),
        st.dictionaries(texts(max_size=12), children, max_size=_MOST_ITEMS),
    )


@cache
def _of_struct(cls: type, most: int = _MOST_MEMBERS) -> Strategy:
    info = cast("inspect.StructType", inspect.type_info(cls))
    required = {member.name: _of(member.type) for member in info.fields if member.required}
    optional = {member.name: _of(member.type) for member in info.fields if not member.required}

    @st.composite
    def structs(draw: st.DrawFn) -> Any:
        names = draw(_some(optional, most))
        members = {name: draw(optional[name]) for name in names}
        return cls(**{name: draw(strategy) for name, strategy in required.items()}, **members)

    return structs()


def _some(members: dict[str, Strategy], most: int) -> st.SearchStrategy[list[str]]:
    if not members:
        return st.just([])
    return st.lists(st.sampled_from(sorted(members)), max_size=most, unique=True)


def _of_member(cls: type, name: str) -> Strategy:
    info = cast("inspect.StructType", inspect.type_info(cls))
    return next(_of(member.type) for member in info.fields if member.name == name)


def _of(type_: inspect.Type) -> Strategy:
    """A strategy for one type of the schema; a type nobody foresaw is a ``KeyError``."""
    return _STRATEGIES[type(type_)](type_)


def _of_metadata(type_: Any) -> Strategy:
    extra: dict[str, Any] = type_.extra or {}
    members: tuple[str, ...] = extra.get("members", ())
    anything = _of(type_.type)
    return st.sampled_from(members) | anything if members else anything


def _of_text(type_: Any) -> Strategy:
    if type_.pattern is not None:
        matching = st.from_regex(type_.pattern, fullmatch=True, alphabet=_CHARACTERS)
        longest = type_.max_length
        return matching if longest is None else matching.filter(lambda text: len(text) <= longest)
    return texts(min_size=type_.min_length or 0)


def _of_integer(type_: Any) -> Strategy:
    lowest = -(2**63) if type_.ge is None else type_.ge
    return st.integers(lowest, 2**63 - 1 if type_.le is None else type_.le)


def _of_float(type_: Any) -> Strategy:
    return st.floats(type_.ge, type_.le, allow_nan=False, allow_infinity=False)


def _of_items(type_: Any) -> Strategy:
    return st.lists(_of(type_.item_type), max_size=_MOST_ITEMS).map(tuple)


def _of_mapping(type_: Any) -> Strategy:
    return st.dictionaries(_of(type_.key_type), _of(type_.value_type), max_size=_MOST_ITEMS)


def _of_union(type_: Any) -> Strategy:
    return st.one_of(*(_of(member) for member in type_.types))


_STRATEGIES: dict[type, Callable[[Any], Strategy]] = {
    inspect.AnyType: lambda _: json_values(),
    inspect.NoneType: lambda _: st.none(),
    inspect.BoolType: lambda _: st.booleans(),
    inspect.StrType: _of_text,
    inspect.IntType: _of_integer,
    inspect.FloatType: _of_float,
    inspect.LiteralType: lambda type_: st.sampled_from(type_.values),
    inspect.VarTupleType: _of_items,
    inspect.DictType: _of_mapping,
    inspect.UnionType: _of_union,
    inspect.Metadata: _of_metadata,
    inspect.StructType: lambda type_: _of_struct(type_.cls),
}
