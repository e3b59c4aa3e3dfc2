"""``readback doctor``: each thing in place or not, and an exit code for the worst of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contract_tests.serving import serve
from contract_tests.stand_ins.frame import StandIn
from gateway.cli.stand_ins import load_stand_in, stand_in_names

Run = Callable[..., Any]
STAND_IN = load_stand_in(stand_in_names()[0])
SHOWN = STAND_IN.credentials[0]
EMPTY = '[gateway]\nstore = "sqlite:///doctor.db"\n'


def _destination(url: str, stand_in: StandIn = STAND_IN) -> str:
    shown = stand_in.credentials[0]
    auth = [f'scheme = "{shown.scheme}"', f'{shown.secret_member} = {{ env = "DOCTOR_SECRET" }}']
    auth += [f'{name} = "{value}"' for name, value in shown.members.items()]
    return (
        f'{EMPTY}\n[destinations.support]\nadapter = "{stand_in.name}"\nbase_url = "{url}"\n'
        f"allow_private_addresses = true\nauth = {{ {', '.join(auth)} }}\n"
    )


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def write(text: str) -> None:
        (tmp_path / "readback.toml").write_text(text)

    monkeypatch.setenv("DOCTOR_SECRET", SHOWN.secret)
    return write


def test_everything_in_place_ends_with_0(run: Run, configure: Any) -> None:
    configure(EMPTY)
    told = run("doctor")

    assert (0, "") == (told.code, told.err)
    assert ["ok", "ok", "ok"] == [line.split()[0] for line in told.out.splitlines()[1:]]


def test_a_destination_is_signed_in_to(run: Run, configure: Any) -> None:
    with serve(STAND_IN.create()) as url:
        configure(_destination(url))
        told = run("doctor", "--json")
    findings = json.loads(told.out)["findings"]

    assert (0, "") == (told.code, told.err)
    assert ["python", "configuration", "store", "destination support"] == [
        finding["what"] for finding in findings
    ]


def test_no_configuration_is_found_and_the_rest_is_not_looked_at(run: Run) -> None:
    told = run("doctor", "--json")
    findings = json.loads(told.out)["findings"]

    assert 1 == told.code
    assert [("python", 0), ("configuration", 1)] == [
        (finding["what"], finding["code"]) for finding in findings
    ]


def test_each_problem_of_the_configuration_is_a_finding(run: Run, configure: Any) -> None:
    configure('[gateway]\nlistn = "x"\nstoer = "y"\n')
    told = run("doctor")

    assert 1 == told.code
    assert "gateway.listn" in told.out
    assert "gateway.stoer" in told.out


def test_a_store_that_cannot_be_written_is_found(run: Run, configure: Any) -> None:
    configure('[gateway]\nstore = "sqlite:////nowhere/r.db"\n')
    told = run("doctor")

    assert 1 == told.code
    assert "WRONG" in told.out
    assert "/nowhere" in told.out


def test_a_wrong_secret_ends_with_4_and_is_not_repeated(
    run: Run, configure: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCTOR_SECRET", "s3cr3t")
    with serve(STAND_IN.create()) as url:
        configure(_destination(url))
        told = run("doctor")

    assert 4 == told.code
    assert "s3cr3t" not in told.out + told.err


def test_a_missing_secret_ends_with_1_and_names_the_variable(
    run: Run, configure: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOCTOR_SECRET")
    configure(_destination("http://127.0.0.1:9"))
    told = run("doctor")

    assert 1 == told.code
    assert "DOCTOR_SECRET" in told.out


NOTICES = EMPTY + '[gateway.notices]\nsecret = { env = "NOTICE_KEY" }\n'


def test_the_key_that_notices_are_signed_with_is_looked_at(
    run: Run, configure: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(NOTICES)
    monkeypatch.setenv("NOTICE_KEY", "whsec_" + "A" * 44)
    told = run("doctor", "--json")
    finding = json.loads(told.out)["findings"][-1]

    assert ("notices", 0, "signed with one key") == (
        finding["what"],
        finding["code"],
        finding["says"],
    )


@pytest.mark.parametrize("secret", [None, "whsec_short"])
def test_a_key_that_nothing_can_be_signed_with_is_found(
    run: Run, configure: Any, monkeypatch: pytest.MonkeyPatch, secret: str | None
) -> None:
    configure(NOTICES)
    if secret:
        monkeypatch.setenv("NOTICE_KEY", secret)
    told = run("doctor", "--json")

    assert 1 == told.code
    assert "notices" in {finding["what"] for finding in json.loads(told.out)["findings"]}
    assert "whsec_short" not in told.out
