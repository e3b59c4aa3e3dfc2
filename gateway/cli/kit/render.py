"""Renders the package that a new adapter begins with, from the templates beside this module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from gateway.sdk.errors import ConfigurationError

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

_LONGEST_NAME = 24
_SUFFIX = ".tmpl"


def render(name: str, into: Path) -> Path:
    """Write the package of the adapter ``name`` into a new folder below ``into``.

    Raises ``ConfigurationError`` for a name that is none, and where the folder is there already.
    """
    if not NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise ConfigurationError(
            f'"{name}" is no name for an adapter. Take lower-case letters, digits and single "_",'
            f" at most {_LONGEST_NAME}: acme_desk."
        )
    words = words_for(name)
    folder = into / words["distribution"]
    if folder.exists():
        raise ConfigurationError(f'"{folder}" is there already. Nothing was written.')
    for path, text in rendered(name):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def rendered(name: str) -> Iterator[tuple[str, str]]:
    """Each file's path below the folder, with its text."""
    words = words_for(name)
    for path, template in _templates(files("gateway.cli.kit") / "templates"):
        yield _path(path, words), Template(template).substitute(words)


def words_for(name: str) -> dict[str, str]:
    """What stands in the templates, for one adapter's name."""
    parts = name.split("_")
    return {
        "name": name,
        "distribution": "readback-" + "-".join(parts),
        "package": f"readback_{name}",
        "preset": "-".join(parts) + "-record",
        "title": " ".join(part.capitalize() for part in parts),
        "class_": "".join(part.capitalize() for part in parts),
    }


def _templates(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _templates(entry, f"{above}{entry.name}/")
        elif entry.name.endswith(_SUFFIX):
            yield above + entry.name.removesuffix(_SUFFIX), entry.read_text(encoding="utf-8")


def _path(path: str, words: dict[str, str]) -> str:
    first, _, rest = path.partition("/")
    if first != "package":
        return path
    return f"{words['package']}/{words['preset'] + '.toml' if rest == 'preset.toml' else rest}"
