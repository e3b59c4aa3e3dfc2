"""Secrets come from where they should; what is missing is named, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.config.secrets import read_secret, secret_reader
from gateway.config.settings import SecretSource
from gateway.sdk.errors import ConfigurationError


def no_file(name: str) -> str:
    raise FileNotFoundError(2, "No such file or directory", name)


def test_a_secret_comes_from_the_environment_as_it_stands() -> None:
    secret = read_secret(SecretSource(env="TOKEN"), {"TOKEN": " hunter2 "}, no_file)
    assert " hunter2 " == secret


def test_a_secret_comes_from_a_file_without_its_last_line_break() -> None:
    secret = read_secret(SecretSource(file="token"), {}, lambda _: " hunter2\r\n")
    assert " hunter2" == secret


@pytest.mark.parametrize(
    ("environ", "expected"), [({}, "TOKEN is not set"), ({"TOKEN": ""}, "TOKEN is empty")]
)
def test_a_missing_variable_is_named(environ: dict[str, str], expected: str) -> None:
    with pytest.raises(ConfigurationError, match=expected):
        read_secret(SecretSource(env="TOKEN"), environ, no_file)


def test_a_missing_file_is_named_with_the_reason() -> None:
    with pytest.raises(ConfigurationError, match=r"run/token cannot be read \(No such file"):
        read_secret(SecretSource(file="run/token"), {}, no_file)


def test_an_empty_file_is_named() -> None:
    with pytest.raises(ConfigurationError, match="run/token is empty"):
        read_secret(SecretSource(file="run/token"), {}, lambda _: "\n")


def test_a_source_that_names_nothing_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="needs"):
        read_secret(SecretSource(), {}, no_file)


def test_a_relative_file_starts_at_the_folder(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("hunter2\n")
    read = secret_reader({}, folder=tmp_path)
    assert "hunter2" == read(SecretSource(file="token"))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        secret_reader({}, folder=tmp_path)(SecretSource(file="token"))


def test_the_reader_sees_what_the_environment_says_later() -> None:
    environ: dict[str, str] = {}
    read = secret_reader(environ)
    environ["TOKEN"] = "hunter2"
    assert "hunter2" == read(SecretSource(env="TOKEN"))
