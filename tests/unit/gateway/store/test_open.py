"""From the configuration's URL to a store, or to a sentence about the URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.config.settings import GatewaySettings, SecretSource
from gateway.sdk.errors import ConfigurationError
from gateway.store.open import open_store, store_of
from tests.postgres_server import Server


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


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://gateway:hunter2@db/readback",
        "postgres://db/readback?user=gateway&password=hunter2",
    ],
)
def test_a_password_does_not_stand_in_the_configuration(url: str) -> None:
    with pytest.raises(ConfigurationError, match="store_password") as caught:
        open_store(url)
    assert "hunter2" not in str(caught.value)


async def test_a_postgresql_url_opens_that_store(postgres_url: str) -> None:
    store = open_store(postgres_url)
    await store.open()
    await store.ping()
    await store.close()


async def test_what_a_url_leaves_out_comes_from_the_environment(
    postgres_server: Server, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "127.0.0.1")
    monkeypatch.setenv("PGPORT", str(postgres_server.port))
    monkeypatch.setenv("PGUSER", "readback")
    monkeypatch.setenv("PGDATABASE", "postgres")
    monkeypatch.setenv("STORE_PASSWORD", "unused where the server trusts everybody")
    settings = GatewaySettings(
        store="postgresql://", store_password=SecretSource(env="STORE_PASSWORD")
    )
    store = store_of(settings)
    await store.open()
    await store.ping()
    await store.close()


def test_a_password_that_is_not_there_is_named_before_anything_is_opened() -> None:
    settings = GatewaySettings(
        store="postgresql://db/x", store_password=SecretSource(env="NO_SUCH_VARIABLE")
    )
    with pytest.raises(ConfigurationError, match="NO_SUCH_VARIABLE"):
        store_of(settings)


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
