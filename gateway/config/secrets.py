"""Fetches secrets from where the configuration says they are; says which is missing, never one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from gateway.config.settings import SecretSource
from gateway.sdk.errors import ConfigurationError


def secret_reader(
    environ: Mapping[str, str], *, folder: Path = Path()
) -> Callable[[SecretSource], str]:
    """``read_secret`` over an environment and files; ``folder`` is where relative paths start."""
    return partial(read_secret, environ=environ, read_file=lambda name: _read(folder / name))


def read_secret(
    source: SecretSource, environ: Mapping[str, str], read_file: Callable[[str], str]
) -> str:
    """The secret; of a file, without the line breaks at its end.

    Raises ``ConfigurationError`` naming the variable or file that is missing, empty or unreadable.
    """
    if source.env is not None:
        return _from_environment(source.env, environ)
    if source.file is not None:
        return _from_file(source.file, read_file)
    raise ConfigurationError('A secret needs { env = "NAME" } or { file = "PATH" }.')


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    secret = environ.get(name)
    if secret is None:
        raise ConfigurationError(
            f"The environment variable {name} is not set: set it where the gateway is started."
        )
    if not secret:
        raise ConfigurationError(f"The environment variable {name} is empty: give it the secret.")
    return secret


def _from_file(name: str, read_file: Callable[[str], str]) -> str:
    try:
        secret = read_file(name).rstrip("\r\n")
    except OSError as error:
        raise ConfigurationError(
            f"The secret's file {name} cannot be read ({error.strerror}): check its path and mode."
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"The secret's file {name} is not UTF-8 text.") from None
    if not secret:
        raise ConfigurationError(f"The secret's file {name} is empty: write the secret into it.")
    return secret


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
