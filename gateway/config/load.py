"""Reads ``readback.toml`` and answers with settings, or with everything that is wrong in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from gateway.config.faults import Fault, refusal
from gateway.config.lines import Lines
from gateway.config.rules import destination_faults, gateway_faults, route_faults
from gateway.config.settings import DestinationSettings, GatewaySettings, Route, Settings
from gateway.config.shape import checked_shape
from gateway.sdk.errors import ConfigurationError, Problem

T = TypeVar("T")


def load_settings(path: Path) -> Settings:
    """The settings in a file. Reads neither secrets nor anything else that it names.

    Raises ``ConfigurationError`` with one problem for each thing that is wrong: ``pointer`` is
    the TOML key, like ``destinations.support.rate``; ``detail`` ends with file and line.
    """
    text = _read(path)
    document, faults = checked_shape(_parse(path, text))
    faults += _rule_faults(document)
    if faults:
        raise refusal(path, Lines(text), faults)
    return msgspec.convert(document, Settings)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError(
            f"There is no configuration file {path}: write one, or name another with --config."
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f"The configuration file {path} cannot be read ({error.strerror})."
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"The configuration file {path} is not UTF-8 text: save it as UTF-8."
        ) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The parser's words name a place and a character or a key, never a value.
        raise _not_toml(path, f"{error}: is a quote, a bracket or a value missing there?") from None
    except (ValueError, RecursionError):
        raise _not_toml(path, "A number is too long, or brackets are nested too deeply.") from None


def _not_toml(path: Path, why: str) -> ConfigurationError:
    problem = Problem(code="config.syntax", detail=f"{why} ({path.name})")
    return ConfigurationError(f"The configuration {path} is not valid TOML.", [problem])


def _rule_faults(document: dict[str, Any]) -> Iterator[Fault]:
    """The rules' faults, in every part whose shape is right even if another part's is not."""
    if gateway := _as(document.get("gateway", {}), GatewaySettings):
        yield from gateway_faults(gateway)
    destinations = _as(document.get("destinations", {}), dict[str, Any]) or {}
    for name, table in destinations.items():
        if destination := _as(table, DestinationSettings):
            yield from destination_faults(name, destination)
    for index, table in enumerate(_as(document.get("routes", []), list[Any]) or ()):
        if route := _as(table, Route):
            yield from route_faults(index, route, tuple(destinations))


def _as(value: Any, type_: type[T]) -> T | None:
    try:
        return msgspec.convert(value, type_)
    except msgspec.ValidationError:
        return None
