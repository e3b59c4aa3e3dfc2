"""Does a configuration have the shape of ``Settings``? Every key that does not, at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, cast, get_args

import msgspec

from gateway.config.faults import Fault, KeyPath
from gateway.config.settings import AuthSettings, SecretSource, Settings
from gateway.schema.check import Checked, Flaw, check, did_you_mean
from gateway.schema.leaves import unescape

_SECRET_MEMBERS = frozenset(
    field.encode_name
    for scheme in get_args(AuthSettings)
    for field in msgspec.structs.fields(scheme)
    if field.type in (SecretSource, tuple[SecretSource, ...])
)


def checked_shape(document: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The document without unknown keys, and what is wrong with it."""
    found = check(document, Settings)
    faults = [
        *_dates(document, ()),
        *(_unknown(found, pointer) for pointer in found.unknown),
        *(_flawed(flaw) for flaw in found.problems),
    ]
    return cast("dict[str, Any]", found.value), faults


def _path(pointer: str) -> KeyPath:
    return tuple(unescape(part) for part in pointer.split("/")[1:])


def _unknown(found: Checked, pointer: str) -> Fault:
    meant = did_you_mean(found, pointer)
    known = ", ".join(sorted(found.siblings.get(pointer, ())))
    hint = f"did you mean {meant}?" if meant else f"the keys known here are {known}."
    return Fault(
        code="config.unknown_key", path=_path(pointer), cure=f"There is no such key; {hint}"
    )


def _flawed(flaw: Flaw) -> Fault:
    path = _path(flaw.pointer)
    if _is_secret(path):
        return Fault(
            code="config.secret_in_file",
            path=path,
            cure='A secret must not stand in this file: write { env = "NAME" } for an environment '
            'variable or { file = "PATH" } for a file that holds it.',
        )
    if flaw.detail == "is required":
        return Fault(code="config.missing", path=path, cure="This key is required.")
    if flaw.detail.startswith("its name"):
        cure = "The name must begin with a-z and hold only a-z, 0-9, - and _, at most 63 in all."
        return Fault(code="config.invalid_name", path=path, cure=cure)
    detail = flaw.detail.replace("an object", "a table")
    return Fault(code="config.invalid_value", path=path, cure=f"The value {detail}.")


def _is_secret(path: KeyPath) -> bool:
    return (
        len(path) in (4, 5)  # the fifth is a place in a list of secrets
        and (path[0], path[2]) == ("destinations", "auth")
        and path[3] in _SECRET_MEMBERS
    )


def _dates(value: Any, path: KeyPath) -> Iterator[Fault]:
    """TOML has dates, JSON has none: where any value may stand, a date would never match."""
    if isinstance(value, datetime.date | datetime.time):
        cure = "Write dates and times in quotes."
        yield Fault(code="config.invalid_value", path=path, cure=cure)
    elif isinstance(value, dict):
        for name, child in cast("dict[str, Any]", value).items():
            yield from _dates(child, (*path, name))
    elif isinstance(value, list):
        for index, child in enumerate(cast("Sequence[Any]", value)):
            yield from _dates(child, (*path, str(index)))
