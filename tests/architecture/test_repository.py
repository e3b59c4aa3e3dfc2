"""The files around the code: what CI, hooks and a fresh clone rely on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml

from gateway.version import VERSION

_MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/\w")
_FOLDERS = (
    *("gateway", "adapters", "mappings", "contract_tests", "tests", "benchmarks"),
    *("docs", "docker", ".ci"),
)
# Of a worktree, `.git` is a file.
_NOT_OURS = {"uv.lock", ".git"}
_WRITTEN = {".py", ".md", ".toml", ".json", ".yaml", ".yml", ""}


def _texts(root: Path) -> Iterator[tuple[str, str]]:
    files = [path for path in root.iterdir() if path.is_file() and path.name not in _NOT_OURS]
    for folder in _FOLDERS:
        files += [path for path in (root / folder).rglob("*") if path.is_file()]
    for path in files:
        if path.suffix in _WRITTEN and "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix(), path.read_text(errors="replace")


def _project(root: Path) -> dict[str, object]:
    with (root / "pyproject.toml").open("rb") as file:
        project: dict[str, object] = tomllib.load(file)["project"]
    return project


def test_no_file_names_a_path_of_somebodys_machine(root: Path) -> None:
    assert [] == [name for name, text in _texts(root) if _MACHINE_PATH.search(text)]


def test_a_path_of_a_machine_is_seen() -> None:
    assert _MACHINE_PATH.search("see " + "/".join(["", "home", "ann", "notes"]))


def test_the_version_is_the_same_in_both_places(root: Path) -> None:
    assert _project(root)["version"] == VERSION


def test_ci_runs_a_script_that_is_executable_and_well_formed(root: Path) -> None:
    script = root / ".ci" / "run"
    bash = shutil.which("bash")

    assert os.access(script, os.X_OK)
    assert bash is not None
    assert 0 == subprocess.run([bash, "-n", str(script)], check=False).returncode


def test_every_make_target_that_is_named_exists(root: Path) -> None:
    makefile = (root / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {
        target
        for name, text in _texts(root)
        if name.endswith(".md")
        for target in re.findall(r"`make ([a-z]+)", text)
    }

    assert set() == named - targets


def test_every_make_target_says_what_it_does(root: Path) -> None:
    makefile = (root / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    explained = set(re.findall(r"^([a-z]+):.* ## ", makefile, re.MULTILINE))

    assert set(phony.split()) == explained


def test_hooks_come_from_this_repository_only(root: Path) -> None:
    config = yaml.safe_load((root / ".pre-commit-config.yaml").read_text())

    assert {"local"} == {repository["repo"] for repository in config["repos"]}


def test_what_is_shipped_is_licensed_and_described(root: Path) -> None:
    project = _project(root)

    assert "Apache-2.0" == project["license"]
    assert "Apache License" in (root / "LICENSE").read_text()
    assert (root / str(project["readme"])).exists()
