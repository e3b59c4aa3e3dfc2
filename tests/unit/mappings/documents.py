"""Hypothesis strategies for mapping files against a vendor with every kind of limit."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from mappings import VendorField, VendorSchema
from mappings.toml import table_text
from tests.unit.mappings.desk import HEAD

LIMITED = VendorSchema(
    vendor="desk",
    title="The Desk",
    object="item",
    fields=(
        VendorField(name="short", label="Short", kind="text", length=7),
        VendorField(name="bytes", label="Bytes", kind="text", length=11, unit="bytes"),
        VendorField(name="units", label="Units", kind="text", length=9, unit="utf16"),
        VendorField(name="text", label="Text", kind="text"),
        VendorField(name="number", label="Number", kind="number"),
        VendorField(name="flag", label="Flag", kind="boolean"),
        VendorField(name="due", label="Due", kind="date", length=20),
        VendorField(
            name="level", label="Level", kind="choice", choices=("low", "high"), restricted=True
        ),
        VendorField(name="mood", label="Mood", kind="choice", choices=("good", "bad")),
        VendorField(name="tags", label="Tags", kind="list", length=6, unit="bytes"),
        VendorField(name="whole.*", label="Whole", kind="any"),
        VendorField(name="note", label="Note", kind="note", length=90, unit="utf16"),
        VendorField(name="page", label="Page", kind="note", note_format="html", neutralise=True),
        VendorField(name="paper", label="Paper", kind="note", note_format="markdown"),
    ),
    capsule=("file", "document"),
)

# Paths by what stands there, of one value and of several.
WORDS = (
    "id", "conversation.id", "conversation.channel", "customer.name", "customer.email",
    "customer.tier", "summary.headline", "summary.situation", "urgency.level", "reason.code",
    "intent.name", "messages[0].text", "customer.verification.status",
)  # fmt: skip
NUMBERS = ("urgency.score", "intent.confidence", "records[0].total.value")
TIMES = ("urgency.due_at", "occurred_at", "messages[0].at", "conversation.started_at")
LOOSE = ("customer.attributes.vip", "extensions.x", "messages[0].internal", "sentiment_trend")
ALL_WORDS = (
    "messages[*].text", "messages[*].role", "steps[*].description", "do_not", "risks[*].code",
)  # fmt: skip
ALL_NUMBERS = ("records[*].total.value", "confidence[*].value", "sentiment[*].score")
ALL_TIMES = ("commitments[*].due_at", "messages[*].at")

TEMPLATES = (
    "{{ summary.headline }}",
    "{{ customer.name | strip | truncate: 7 }} ",
    "{% for m in messages %}{{ m.role }}: {{ m.text }}\n{% endfor %}",
    "{% if urgency.level == 'high' %}!{% endif %}{{ urgency.score }}",
    "{{ do_not | join: ', ' }}{{ extensions }}{{ customer.attributes }}",
    "{% for s in steps reversed %}{{ s.description | upcase }}{{ s.result }}{% endfor %}",
    "{{ sentiment_trend | default: 'none' }} {{ conversation.id }}",
)
CONDITIONS: tuple[dict[str, Any], ...] = (
    {"field": "customer.name", "has_value": True},
    {"field": "urgency.score", "above": 0.3},
    {"not": {"field": "urgency.level", "is": "high"}},
    {"any": [{"field": "messages[*].role", "is": "bot"}, {"field": "id", "contains": "a"}]},
)
LOOKUPS: dict[str, dict[str, Any]] = {
    "level": {"low": "low", "normal": "low", "high": "high", "critical": "high"},
    "one": {"low": "l", "normal": "n", "high": "h", "critical": "c"},
    "any": {"*": "bad", "gold": "good"},
}


class Rule(Struct, frozen=True):
    """A [[field]] and the tables it needs."""

    settings: dict[str, Any]
    template: str | None = None


def _some(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the settings."""
    return st.fixed_dictionaries({}, optional=choices)


