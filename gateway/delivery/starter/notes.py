"""The note of a starter: what to do and what was promised first, then situation and transcript."""

from __future__ import annotations

from typing import Final

from mappings.vendor_schema import NoteFormat

_HEADING: Final[dict[NoteFormat, str]] = {
    "text": "\n{}\n",
    "markdown": "\n**{}**\n\n",
    "html": "<h3>{}</h3>\n",
}
_LINE: Final[dict[NoteFormat, str]] = {"text": "{}\n", "markdown": "{}\n\n", "html": "<p>{}</p>\n"}
_ITEM: Final[dict[NoteFormat, str]] = {
    "text": "- {}\n",
    "markdown": "- {}\n",
    "html": "<p>- {}</p>\n",
}

# heading, what must be there, (loop variable, list) or None, what is printed
_SECTIONS: Final = (
    ("DO NEXT", "summary.recommendation", None, "{{ summary.recommendation }}"),
    ("DO NOT", "do_not", ("warning", "do_not"), "{{ warning }}"),
    (
        "PROMISED TO THE CUSTOMER",
        "commitments",
        ("promise", "commitments"),
        "{{ promise.text }}{% if promise.due_at %}, due {{ promise.due_at }}{% endif %}",
    ),
    (
        "SITUATION",
        "summary.situation",
        None,
        "{{ summary.situation }} {{ summary.background }}",
    ),
    ("ASSESSMENT", "summary.assessment", None, "{{ summary.assessment }}"),
    (
        "NOT SOLVED YET",
        "steps_unresolved",
        ("step", "steps_unresolved"),
        "{{ step.description }} [{{ step.status }}]",
    ),
    (
        "DONE",
        "steps_resolved",
        ("step", "steps_resolved"),
        "{{ step.description }}",
    ),
    (
        "TRANSCRIPT",
        "messages",
        ("message", "messages"),
        "{{ message.role }}: {{ message.text }}",
    ),
)


def note_body(format_: NoteFormat) -> str:
    """A template that compiles in this format."""
    return "".join(_section(format_, *section) for section in _SECTIONS)


def _section(
    format_: NoteFormat, heading: str, needed: str, loop: tuple[str, str] | None, printed: str
) -> str:
    if loop is None:
        body = _LINE[format_].format(printed)
    else:
        variable, items = loop
        body = (
            f"{{%- for {variable} in {items} %}}\n{_ITEM[format_].format(printed).rstrip()}\n"
            "{%- endfor %}\n"
        )
    title = _HEADING[format_].format(heading)
    return f"{{%- if {needed} != blank %}}{title}{body}{{%- endif %}}\n"
