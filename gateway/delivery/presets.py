"""Mapping texts: a preset by name, or a file by path.

Presets come with Readback, or with an adapter: the entry point ``readback.presets`` of that name
is the package in which the file of that name lies.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from gateway.delivery.catalogue import load_point
from gateway.sdk.errors import ConfigurationError

GROUP = "readback.presets"


def preset_names() -> tuple[str, ...]:
    """The presets that come with Readback, and with the adapters that are installed."""
    folder = files("mappings").joinpath("presets")
    own = (
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )
    return tuple(sorted({*own, *entry_points(group=GROUP).names}))


def mapping_text(name: str, folder: Path) -> str:
    """The text of a mapping. A name without "/" and ".toml" is a preset.

    Raises ``ConfigurationError`` for a name or file that is not there or is not UTF-8.
    """
    if "/" not in name and not name.endswith(".toml"):
        return preset_text(name)
    path = folder / name
    try:
        # Byte for byte, so that the hash is that of the file; a byte order mark is no part of it.
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError(f'There is no mapping file "{path}".') from None
    except UnicodeDecodeError:
        raise ConfigurationError(
            f'The mapping file "{path}" is not UTF-8. Save it as UTF-8.'
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f'The mapping file "{path}" cannot be read: {error.strerror}.'
        ) from None


def preset_text(name: str) -> str:
    """A preset's text. Raises ``ConfigurationError`` with what there is instead."""
    own = files("mappings").joinpath("presets", f"{name}.toml")
    names = preset_names()
    if own.is_file():
        return own.read_text(encoding="utf-8")
    if name in names:
        return _of_an_adapter(name)
    near = get_close_matches(name, names, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(names)}."
    raise ConfigurationError(
        f'There is no preset "{name}". {hint} A file needs its path, like "./{name}.toml", and a'
        " name of your own is published first: readback mapping publish."
    )


def _of_an_adapter(name: str) -> str:
    (point, *_) = entry_points(group=GROUP, name=name)
    package = load_point(point, "preset")
    file = f"{name}.toml"
    if not isinstance(package, ModuleType) or not files(package).joinpath(file).is_file():
        raise ConfigurationError(f'The preset "{name}" is not there: no {file} in {point.value}.')
    return files(package).joinpath(file).read_text(encoding="utf-8")
