"""Mapping texts: presets by name, files by path, and a cure for each that is not there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gateway.delivery.presets import mapping_text, preset_names
from gateway.sdk.errors import ConfigurationError

SOME = preset_names()[0]


def test_a_preset_is_found_by_its_name_whatever_the_folder(tmp_path: Path) -> None:
    assert f'name      = "{SOME}"' in mapping_text(SOME, tmp_path)


def test_a_preset_wins_over_a_file_of_the_same_name_without_its_ending(tmp_path: Path) -> None:
    (tmp_path / SOME).write_text("not this")
    assert "not this" != mapping_text(SOME, tmp_path)


@pytest.mark.parametrize("name", ["own.toml", "./own.toml", "./own", "sub/own.toml"])
def test_a_path_starts_where_the_configuration_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("# héllo", encoding="utf-8")
    assert "# héllo" == mapping_text(name, tmp_path)


def test_an_absolute_path_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("# own")
    assert "# own" == mapping_text(str(path), Path("elsewhere"))


def test_a_misspelt_preset_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=f'Did you mean "{SOME}"'):
        mapping_text(SOME[:-1], tmp_path)


def test_an_unlike_name_is_answered_with_all_presets_and_how_to_name_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as error:
        mapping_text("qqq", tmp_path)
    assert all(name in str(error.value) for name in (*preset_names(), "./qqq.toml"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="There is no mapping file"):
        mapping_text("own.toml", tmp_path)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"# \xe9")
    with pytest.raises(ConfigurationError, match="is not UTF-8"):
        mapping_text("own.toml", tmp_path)


def test_a_folder_is_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "own.toml").mkdir()
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        mapping_text("own.toml", tmp_path)


@pytest.fixture
def own_preset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with a preset of its own, installed beside the gateway."""
    package = tmp_path / "own_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    metadata = tmp_path / "own_package-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: own-package\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[readback.presets]\nown-item = own_package\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "own_package", raising=False)
    yield package / "own-item.toml"
    sys.modules.pop("own_package", None)


def test_a_preset_may_come_with_an_adapter(own_preset: Path, tmp_path: Path) -> None:
    own_preset.write_text("# héllo", encoding="utf-8")

    assert "own-item" in preset_names()
    assert "# héllo" == mapping_text("own-item", tmp_path)


def test_a_preset_that_its_package_lacks_is_named(own_preset: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no own-item\.toml in own_package"):
        mapping_text("own-item", tmp_path)
