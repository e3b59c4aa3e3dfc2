"""Mapping texts: a preset by name, or a file by path."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from gateway.sdk.errors import ConfigurationError


def preset_names() -> tuple[str, ...]:
    """The presets that come with Readback."""
    folder = files("mappings").joinpath("presets")
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in folder.iterdir()
            if entry.name.endswith(".toml")
        )
    )


def mapping_text(name: str, folder: Path) -> str:
    """The text of a mapping. A name without "/" and ".toml" is a preset.

    Raises ``ConfigurationError`` for a name or file that is not there or is not UTF-8.
    """
    if "/" not in name and not name.endswith(".toml"):
        return preset_text(name)
    path = folder / name
    try:
        return path.read_text(encoding="utf-8")
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
    names = preset_names()
    if name in names:
        return files("mappings").joinpath("presets", f"{name}.toml").read_text(encoding="utf-8")
    near = get_close_matches(name, names, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(names)}."
    raise ConfigurationError(
        f'There is no preset "{name}". {hint} A file needs its path, like "./{name}.toml", and a'
        " name of your own is published first: readback mapping publish."
    )
