"""The guide "Write an adapter" makes what it promises: its code, in a package of its own, is green.

The package is installed beside the gateway as pip would, without a network: its folder is on the
path, with the metadata in which its entry points stand.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from gateway.cli.kit.render import render
from tests.docs.fenced import ROOT

PAGE = (ROOT / "docs/guides/write-an-adapter.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([\w./-]+)`\n\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
MOST_LINES = 150


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the guide, as far as the guide goes."""
    folder = render("deskpad", tmp_path_factory.mktemp("guide"))
    (folder / "readback_deskpad" / "read_back.py").unlink()
    for path, text in FILES.items():
        (folder / path).write_text(text, encoding="utf-8")
    install(folder)
    return folder


def install(folder: Path) -> None:
    """What an installation would leave beside the package."""
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    name = project["name"].replace("-", "_")
    metadata = folder / f"{name}-{project['version']}.dist-info"
    metadata.mkdir()
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (metadata / "METADATA").write_text(head, "utf-8")
    groups = (
        "\n".join([f"[{group}]", *(f"{name} = {value}" for name, value in points.items())])
        for group, points in project["entry-points"].items()
    )
    (metadata / "entry_points.txt").write_text("\n".join(groups) + "\n", "utf-8")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A module of this Python, in the folder and with it on the path."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def readback(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line, with the package installed."""
    return run(folder, "tests.docs.readback", *words)


@pytest.fixture(scope="module")
def suite(package: Path) -> subprocess.CompletedProcess[str]:
    """The contract suite, run once; it records, and compares with what it has recorded."""
    return run(package, "pytest", "-v", "-p", "no:cacheprovider", "--recordings=write")


def test_the_guide_has_every_file_of_the_adapter() -> None:
    assert {
        "readback_deskpad/stand_in.py",
        "readback_deskpad/limits.py",
        "readback_deskpad/settings.py",
        "readback_deskpad/manifest.py",
        "readback_deskpad/wire.py",
        "readback_deskpad/translate.py",
        "readback_deskpad/adapter.py",
        "readback_deskpad/deskpad-record.toml",
        "tests/test_contract.py",
    } == set(FILES)


def test_the_adapter_has_as_few_lines_as_the_guide_says(package: Path) -> None:
    modules = set((package / "readback_deskpad").glob("*.py"))
    modules.remove(package / "readback_deskpad" / "stand_in.py")
    text = "".join(module.read_text("utf-8") for module in modules)
    lines = [line for line in text.splitlines() if line.strip()]
    assert f"takes {len(lines)} lines, blank ones not counted" in " ".join(PAGE.split())
    assert len(lines) < MOST_LINES


def test_its_contract_suite_is_green(suite: subprocess.CompletedProcess[str]) -> None:
    assert 0 == suite.returncode, suite.stdout
    assert re.search(r"[4-9]\d passed", suite.stdout), suite.stdout


def test_every_test_that_the_guide_explains_is_there_and_no_other(
    suite: subprocess.CompletedProcess[str],
) -> None:
    collected = set(re.findall(r"::contract::(\w+)", suite.stdout))
    table = PAGE.partition("| Test | Fails when |")[2].partition("\n\n")[0]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    explained = set(re.findall(r"`(\w+)`", " ".join(cells)))

    assert explained == collected - {"has_a_case_for_each_recording"}


def test_beside_the_gateway_it_is_one_adapter_among_the_others(package: Path) -> None:
    listed = readback(package, "adapters", "list").stdout
    described = readback(package, "adapters", "describe", "deskpad")

    assert re.search(r"^deskpad +Deskpad +yes +enquiry +bearer", listed, re.MULTILINE), listed
    assert 0 == described.returncode, described.stderr
    assert "80 characters" in described.stdout


def test_its_code_is_formatted_and_linted_by_the_package_s_own_rules(package: Path) -> None:
    for words in (("check",), ("format", "--check")):
        done = run(package, "ruff", *words, "--no-cache", ".")
        assert 0 == done.returncode, done.stdout
