"""Drift: what a vendor changed after a mapping was published, and what that leaves of its rules.

A published mapping keeps delivering. A rule that the vendor's schema no longer supports is stale:
kept in the file, skipped and reported.
"""

from __future__ import annotations

from collections.abc import Iterable

SENTENCES: dict[str, str] = {
    "D401": (
        '{vendor} no longer has a field "{to}", so this rule is skipped.'
        " Map another field, or remove it."
    ),
    "D402": (
        'This rule is skipped, because "{to}" ({label}) can no longer be written{why}.'
        " Map another field, or remove it."
    ),
    "D403": (
        '"{to}" ({label}) no longer lists "{value}", which is skipped. It lists: {choices}.{hint}'
    ),
    "D404": (
        '{vendor} has come to demand "{to}" ({label}), and may refuse a handoff without it.'
        " Add a [[field]] that fills it."
    ),
    "D405": (
        'This rule is skipped, because "{to}" ({label}) now holds {holds}, and {source} is {given}.'
        " {cure}"
    ),
    "D406": (
        'This rule is skipped, because "{to}" now holds {length} {unit}, and the fixed value is'
        " longer. Make it shorter."
    ),
    "D407": (
        'This rule is skipped, because overflow = "{overflow}" no longer works for "{to}".'
        " Choose {choices}."
    ),
    "D408": (
        'This rule is skipped, because "{to}" now takes one value, and line {first} gives it.'
        " Keep one of the two."
    ),
    "D409": (
        'The note is skipped, because "{to}" now takes {wanted} text, and [template.{name}] is'
        " {found}. Write it anew."
    ),
    "D410": (
        'This rule is skipped, because "{to}" is now the note that a person reads.'
        ' Fill it from a "template".'
    ),
    "D411": '{vendor} no longer finds a record by "{to}" ({label}), which match names. {cure}',
    "D412": (
        "There is no note any more, so what is too long for this field is in the capsule only."
        " Mend the rule for the note."
    ),
    "D413": (
        'This rule is skipped, because "{to}" ({label}) now holds {holds}, for which "{setting}" is'
        " of no use. Remove it."
    ),
    "D414": (
        'The vendor has come to demand "{to}", so it may refuse a handoff for which that is given'
        " up. Remove it from give_up."
    ),
    "D415": (
        'This rule is skipped, because "{to}" ({label}) now takes one value, and "{path}" gives'
        ' several. Add pick = "first" or join = "; ".'
    ),
    "D416": (
        'Fields are given up earlier, because "{field}" ({label}) now holds {length} {unit}, and'
        " the budget lets it have {max_bytes} bytes. Lower max_bytes."
    ),
}
"""What the catalogue says of a published mapping; all of it is a warning."""

BECOMES: dict[str, str] = {
    "V201": "D401",
    "V202": "D402",
    "V230": "D403",
    "V203": "D404",
    "V210": "D405",
    "V222": "D406",
    "V221": "D407",
    "V204": "D408",
    "V240": "D409",
    "V241": "D410",
    "V206": "D411",
    "V223": "D412",
    "V211": "D413",
    "V262": "D414",
    "V263": "D416",
}
"""What an error of the vendor's side is called in a mapping that compiled when it was published."""

OF_SEVERAL = frozenset({"M103", "M106", "M107"})
"""What an error of the handoff's side is, of which a vendor's field that took several is the cause:
then it is D415."""

_LEAVES_THE_RULE = frozenset({"D403"})


def is_stale(codes: Iterable[str], *, needs_every_value: bool) -> bool:
    """Whether a rule with these problems is skipped as a whole.

    Of a lookup whose output the vendor no longer lists, only that line is: the rest still works,
    unless the rule ``needs_every_value``.
    """
    found = SENTENCES.keys() & set(codes)
    return bool(found if needs_every_value else found - _LEAVES_THE_RULE)