def _one_of(*settings: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([{}, *settings])


COMMON = _some(
    when=st.sampled_from(CONDITIONS),
    when_empty=st.sampled_from(["leave-out", "clear", "stop"]),
    required=st.booleans(),
)
TRANSFORM = _one_of({"transform": "strip"}, {"transform": ["upper", "strip"]})
OVERFLOW = st.sampled_from(["shorten", "capsule", "stop"])
BANDS = {"bands": [{"below": 0.4, "is": "low"}, {"is": "high"}]}
LOOKUP = _one_of({"lookup": "level"}, {"lookup": "one"}, {"lookup": "any"})
NUMBER = _one_of({"number": {"scale": 1, "percent": True}}, {"number": {"scale": 3}})
DATE = _one_of({"date": "date"}, {"date": "date-time"}, {"date": "%d.%m.%Y %H:%M"})
CHOOSING = _one_of(
    {"not_in_list": "leave-out"},
    {"not_in_list": "stop"},
    {"not_in_list": "send"},
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """One rule that makes sense for the kind of its field."""
    kind = draw(st.sampled_from([*["text"] * 4, "number", "flag", "due", "choice", "tags"]))
    return Rule(draw(_OF_KIND[kind]()) | draw(COMMON))


@st.composite
def _text(draw: st.DrawFn) -> dict[str, Any]:
    to = draw(st.sampled_from(["short", "bytes", "units", "text", "whole.a", "whole.b"]))
    kept = {} if to.startswith("whole") else {"overflow": draw(OVERFLOW)}
    more: st.SearchStrategy[dict[str, Any]] = draw(
        st.sampled_from(
            [
                _from(WORDS, ALL_WORDS, TRANSFORM, LOOKUP),
                _from(NUMBERS, ALL_NUMBERS, NUMBER | st.just(BANDS)),
                _from(TIMES, ALL_TIMES, DATE),
                _from(LOOSE, ALL_WORDS, st.just({})),
            ]
        )
    )
    return {"to": to} | draw(more) | kept | draw(_one_of({"default": "none"}))


@st.composite
def _from(
    draw: st.DrawFn,
    one: tuple[str, ...],
    many: tuple[str, ...],
    *settings: st.SearchStrategy[dict[str, Any]],
) -> dict[str, Any]:
    """What is read, and settings that fit it."""
    chosen: dict[str, Any] = {}
    for setting in settings:
        chosen |= draw(setting)
    if draw(st.booleans()):
        return chosen | {"from": draw(st.lists(st.sampled_from(one), min_size=1, max_size=3))}
    how = draw(
        st.sampled_from([{"pick": "first"}, {"pick": "highest"}, {"pick": "latest"}])
        | st.sampled_from([{"join": "; "}, {"join": ""}])
    )
    return chosen | {"from": draw(st.sampled_from(many))} | how


@st.composite
def _number(draw: st.DrawFn) -> dict[str, Any]:
    numbers = draw(_from(NUMBERS, ALL_NUMBERS, NUMBER))
    joined = {"pick": "lowest"} if "join" in numbers else {}
    return {"to": "number"} | {k: v for k, v in numbers.items() if k != "join"} | joined


@st.composite
def _choice(draw: st.DrawFn) -> dict[str, Any]:
    to, good = draw(st.sampled_from([("level", "low"), ("mood", "good")]))
    made = draw(
        st.sampled_from(
            [
                {"from": "urgency.level", "lookup": "level" if to == "level" else "any"},
                {"from": ["customer.tier", "id"]},
                {"from": "urgency.score", "bands": [{"below": 0.4, "is": good}]},
            ]
        )
    )
    choosing = draw(CHOOSING | st.just({"not_in_list": "default", "default": good}))
    return {"to": to} | made | choosing


@st.composite
def _tags(draw: st.DrawFn) -> dict[str, Any]:
    more = draw(_one_of({"tag_style": "underscore"}, {"lookup": "any"}, {"overflow": "stop"}))
    return {"to": "tags", "from": draw(st.sampled_from(ALL_WORDS))} | more


_OF_KIND = {
    "text": _text,
    "number": _number,
    "flag": lambda: st.just({"to": "flag", "from": ["messages[0].internal", "extensions.x"]}),
    "due": lambda: _from(TIMES, ALL_TIMES, DATE).map(
        lambda made: (
            {"to": "due"} | {k: v for k, v in made.items() if k != "join"} | {"pick": "last"}
            if isinstance(made["from"], str)
            else {"to": "due"} | made
        )
    ),
    "choice": _choice,
    "tags": _tags,
}


@st.composite
def notes(draw: st.DrawFn) -> Rule:
    to, format_ = draw(st.sampled_from([("note", "text"), ("page", "html"), ("paper", "markdown")]))
    body = "".join(draw(st.lists(st.sampled_from(TEMPLATES), max_size=4)))
    overflow = draw(st.sampled_from(["continue", "stop"]))
    return Rule({"to": to, "template": format_, "overflow": overflow}, body)


@st.composite
def mappings(draw: st.DrawFn) -> str:
    """A mapping file; it may have problems."""
    chosen = draw(st.lists(rules(), max_size=5, unique_by=lambda rule: rule.settings["to"]))
    chosen += draw(st.lists(notes(), max_size=1))
    tables = [
        table_text("[defaults]", draw(_defaults(has_note=any(rule.template for rule in chosen)))),
        *(table_text("[[field]]", rule.settings) for rule in chosen),
        *(_template(rule) for rule in chosen if rule.template is not None),
        *(table_text(f"[lookup.{name}]", table) for name, table in LOOKUPS.items()),
        *([draw(_budget())] if any("whole." in rule.settings["to"] for rule in chosen) else []),
        table_text("[capsule]", {"as": "file", "redact": draw(REDACTED)}),
    ]
    return HEAD + "\n".join(line for table in tables for line in table) + "\n"


REDACTED = st.lists(st.sampled_from(["customer.email", "messages[*].text", "steps"]), max_size=2)


def _defaults(*, has_note: bool) -> st.SearchStrategy[dict[str, Any]]:
    unmapped = ["capsule", "capsule", "stop", *(["note"] if has_note else [])]
    return _some(
        unmapped=st.sampled_from(unmapped),
        when_empty=st.sampled_from(["leave-out", "clear"]),
        time_zone=st.sampled_from(["Europe/Berlin", "America/St_Johns"]),
    )


def _template(rule: Rule) -> list[str]:
    name = rule.settings["template"]
    return table_text(f"[template.{name}]", {"format": name, "body": rule.template})


@st.composite
def _budget(draw: st.DrawFn) -> list[str]:
    budget = {"field": "whole", "max_bytes": draw(st.integers(2, 60))}
    return table_text("[budget]", budget | {"give_up": draw(st.sampled_from([[], ["whole"]]))})
