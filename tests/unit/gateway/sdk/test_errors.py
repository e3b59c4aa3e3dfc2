"""The tree of errors: drawn as it is, one stable code and one public sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from gateway.sdk import errors
from gateway.sdk.errors import (
    DeliveryError,
    Problem,
    ReadbackError,
    VendorRefused,
)


def _drawn() -> dict[str, str]:
    """Each class in the module's drawing, with the class it hangs from."""
    parents: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"    ((?:│   |    )*)(?:[├└]── )?([A-Z]\w+)(?:\s|$)", line)
        if match and (line.strip() == "ReadbackError" or "──" in line):
            depth = len(match.group(1)) // 4 + ("──" in line)
            del path[depth:]
            if path:
                parents[match.group(2)] = path[-1]
            path.append(match.group(2))
    return parents


def _subclasses(class_: type[ReadbackError]) -> Iterator[type[ReadbackError]]:
    for subclass in class_.__subclasses__():
        if subclass.__module__ == errors.__name__:
            yield subclass
            yield from _subclasses(subclass)


CLASSES = (ReadbackError, *_subclasses(ReadbackError))


def test_the_drawn_tree_is_the_real_one() -> None:
    real = {class_.__name__: class_.__bases__[0].__name__ for class_ in CLASSES[1:]}

    assert real == _drawn()


def test_the_drawing_tells_what_the_reader_of_each_error_does() -> None:
    lines = [line for line in (errors.__doc__ or "").splitlines() if "──" in line]

    assert [] == [line for line in lines if not re.search(r"── \w+ {2,}\w.{15,}", line)]


@pytest.mark.parametrize("class_", CLASSES, ids=lambda class_: class_.__name__)
def test_every_class_has_a_code_a_public_sentence_and_a_meaning(
    class_: type[ReadbackError],
) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", class_.code)
    assert re.fullmatch(r"[A-Z].*\.", class_.public)
    assert class_.__doc__


def test_no_two_classes_share_a_code_or_a_public_sentence() -> None:
    assert len(CLASSES) == len({class_.code for class_ in CLASSES})
    assert len(CLASSES) == len({class_.public for class_ in CLASSES})


def test_an_error_without_details_says_its_public_sentence() -> None:
    assert ReadbackError.public == str(ReadbackError())


def test_all_problems_travel_together() -> None:
    problems = [
        Problem(code="a", detail="A is missing.", pointer="/a"),
        Problem(code="b", detail="B is missing."),
    ]

    assert tuple(problems) == ReadbackError("two things", problems).problems


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (DeliveryError(step="create item", why="timed out"), "create item: timed out"),
        (DeliveryError(step="create item"), "create item"),
        (DeliveryError(), DeliveryError.public),
        (VendorRefused(step="create item", status=422), "create item: refused with 422"),
        (
            VendorRefused(step="create item", status=403, vendor_code="LIMIT"),
            "create item: refused with 403 LIMIT",
        ),
    ],
)
def test_a_delivery_error_names_its_step(error: DeliveryError, text: str) -> None:
    assert text == str(error)
