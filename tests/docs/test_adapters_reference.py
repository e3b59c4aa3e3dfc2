"""The reference of the adapters is made from their manifests: nothing in its tables is by hand.

A vendor that was taken out may leave its rows: what is installed has to stand there, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.delivery.capabilities import capabilities
from gateway.delivery.catalogue import adapter_names, load_adapter
from gateway.sdk import Limit, Manifest

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/adapters.md"
CAN = ("vendor", "delivers", "capsule as", "sign-in", "can")
HOLDS = ("where", "how much", "by", "read on")


def capability_rows() -> dict[str, tuple[str, ...]]:
    """Adapter → what stands in the columns ``CAN``."""
    return {
        one.name: (
            one.title,
            ", ".join(one.objects) if one.delivers else f"not yet ({', '.join(one.objects)})",
            ", ".join(_capsules(one.name)) or "-",
            ", ".join(one.auth) or "-",
            ", ".join(one.can) or "-",
        )
        for one in capabilities()
    }


def limit_rows(name: str) -> list[tuple[str, ...]]:
    """What stands in the columns ``HOLDS`` for one adapter."""
    return [
        (where, f"{limit.size:,} {limit.unit}", limit.source, limit.read_on)
        for where, limit in _limits(load_adapter(name).manifest)
    ]


def _capsules(name: str) -> list[str]:
    if name not in adapter_names():
        return []
    targets = load_adapter(name).manifest.targets
    return list(dict.fromkeys(kind for target in targets for kind in target.capsule))


def _limits(manifest: Manifest) -> Iterator[tuple[str, Limit]]:
    for target in manifest.targets:
        for field in target.fields:
            if field.limit:
                yield f"{target.object}.{field.name}", field.limit
    for limit in manifest.limits:
        yield "one request or part", limit


def written() -> str:
    """The tables of everything that is installed."""
    lines = [_row(("adapter", *CAN)), _rule(len(CAN) + 1)]
    lines += [_row((f"`{name}`", *cells)) for name, cells in capability_rows().items()]
    for name in adapter_names():
        lines += ["", f"## Limits of `{name}`", "", _row(HOLDS), _rule(len(HOLDS))]
        lines += list(dict.fromkeys(_row(cells) for cells in limit_rows(name)))
    return "\n".join(lines) + "\n"


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _rule(columns: int) -> str:
    return "|" + "---|" * columns


@pytest.fixture(scope="module")
def page(request: pytest.FixtureRequest) -> str:
    text = PAGE.read_text("utf-8")
    if request.config.getoption("--golden") == "write":
        head, _, _ = text.partition("| adapter |")
        text = head + written()
        PAGE.write_text(text, "utf-8")
    return text


def test_every_capability_that_is_declared_stands_in_the_table(page: str) -> None:
    shown = re.findall(r"^\| `.+ \|$", page, re.MULTILINE)

    for name, cells in capability_rows().items():
        assert _row((f"`{name}`", *cells)) in shown, f"{name}; see `make golden`"


@pytest.mark.parametrize("name", adapter_names())
def test_every_limit_that_is_declared_stands_in_its_table_and_no_other(
    page: str, name: str
) -> None:
    _, _, section = page.partition(f"## Limits of `{name}`\n")
    table, _, _ = section.partition("\n## ")
    shown = [line for line in table.splitlines() if line.startswith("| ")]

    declared = list(dict.fromkeys(_row(cells) for cells in limit_rows(name)))
    assert [_row(HOLDS), *declared] == shown, "see `make golden`"
