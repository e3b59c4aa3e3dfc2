"""The documentation is complete where it lists things, and its links lead somewhere."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.api import problems
from gateway.delivery.proof import Proof
from gateway.sdk import errors
from gateway.store.events import EventType
from mappings.fate import Fate

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "benchmarks", ROOT / "docker")
    for path in (folder.glob("*.md") if folder == ROOT else folder.rglob("*.md"))
)
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))

_CODE = re.compile(
    r"(auth|body|config|delivery|dialect|handoff|idempotency|key|mapping|raw|request|resource|store)\.[a-z_]+"
)
# Strings that look like codes and are none, each with what it is.
_NOT_CODES = {
    "auth.secret": "a key of the configuration",
    "auth.token": "a key of the configuration",
    "auth.value": "a key of the configuration",
    "handoff.initiate": "an event of the Bot Framework",
    "handoff.json": "a file's name",
}
# What a delivery's problem and an event have in common.
_EVENTS = {*EventType.__args__} - {"delivery.failed", "delivery.discarded"}


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


def _codes() -> set[str]:
    """Every error code that stands in the gateway's source."""
    return {
        node.value
        for path in (ROOT / "gateway").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if _CODE.fullmatch(node.value) and node.value not in {*_NOT_CODES, *_EVENTS}
    }


def _conflicts() -> set[str]:
    """The codes of ``gateway.store.conflicts``; they are all answered with the same status."""
    source = "".join(path.read_text() for path in (ROOT / "gateway").rglob("*.py"))
    return {*re.findall(r'conflict\(\s*"([a-z_.]+)"', source)}


def _rows(page: str) -> set[str]:
    """The first cells of a page's tables that are code."""
    return set(re.findall(r"^\| `([^`]+)` ", page, re.MULTILINE))


def _links(page: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_internal_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in _links(page):
        if link.startswith(("https://", "http://")):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)

    assert [] == broken


def test_every_page_is_in_the_index() -> None:
    index = {(ROOT / "docs" / link).resolve() for link in _links(ROOT / "docs" / "README.md")}
    pages = {page for page in (ROOT / "docs").rglob("*.md") if "decisions" not in page.parts}

    assert set() == pages - index - {ROOT / "docs" / "README.md"}


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.name)
def test_a_decision_has_context_choice_and_cost_and_is_short(decision: Path) -> None:
    text = decision.read_text()

    assert ["Context", "Choice", "Cost"] == re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)
    assert re.match(rf"# {decision.name[:4]}\. \S.+\n\n\d{{4}}-\d\d-\d\d, \w+\.\n", text)
    assert len([line for line in text.splitlines() if line]) <= 20


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [f"{n:04}" for n in range(1, len(DECISIONS) + 1)] == [d.name[:4] for d in DECISIONS]


def test_every_runtime_dependency_is_justified() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = {**project["optional-dependencies"], "contract-tests": []}  # nothing that runs
    declared = [*project["dependencies"], *(line for lines in extras.values() for line in lines)]
    names = {re.split(r"[<>=~!\[ ]", line)[0] for line in declared}
    page = _page("decisions/0002-runtime-dependencies.md")
    rows = re.findall(r"^- ((?:`[a-z-]+`(?:, )?)+)", page, re.MULTILINE)

    assert names == {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}


def test_every_error_class_has_a_row() -> None:
    tree = [errors.ReadbackError]
    for class_ in tree:
        tree.extend(class_.__subclasses__())

    assert set() == {class_.code for class_ in tree} - _rows(_page("reference/errors.md"))


def test_every_error_code_in_the_source_has_a_row() -> None:
    assert set() == _codes() - _rows(_page("reference/errors.md"))


def test_every_http_status_is_the_one_that_is_answered() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (\d{3}) \|", _page("reference/errors.md"), re.MULTILINE)
    framework = {code: status for status, (code, _) in problems._HTTP.items()}
    shown = _conflicts() - {"key.exists"}  # keys are made on the command line only
    conflicts = dict.fromkeys(shown, 409)
    errors_of_ours = {"readback.error": 500, "gateway.bug": 500}
    answered = {**conflicts, **framework, **problems._STATUS, **errors_of_ours}

    assert answered == {code: int(status) for code, status in rows}


def test_every_row_about_errors_is_about_a_code_that_exists() -> None:
    known = _codes() | {"readback.error", "gateway.bug"}

    assert set() == _rows(_page("reference/errors.md")) - known


def test_every_fate_and_every_proof_is_explained() -> None:
    rows = _rows(_page("explanation/what-is-lost.md"))

    assert set() == {*Fate.__args__, *Proof.__args__} - rows


def test_every_command_has_a_row() -> None:
    from gateway.cli.main import readback

    listed = set(re.findall(r"^\| `readback ([a-z-]+)", _page("reference/cli.md"), re.MULTILINE))

    assert set(readback.list_commands(None)) == listed
