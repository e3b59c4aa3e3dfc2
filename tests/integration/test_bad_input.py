"""Everything that can be wrong says where it is and what to do, and ends with its exit code."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.serving import serve
from gateway.cli.stand_ins import load_stand_in

READBACK = Path(sys.executable).parent / "readback"
Run = Callable[..., subprocess.CompletedProcess[str]]

CONFIG = """
[gateway]
listen = "127.0.0.1:0"

[destinations.support]
adapter = "zendesk"
base_url = "http://127.0.0.1:9"
allow_private_addresses = true
auth = { scheme = "bearer", token = { env = "VENDOR_TOKEN" } }
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``readback`` with a configuration file of this text."""

    def go(*words: str, config: str = CONFIG, **variables: str):
        (tmp_path / "readback.toml").write_text(config)
        return subprocess.run(
            [READBACK, *words],
            cwd=tmp_path,
            env={**os.environ, "VENDOR_TOKEN": "t-0", "COLUMNS": "200", **variables},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return go


def test_an_unknown_key_is_named_with_its_line_and_what_was_meant(run: Run):
    done = run("serve", config=CONFIG.replace("listen", "listn"))

    assert done.returncode == 1
    assert "gateway.listn: There is no such key; did you mean listen?" in done.stderr
    assert "line 3" in done.stderr


def test_a_missing_secret_names_the_variable_and_the_destination(run: Run):
    done = run("serve", config=CONFIG.replace("VENDOR_TOKEN", "NOT_SET_ANYWHERE"))

    assert done.returncode == 1
    assert "destinations.support" in done.stderr
    assert "NOT_SET_ANYWHERE is not set" in done.stderr


def test_a_secret_in_the_file_is_refused_and_not_repeated(run: Run):
    done = run("serve", config=CONFIG.replace('{ env = "VENDOR_TOKEN" }', '"s3cr3t"'))

    assert done.returncode == 1
    assert "must not stand in this file" in done.stderr
    assert "s3cr3t" not in done.stderr + done.stdout


def test_an_unknown_adapter_says_what_was_meant(run: Run):
    done = run("serve", config=CONFIG.replace('"zendesk"', '"zendes"'))

    assert done.returncode == 1
    assert 'There is no adapter "zendes". Did you mean "zendesk"?' in done.stderr


def test_an_unknown_preset_says_what_was_meant(run: Run):
    config = CONFIG.replace("allow_private", 'mapping = "zendesk-tickt"\nallow_private')
    done = run("serve", config=config)

    assert done.returncode == 1
    assert 'There is no preset "zendesk-tickt". Did you mean "zendesk-ticket"?' in done.stderr


def test_a_typo_in_a_mapping_names_file_line_and_cure(run: Run, tmp_path: Path):
    mapping = Path(__file__).parents[2] / "mappings/presets/zendesk-ticket.toml"
    typed = mapping.read_text().replace('"summary.headline"', '"sumary.headline"')
    (tmp_path / "ours.toml").write_text(typed)
    config = CONFIG.replace("allow_private", 'mapping = "./ours.toml"\nallow_private')
    done = run("serve", config=config)

    assert done.returncode == 1
    assert "./ours.toml, line " in done.stderr
    assert 'Did you mean "summary.headline"?' in done.stderr


def test_a_port_in_use_says_so(run: Run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", config=CONFIG.replace("127.0.0.1:0", f"127.0.0.1:{port}"))

    assert done.returncode == 1
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use." in done.stderr


def test_a_store_that_cannot_be_written_says_where(run: Run):
    config = CONFIG.replace('listen = "', 'store = "sqlite:////nowhere/r.db"\nlisten = "')
    done = run("serve", config=config)

    assert done.returncode == 1
    assert "/nowhere does not exist" in done.stderr


def test_a_missing_configuration_says_how_to_name_another(run: Run):
    done = run("serve", "--config", "none.toml")

    assert done.returncode == 1
    assert "none.toml" in done.stderr
    assert "--config" in done.stderr


def test_an_unreachable_vendor_is_found_by_the_doctor(run: Run):
    done = run("doctor")

    assert done.returncode == 4
    assert "127.0.0.1 cannot be reached" in done.stdout


def test_a_private_address_is_refused_unless_it_is_meant(run: Run):
    config = CONFIG.replace("http://127.0.0.1:9", "https://10.1.2.3").replace(
        "allow_private_addresses = true", ""
    )
    done = run("doctor", config=config)

    assert done.returncode == 4
    assert "set allow_private_addresses" in done.stdout


def test_wrong_credentials_are_found_by_the_doctor(run: Run):
    with serve(load_stand_in("zendesk").create()) as url:
        done = run("doctor", config=CONFIG.replace("http://127.0.0.1:9", url))

    assert done.returncode == 4
    assert "the credentials are not accepted" in done.stdout
    assert "t-0" not in done.stdout + done.stderr


def test_no_gateway_there_says_how_to_start_one(run: Run):
    done = run("handoffs", "list", "--url", "http://127.0.0.1:9", READBACK_API_KEY="rb_x")

    assert done.returncode == 4
    assert "readback serve" in done.stderr


def test_no_key_says_how_to_make_one(run: Run):
    done = run("handoffs", "list", READBACK_API_KEY="")

    assert done.returncode == 4
    assert "readback keys create" in done.stderr


def test_an_unknown_unkindness_is_a_usage_error(run: Run):
    done = run("stand-in", "zendesk", "--behave", "nicely")

    assert done.returncode == 2
    assert 'There is no behaviour "nicely"' in done.stderr


def test_an_unknown_scope_is_a_usage_error(run: Run):
    done = run("keys", "create", "bot", "--scope", "everything")

    assert done.returncode == 2
    assert "handoffs:write" in done.stderr
