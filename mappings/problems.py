"""The catalogue of what a compiler can say about a mapping: one code, one severity, one sentence.

M0xx is the file, M1xx the handoff's side and the templates, V2xx the vendor's side, C3xx what
has no place, D4xx what the vendor changed after a mapping was published. Sentences speak the
admin's words and end with one thing to do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from mappings import drift

Severity: TypeAlias = Literal["error", "warning", "note"]


class MappingProblem(Struct, frozen=True, kw_only=True):
    """One thing the admin should know. ``line`` is 1-based; 0 stands for the whole file."""

    code: str
    severity: Severity
    line: int
    message: str


CATALOGUE: dict[str, tuple[Severity, str]] = {
    "M001": ("error", "The file is not valid TOML: {why}."),
    "M002": ("error", 'The file must say schema = "{version}" at its top.'),
    "M003": ("error", 'This mapping reads "{found}", and the gateway speaks "{version}".{hint}'),
    "M004": ("error", 'There is no setting called "{name}" in {table}.{hint}'),
    "M005": ("error", '"{name}" must be {expected}.'),
    "M006": ("error", 'The setting "{name}" is missing in {table}. Add it.'),
    "M007": (
        "error",
        'A [[field]] takes its value from exactly one of "from", "value" or "template".'
        " This one has {found}.",
    ),
    "M009": ("error", "The file is larger than {limit} kB. Make it smaller."),
    "M101": ("error", 'There is no handoff field called "{path}".{hint}'),
    "M102": (
        "error",
        '"{path}" cannot be read as a handoff field. Write it like "customer.email".',
    ),
    "M103": (
        "error",
        '"{path}" is a list. Write "{path}[*]" for all of it or "{path}[0]" for the first.',
    ),
    "M104": ("error", '"{path}" is one value and has nothing called "{name}" in it.'),
    "M105": (
        "error",
        '"{path}" is a group of fields and not one value. Name one of them: {members}.',
    ),
    "M106": (
        "error",
        '"{path}" gives several values, and "{to}" holds one. Add pick = "first" or join = "; ".',
    ),
    "M107": ("error", '"{path}" can be a text or a list. Name what is in it: {members}.'),
    "M108": ("error", '"{path}" is computed and stands nowhere, so it cannot be redacted.'),
    "M110": ("error", '"{setting}" works on {wanted}, and "{path}" is not that.'),
    "M111": ("error", '"{setting}" is of no use here: "{to}" takes one value already. Remove it.'),
    "M112": (
        "error",
        '"{value}" is not a setting of the destination. Write "@destination." and its name.',
    ),
    "M113": ("error", "A [[field]] takes only one of {found}. Keep one of them."),
    "M114": ("error", '"{setting}" does nothing beside a "template". Remove it.'),
    "M115": ("error", 'There is no time zone "{name}".{hint}'),
    "M116": (
        "error",
        'The pattern of "date" has "{found}", which stands for nothing here. Write it like'
        ' "%d.%m.%Y %H:%M".',
    ),
    "M120": ("error", "The template cannot be read: {why}."),
    "M121": ("error", "Templates have no tag {{% {tag} %}}. They have {allowed}."),
    "M122": ("error", 'Templates have no filter "{name}".{hint}'),
    "M123": ("error", 'The filter "{name}" takes {expected}.'),
    "M124": ("error", "The template is {what}. The limit is {limit}."),
    "M125": ("error", "There is no table [template.{name}].{hint}"),
    "M126": ("error", "The template uses {what}, which templates here do not have. {cure}"),
    "M127": ("error", "A list cannot be printed as it is. Write \"{path} | join: ', '\" or loop."),
    "M130": ("error", 'A condition has "field" and one test: {tests}. This one has {found}.'),
    "M131": ("error", "Conditions are nested more than {limit} deep. Make them flatter."),
    "M150": ("error", "There is no table [lookup.{name}].{hint}"),
    "M151": (
        "warning",
        "Table [lookup.{name}] does not say what to do with {missing}."
        ' Add it, or add "*" = "…" for anything else.',
    ),
    "M152": (
        "warning",
        '"{path}" is never "{key}", so that line of [lookup.{name}] is dead.{hint}',
    ),
    "M153": ("warning", "[{table}] is never used. Use it in a [[field]], or remove it."),
    "M160": (
        "error",
        'The bands for "{to}" must rise, and only the last may leave "below" out. Put them in that'
        " order.",
    ),
    "M161": (
        "warning",
        'The bands for "{to}" do not say what to do with {below} and more. Add a last one without'
        ' "below".',
    ),
    "V200": ("error", 'This mapping is for {what} "{found}", and the destination has "{wanted}".'),
    "V201": ("error", '{vendor} has no field "{to}".{hint}'),
    "V202": ("error", '"{to}" ({label}) cannot be written{why}. Remove this [[field]].'),
    "V203": ("error", '{vendor} demands "{to}" ({label}), and no [[field]] fills it. Add one.'),
    "V204": ("error", '"{to}" is already filled on line {first}. Keep one of the two.'),
    "V205": ("error", 'match names "{to}", and no [[field]] fills it. Add one.'),
    "V206": (
        "error",
        'match names "{to}" ({label}), and {vendor} finds no record by that. {cure}',
    ),
    "V210": ("error", '"{to}" ({label}) holds {holds}, and {source} is {given}. {cure}'),
    "V211": (
        "error",
        '"{setting}" is of no use for "{to}" ({label}), which holds {holds}. Remove it.',
    ),
    "V220": (
        "warning",
        '"{path}" can be longer than the {length} {unit} "{to}" holds.'
        ' {kept} Choose overflow = "shorten", "note" or "stop".',
    ),
    "V221": ("error", 'overflow = "{overflow}" does not work for "{to}". Choose {choices}.'),
    "V223": ("error", 'overflow = "note" needs a note, and no [[field]] fills one. Add it.'),
    "V224": (
        "error",
        'unmapped = "note" needs a note, and no [[field]] fills one. Add it, or choose "capsule".',
    ),
    "V222": ("error", 'The fixed value for "{to}" is longer than the {length} {unit} it holds.'),
    "V230": (
        "error",
        '"{to}" ({label}) has no value "{value}". It lists: {choices}.{hint}',
    ),
    "V231": (
        "warning",
        '"{to}" ({label}) does not list "{value}", and would keep it as a value of nobody\'s.'
        " It lists: {choices}.{hint}",
    ),
    "V232": ("error", 'not_in_list = "default" needs a default for "{to}". Add default = "…".'),
    "V233": (
        "warning",
        '"{to}" ({label}) takes listed values only, so {vendor} will refuse any other. Choose'
        ' not_in_list = "leave-out", "default" or "stop".',
    ),
    "V240": ("error", '"{to}" takes {wanted} text, and [template.{name}] is {found}.'),
    "V241": ("error", '"{to}" is the note that a person reads. Fill it from a "template".'),
    "V250": ("error", "{vendor} cannot keep the capsule as {found}. Choose {choices}."),
    "V260": ("error", 'The budget is for "{field}", and no [[field]] fills anything of it.{hint}'),
    "V261": ("error", 'give_up names "{to}", which is not filled as a part of "{field}".{hint}'),
    "V262": ("error", '"{to}" must always be sent and cannot be given up. Remove it from give_up.'),
    "V263": (
        "error",
        'The budget lets "{field}" ({label}) have {max_bytes} bytes, and it holds {length}'
        " {unit}."
        " Lower max_bytes.",
    ),
    "V264": (
        "warning",
        '"{field}" ({label}) holds {length} {unit} in all, and {vendor} will refuse a handoff that'
        ' has more for it. Add [budget] with field = "{field}".',
    ),
    "C301": (
        "error",
        "Without a [capsule], {count} of {total} handoff fields have no place, and a handoff that"
        ' has one of them stops. Add [capsule], or unmapped = "note".',
    ),
    "C302": (
        "note",
        "{count} of {total} handoff fields are in the capsule only: {fields}. Map what agents need,"
        " and name the rest under [[accept]].",
    ),
    "C310": (
        "note",
        '{keys} all become "{output}" in "{to}"; the difference is kept only in the note or'
        " capsule.",
    ),
    "C311": (
        "note",
        '"{setting}" can lose a part of "{path}" on its way to "{to}"; the difference is kept only'
        " in the note or capsule.",
    ),
    **{code: ("warning", said) for code, said in drift.SENTENCES.items()},
}


class Refused(Exception):
    """One thing that cannot be compiled; the compiler knows its line and makes it a problem."""

    def __init__(self, code: str, **words: object) -> None:
        self.code = code
        self.words = words
        super().__init__(sentence(code, words))


def sentence(code: str, words: Mapping[str, object]) -> str:
    """What the catalogue says under a code; an unset ``hint`` is none."""
    return CATALOGUE[code][1].format(**{"hint": "", **words})


class Problems:
    """Everything found so far; in a ``published`` mapping the vendor's side has drifted."""

    def __init__(self, *, published: bool = False) -> None:
        self._published = published
        self._found: list[MappingProblem] = []

    @property
    def published(self) -> bool:
        """Whether the mapping compiled once, against what the vendor had then."""
        return self._published

    def add(self, code: str, line: int, **words: object) -> None:
        """Say what the catalogue says under a code; an unset ``hint`` is none."""
        if self._published:
            code = drift.BECOMES.get(code, code)
        severity, sentence = CATALOGUE[code]
        message = sentence.format(**{"hint": "", **words})
        self._found.append(MappingProblem(code=code, severity=severity, line=line, message=message))

    def refused(self, refused: Refused, line: int) -> None:
        self.add(refused.code, line, **refused.words)

    def apart(self) -> Problems:
        """For what shall first be looked at by itself."""
        return Problems(published=self._published)

    def extend(self, other: Problems, group: str = "") -> None:
        """Take over what was looked at apart; only codes that begin with ``group``."""
        self._found.extend(one for one in other.sorted() if one.code.startswith(group))

    def stale(self) -> tuple[MappingProblem, ...]:
        """What the vendor no longer supports of a published mapping."""
        return tuple(problem for problem in self.sorted() if problem.code in drift.SENTENCES)

    def has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self._found)

    def sorted(self) -> tuple[MappingProblem, ...]:
        """By line; what was found twice is said once."""
        return tuple(
            sorted(dict.fromkeys(self._found), key=lambda problem: (problem.line, problem.code))
        )


def did_you_mean(name: str, names: Iterable[str], prefix: str = "", rest: str = "") -> str:
    """The hint for a name that does not exist, with a space before it; empty without a near one."""
    near = nearest(name, names)
    return f' Did you mean "{prefix}{near}{rest}"?' if near else ""


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant; case does not count."""
    by_lower = {known.lower(): known for known in names}
    near = difflib.get_close_matches(name.lower()[:80], by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else None


def listed(words: Iterable[str], last: str = "and", most: int = 12) -> str:
    """Words as a sentence lists them."""
    found = list(words)
    if len(found) > most:
        found = [*found[:most], "…"]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def quoted(words: Iterable[str]) -> list[str]:
    return [f'"{word}"' for word in words]
