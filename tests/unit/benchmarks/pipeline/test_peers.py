"""What the peers are given: all of them make the same members of a handoff."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.pipeline.peers import install, n8n, n8n_store, node_red
from benchmarks.pipeline.peers.install import Missing, node_package

_FOLDER = Path(n8n.__file__).parent
_OURS = _FOLDER.parent / "mapping.toml"


def _ours() -> set[str]:
    names = re.findall(r'^to   = "(\w+)"$', _OURS.read_text("utf-8"), re.MULTILINE)
    return {*names, "handoff"}


def test_the_python_peers_make_the_members_that_we_make() -> None:
    text = (_FOLDER / "fields.py").read_text("utf-8")

    assert _ours() - {"handoff"} == {*re.findall(r'^        "(\w+)": ', text, re.MULTILINE)}


@pytest.mark.parametrize("app", ["naive.py", "passing.py"])
def test_a_python_peer_sends_those_fields_and_the_handoff(app: str) -> None:
    text = (_FOLDER / app).read_text("utf-8")

    assert 1 == text.count('return {**fields(handoff), "handoff": ')


def test_n8n_makes_the_members_that_we_make() -> None:
    assert _ours() == {one["name"] for one in n8n.assignments()}
    assert 26 == len(_ours())


def test_the_function_node_is_given_the_map_by_hand() -> None:
    nodes = node_red.flow("http://127.0.0.1:1/hook")

    assert any("recommendation: h.summary" in node.get("initialize", "") for node in nodes)
    assert nodes[-1]["wires"] == []


def test_a_peer_that_cannot_be_installed_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READBACK_PEERS", str(tmp_path))
    monkeypatch.setattr(install.shutil, "which", lambda name: "false" if name == "npm" else name)

    with pytest.raises(Missing, match="could not be installed"):
        node_package("node-red")


def test_n8n_is_installed_without_compiling_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\necho "$@" > arguments\n', "utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("READBACK_PEERS", str(tmp_path))
    monkeypatch.setattr(install.shutil, "which", lambda name: str(npm) if name == "npm" else name)

    package = node_package("n8n")

    folder = package.parents[1]
    said = (folder / "arguments").read_text("utf-8").split()
    assert {"--ignore-scripts", f"n8n@{install.NODE['n8n']}"} <= {*said}
    written = json.loads((folder / "package.json").read_text("utf-8"))
    assert "xlsx" in written["overrides"], "it is fetched from outside npm otherwise"


def test_n8n_needs_nothing_that_is_compiled() -> None:
    assert "legacy" == n8n.ENVIRONMENT["N8N_EXPRESSION_ENGINE"]
    assert "postgresdb" == n8n_store.variables(1)["DB_TYPE"]


def test_without_postgresql_n8n_is_missing_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(n8n_store, "binaries", lambda: None)

    with pytest.raises(Missing, match="no PostgreSQL"), n8n_store.postgres():
        pass
