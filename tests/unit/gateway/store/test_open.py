"""From the configuration's URL to a store, or to a sentence about the URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.sdk.errors import ConfigurationError
from gateway.store.open import open_store


async def test_a_relative_path_starts_at_the_configurations_folder(tmp_path: Path) -> None:
    store = open_store("sqlite:///kept/readback.db", folder=tmp_path)
    (tmp_path / "kept").mkdir()
    await store.open()
    await store.close()
    assert (tmp_path / "kept" / "readback.db").is_file()


async def test_four_slashes_make_a_path_absolute(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/readback.db", folder=Path("elsewhere"))
    await store.open()
    await store.close()
    assert (tmp_path / "readback.db").is_file()


async def test_without_the_lock_a_store_opens_beside_a_gateway(tmp_path: Path) -> None:
    gateway = open_store("sqlite:///readback.db", folder=tmp_path)
    beside = open_store("sqlite:///readback.db", folder=tmp_path, exclusive=False)
    await gateway.open()
    await beside.open()
    await beside.ping()
    await beside.close()
    await gateway.close()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_is_promised_for_later(scheme: str) -> None:
    with pytest.raises(ConfigurationError, match="comes with a later version") as caught:
        open_store(f"{scheme}://gateway:hunter2@db/readback")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "readback.db",
        "sqlite://readback.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///readback.db?mode=ro",
        "mysql://gateway:hunter2@db/readback",
        "sqlite:///read\0back.db",
        "",
    ],
)
def test_other_urls_are_refused_with_the_form_that_works(url: str) -> None:
    with pytest.raises(ConfigurationError, match="must be sqlite:///FILE") as caught:
        open_store(url)
    assert "hunter2" not in str(caught.value)
