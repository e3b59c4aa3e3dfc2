"""A million random templates: none hangs, and none makes anything but a problem."""

from __future__ import annotations

import faulthandler
import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gateway.sdk.limits import fit
from mappings.nodes import Context
from mappings.problems import Problems
from mappings.template.engine import Rendering, compile_template
from tests.unit.mappings.desk import PATHS
from tests.unit.mappings.template.press import ANN

TEMPLATES = 1_000_000
CHUNK = 10_000
# For a chunk; a hundred times what it takes. Whoever hangs is shown with its stack.
MOST_SECONDS = 1_200

NAMES = (
    "id", "customer.name", "customer", "summary.headline", "messages", "steps", "steps[0].result",
    "m", "m.text", "m.role", "m.content", "forloop.index", "forloop.last", "sentiment_trend",
    "urgency.score", "extensions", "unmapped", "nobody", "customer.attributes", "m.size", "do_not",
)  # fmt: skip
FILTERS = (
    "upcase", "downcase", "strip", "truncate: 5", "join: ', '", "first", "last", "size",
    "default: 'x'", "replace: 'a', 'b'", "truncate: m", "escape", "join", "truncate: -1",
)  # fmt: skip
TESTS = ("== 'x'", "!= blank", "> 0.5", "contains 'a'", "== nil", "", "and m", "or id == 1", "<>")
NOISE = "{}%|-'\"[]().:= \n\tabm019é\u200b#"


def outputs(draw: random.Random) -> str:
    filters = "".join(f" | {draw.choice(FILTERS)}" for _ in range(draw.randrange(3)))
    return f"{{{{ {draw.choice(NAMES)}{filters} }}}}"


def blocks(draw: random.Random, depth: int) -> str:
    inner = templates(draw, depth + 1)
    name, test = draw.choice(NAMES), draw.choice(TESTS)
    how = draw.choice(("", "limit: 2", "reversed"))
    return draw.choice(
        (
            f"{{% if {name} {test} %}}{inner}{{% endif %}}",
            f"{{% unless {name} {test} %}}{inner}{{% else %}}no{{% endunless %}}",
            f"{{% for m in {name} {how} %}}{inner}{{% endfor %}}",
            f"{{% case {name} %}}{{% when 'x' %}}{inner}{{% else %}}{{% endcase %}}",
            f"{{% comment %}}{inner}{{% endcomment %}}",
        )
    )


def templates(draw: random.Random, depth: int = 0) -> str:
    parts: list[str] = []
    for _ in range(draw.randrange(4)):
        kind = draw.random()
        if kind < 0.45:
            parts.append(outputs(draw))
        elif kind < 0.75 and depth < 7:
            parts.append(blocks(draw, depth))
        else:
            parts.append(" words ")
    return "".join(parts)


def spoilt(draw: random.Random, source: str) -> str:
    for _ in range(draw.choice((0, 0, 1, 3))):
        at = draw.randrange(len(source) + 1)
        source = source[:at] + draw.choice(NOISE) + source[at + draw.randrange(3) :]
    return source


@contextmanager
def guarded() -> Iterator[None]:
    faulthandler.dump_traceback_later(MOST_SECONDS, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.mark.soak
@pytest.mark.parametrize("chunk", range(TEMPLATES // CHUNK))
def test_no_random_template_does_harm(chunk: int) -> None:
    draw = random.Random(chunk)
    good = 0
    with guarded():
        for _ in range(CHUNK):
            source = spoilt(draw, templates(draw))
            problems = Problems()
            template = compile_template(source, "html", 1, Rendering(PATHS, fit), problems)
            assert (template is None) is problems.has_errors()
            if template:
                good += 1
                body, prints = template.render(
                    Context(handoff=ANN, destination={}, handoff_url="")
                ).result()
                assert all(0 <= one.start < one.end <= len(body) for one in prints)

    assert good > CHUNK // 10
