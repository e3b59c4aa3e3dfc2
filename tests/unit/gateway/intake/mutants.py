"""Documents of a dialect as they go wrong in the wild, and what must hold for every one of them.

``mutants`` changes one to four places of a document: members are removed, retyped, reordered,
doubled, or get an unknown neighbour. ``assert_accounted`` is the promise of every dialect: each
native leaf is mapped, unmapped or noise, exactly one of them, and what is mapped is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, TypeAlias

from hypothesis import strategies as st

from contract_tests.strategies import json_values
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.repair import Reading
from gateway.intake.settling import settle
from gateway.schema.leaves import document_leaves, unescape
from gateway.sdk.errors import InvalidHandoff

Place: TypeAlias = tuple[Any, Any]
"""A container of the document, and the name or index of one member in it."""

_UNKNOWN_NAMES = ("zzz", "a/b~c", "", "type", "id", "content")
_MOST_CHANGES = 4


@st.composite
def mutants(draw: st.DrawFn, document: Any) -> Any:
    """The document with one to four places changed."""
    holder = [deepcopy(document)]
    for _ in range(draw(st.integers(1, _MOST_CHANGES))):
        places = list(_places(holder))
        container, key = places[draw(st.integers(0, len(places) - 1))]
        if container is holder:
            container[key] = draw(st.one_of(st.just(container[key]), json_values()))
        else:
            _change(draw, container, key)
    return holder[0]


def assert_accounted(dialect: Dialect, document: Any) -> None:
    """Everything that a dialect promises for any document at all.

    A document may be refused, but then it must not be one that the dialect recognises.
    """
    before = repr(document)
    try:
        normalized = dialect.normalize(document)
    except InvalidHandoff:
        assert not dialect.recognises(document), "what is recognised is not refused"
        return
    assert before == repr(document), "the native document is left alone"
    assert_every_leaf_is_named_once(document, normalized)
    assert_mapped_places_exist(normalized)
    settled = settle(dialect, Reading(document=document), raw_sha256="0" * 64, strict=False)
    assert () == settled.unnamed


def assert_every_leaf_is_named_once(document: Any, normalized: Normalized) -> None:
    """Native leaves = mapped + unmapped + noise, and no leaf in two of them."""
    left = [
        pointer + rest
        for pointer, value in normalized.unmapped.items()
        for rest in document_leaves(value)
    ]
    named = [*normalized.mapped, *left, *normalized.noise]
    leaves = document_leaves(document)
    assert [] == sorted(leaves.keys() - set(named)), "leaves that nobody named"
    assert [] == sorted(set(named) - leaves.keys()), "names of leaves that there are not"
    assert len(named) == len(leaves), "leaves named more than once"


def assert_mapped_places_exist(normalized: Normalized) -> None:
    """Each canonical pointer of ``mapped`` leads somewhere in the handoff."""
    missing = {
        place
        for places in normalized.mapped.values()
        for place in places
        if not _exists(normalized.handoff, place)
    }
    assert set() == missing
    assert all(normalized.mapped.values()), "a mapped leaf has a place"


def _exists(document: Any, pointer: str) -> bool:
    for token in pointer.split("/")[1:]:
        if isinstance(document, dict) and unescape(token) in document:
            document = document[unescape(token)]
        elif isinstance(document, list) and token.isdigit() and int(token) < len(document):
            document = document[int(token)]
        else:
            return False
    return True


def _places(container: Any) -> Iterator[Place]:
    members = container.items() if isinstance(container, dict) else enumerate(container)
    for key, value in list(members):
        yield container, key
        if isinstance(value, dict | list):
            yield from _places(value)


def _change(draw: st.DrawFn, container: Any, key: Any) -> None:
    change = draw(st.sampled_from(("remove", "retype", "reorder", "double", "unknown")))
    value = container[key]
    if change == "remove":
        del container[key]
    elif change == "retype":
        container[key] = draw(json_values())
    elif change == "reorder":
        _reorder(draw, value)
    elif change == "double" and isinstance(container, list):
        container.insert(key, deepcopy(value))
    elif isinstance(value, dict):
        value[draw(st.sampled_from(_UNKNOWN_NAMES))] = draw(json_values())
    elif isinstance(value, list):
        value.insert(draw(st.integers(0, len(value))), draw(json_values()))


def _reorder(draw: st.DrawFn, value: Any) -> None:
    if isinstance(value, list):
        value[:] = draw(st.permutations(value))
    elif isinstance(value, dict):
        members = draw(st.permutations(list(value.items())))
        value.clear()
        value.update(members)
