"""The package that a new adapter begins with: clean, importable, and red for one reason."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.cli.kit.render import render, rendered, words_for
from gateway.sdk.errors import ConfigurationError
from tests.docs.test_adapter_guide import install, run

LONGEST = "a_name_with_long_letters"
NO_NAMES = ["Acme", "acme-desk", "1acme", "acme__desk", "_acme", "", f"{LONGEST}s"]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = render("acme_desk", tmp_path_factory.mktemp("new"))
    install(folder)
    return folder


def test_a_name_becomes_the_words_that_it_needs() -> None:
    assert {
        "name": "acme_desk",
        "distribution": "readback-acme-desk",
        "package": "readback_acme_desk",
        "preset": "acme-desk-record",
        "title": "Acme Desk",
        "class_": "AcmeDesk",
    } == words_for("acme_desk")


def test_every_file_that_an_adapter_has_is_written(package: Path) -> None:
    assert {
        "README.md",
        "pyproject.toml",
        "tests/test_contract.py",
        *(
            f"readback_acme_desk/{name}"
            for name in (
                *("__init__.py", "adapter.py", "limits.py", "manifest.py", "py.typed"),
                *("read_back.py", "settings.py", "stand_in.py", "translate.py", "wire.py"),
                "acme-desk-record.toml",
            )
        ),
    } == {path for path, _ in rendered("acme_desk")}
    assert all((package / path).read_text("utf-8") == text for path, text in rendered("acme_desk"))


def test_nothing_is_left_of_the_templates() -> None:
    assert [] == [path for path, text in rendered("acme") if re.search(r"\$\{?[a-z]", text)]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is no name for an adapter"):
        render(name, tmp_path)
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "readback-acme").mkdir()
    with pytest.raises(ConfigurationError, match="Nothing was written"):
        render("acme", tmp_path)
    assert [] == list((tmp_path / "readback-acme").iterdir())


@pytest.mark.parametrize("name", ["a", LONGEST])
def test_ruff_has_nothing_to_say_whatever_the_name(name: str, tmp_path: Path) -> None:
    folder = render(name, tmp_path)
    for words in (("check",), ("format", "--check")):
        done = run(folder, "ruff", *words, "--no-cache", ".")
        assert 0 == done.returncode, done.stdout


def test_mypy_strict_has_nothing_to_say(package: Path) -> None:
    # In this folder, so that what is known of the gateway is not found out anew.
    root = Path(__file__).resolve().parents[5]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file", ""),
            *("--cache-dir", str(root / ".mypy_cache"), "readback_acme_desk"),
        ],
        cwd=package,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout


def test_the_contract_is_red_and_says_what_to_do_next(package: Path) -> None:
    done = run(package, "pytest", "-q", "-p", "no:cacheprovider", "-k", "verifies_every_leaf")

    assert 1 == done.returncode, done.stdout
    assert "NEXT: write create_record in translate.py" in done.stdout


def test_with_the_one_function_that_is_missing_the_contract_is_green(package: Path) -> None:
    module = package / "readback_acme_desk" / "translate.py"
    module.write_text(_completed(module.read_text("utf-8")), "utf-8")

    done = run(package, "pytest", "-q", "-p", "no:cacheprovider", "--recordings=write")

    assert 0 == done.returncode, done.stdout


def _completed(text: str) -> str:
    """The function's comment taken at its word."""
    head, _, rest = text.partition("    del consignment, settings\n")
    _, _, rest = rest.partition("    #\n")
    code, _, rest = rest.partition("    why = ")
    _, _, rest = rest.partition("\n\n")
    return head + code.replace("    #   ", "    ") + "\n\n" + rest.lstrip("\n")
