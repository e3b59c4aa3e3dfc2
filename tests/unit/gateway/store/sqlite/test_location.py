"""Where the store's file may be, and who is kept out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gateway.sdk.errors import ConfigurationError
from gateway.store.sqlite.location import lock, prepare_file


def test_a_new_store_is_readable_for_its_owner_only(tmp_path: Path) -> None:
    prepare_file(tmp_path / "store.db")
    assert 0o600 == (tmp_path / "store.db").stat().st_mode & 0o777


def test_a_store_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"kept")
    prepare_file(tmp_path / "store.db")
    assert b"kept" == (tmp_path / "store.db").read_bytes()


def test_a_directory_is_not_a_store(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is a directory: name a file"):
        prepare_file(tmp_path)


def test_a_directory_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"missing does not exist: create it"):
        prepare_file(tmp_path / "missing" / "store.db")


def test_a_file_is_no_directory_to_put_a_store_into(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match=r"file does not exist: create it"):
        prepare_file(tmp_path / "file" / "store.db")


@pytest.mark.parametrize("name", ["circle.db", "n" * 300])
def test_a_path_that_the_system_refuses_says_why(tmp_path: Path, name: str) -> None:
    (tmp_path / "circle.db").symlink_to("circle.db")
    with pytest.raises(ConfigurationError, match=r"cannot be written .* \(.*\)"):
        prepare_file(tmp_path / name)


def test_a_path_that_cannot_be_written_says_why(tmp_path: Path, monkeypatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ConfigurationError, match=r"cannot be written .*Permission denied.*owner"):
        prepare_file(tmp_path / "store.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_without_write_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        prepare_file(tmp_path / "store.db")


def test_a_second_gateway_is_kept_out_until_the_first_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    first = lock(path)
    with pytest.raises(ConfigurationError, match="is already used by another readback serve"):
        lock(path)
    os.close(first)
    os.close(lock(path))
