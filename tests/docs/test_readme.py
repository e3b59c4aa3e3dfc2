"""What the README shows works as it stands there, and its sample is what is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from contract_tests.serving import serve
from gateway.cli.stand_ins import load_stand_in
from gateway.config.load import load_settings
from gateway.intake.door import examine
from tests.docs.fenced import ROOT, Step, blocks, form, free_port, of_language, run_steps

PAGE = "README.md"


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    """Its shell steps, with a stand-in in the vendor's place."""
    folder = tmp_path_factory.mktemp("readme")
    (least,) = of_language(PAGE, "json")
    (folder / "handoff.json").write_text(least, encoding="utf-8")
    stand_in = load_stand_in("zendesk")
    with serve(stand_in.create()) as url:
        vendor = '"https://acme.zendesk.com"'
        instead = {vendor: f'"{url}"\nallow_private_addresses = true', "8080": free_port()}
        secret = stand_in.credentials[0].secret
        return run_steps(blocks(PAGE), folder, instead=instead, ZENDESK_SECRET=secret)


def test_it_is_short() -> None:
    assert len((ROOT / PAGE).read_text(encoding="utf-8").splitlines()) <= 120


def test_the_least_body_that_it_shows_is_received_even_strictly() -> None:
    (least,) = of_language(PAGE, "json")
    reception = examine(least.encode(), content_type="", dialect=None, strict=True)

    assert "canonical" == reception.dialect.name
    assert "c-81" == msgspec.json.decode(least)["conversation"]["id"]


def test_the_configuration_that_it_shows_loads(tmp_path: Path) -> None:
    (toml,) = of_language(PAGE, "toml")
    path = tmp_path / "readback.toml"
    path.write_text(toml, encoding="utf-8")

    assert ["support"] == list(load_settings(path).destinations)


def test_the_make_targets_that_it_shows_exist() -> None:
    shown = re.findall(r"^make (\w+)", "".join(of_language(PAGE, "sh")), re.MULTILINE)
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert ["demo", "test"] == shown
    assert set(shown) <= set(targets)


def test_its_steps_hand_the_least_body_over_and_prove_it(steps: list[Step]) -> None:
    assert [0, 0, 0, 0] == [step.code for step in steps]
    doctor, serving, sent, receipt = (step.output for step in steps)

    assert "WRONG" not in doctor
    assert "delivers to: support" in serving
    assert "status verified" in form(sent)
    assert "/conversation/messages/0/content" in receipt


def test_its_sample_is_what_the_demo_prints() -> None:
    (sample,) = of_language(PAGE, "text")
    demo = subprocess.run(
        [Path(sys.executable).parent / "readback", "demo"],
        env={**os.environ, "COLUMNS": "120"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "\n".join(form(sample)) in "\n".join(form(demo.stdout))
