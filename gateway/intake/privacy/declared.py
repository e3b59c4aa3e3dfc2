"""Replaces what the sender, or the operator's profile, declares to be sensitive."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import msgspec

from gateway.intake.privacy.found import changed
from gateway.intake.privacy.links import is_free, is_link
from gateway.intake.privacy.tokens import Tokens, is_token
from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import document_leaves, escape
from gateway.schema.scalars import Json

KIND = "SENSITIVE"
DETECTOR = "sensitive_fields"
_FIELD_DETECTOR = "fields"

# A shorter value is looked for at its own place only: "yes" is everywhere.
_SHORTEST = 4
_CUSTOMER_ID = "/customer/id"


def redact_declared(
    document: Json, pointers: Collection[str], fields: Collection[str], tokens: Tokens
) -> Json:
    """The document with tokens at these pointers, in members of these names, and wherever else
    the same values stand.

    A token of a pointer may be ``*`` for every element or member. What is at no place is noted with
    a count of 0; ids that hold the handoff together stay.
    """
    named: dict[str, str] = {}
    for pattern in pointers:
        found = [at for at in _matching(document, pattern) if not is_link(at)]
        named |= dict.fromkeys(found, DETECTOR)
        if not found:
            tokens.events[(pattern, KIND, DETECTOR)] += 0
    if fields:
        named |= dict.fromkeys(_of_names(document, "", fields), _FIELD_DETECTOR)
    if not named:
        return document
    secrets = _secrets(document, named)
    redacted = changed(document, "", lambda at, leaf: _at(at, leaf, named, tokens))
    redacted = _rewritten(document, redacted)
    if not secrets:
        return redacted
    redacted = _without_lifted_id(redacted, secrets)
    return changed(redacted, "", lambda at, leaf: _elsewhere(at, leaf, secrets, tokens))


def _at(at: str, leaf: Json, named: dict[str, str], tokens: Tokens) -> Json:
    detector = named.get(at)
    if detector is None or leaf is None or leaf in ("", [], {}):
        return leaf
    text = _spelled(leaf)
    if is_token(text):
        return leaf
    return tokens.replace(text, kind=KIND, key=text, detector=detector, path=at)


def _elsewhere(at: str, leaf: Json, secrets: re.Pattern[str], tokens: Tokens) -> Json:
    """What repeats a secret: all of it, or a part of a text. A call's own words say it again."""
    if not is_free(at):
        return leaf
    if not isinstance(leaf, str):
        is_secret = type(leaf) in (int, float) and secrets.fullmatch(_spelled(leaf))
        return _at(at, leaf, {at: DETECTOR}, tokens) if is_secret else leaf
    return secrets.sub(
        lambda found: tokens.replace(found[0], kind=KIND, key=found[0], detector=DETECTOR, path=at),
        leaf,
    )


def _without_lifted_id(document: Json, secrets: re.Pattern[str]) -> Json:
    """Without a customer's id that only tool traffic told and that is a secret: a token in its
    place would make customers of several handoffs one.
    """
    customer: Json = document.get("customer")
    provenance: dict[str, Json] = document.get("provenance") or {}
    generated: list[dict[str, Json]] = provenance.get("generated") or []
    is_lifted = any(made["path"] == _CUSTOMER_ID for made in generated)
    if not is_lifted or not is_object(customer) or not secrets.fullmatch(customer.get("id", "")):
        return document
    kept = [made for made in generated if made["path"] != _CUSTOMER_ID]
    return {
        **document,
        "customer": {name: value for name, value in customer.items() if name != "id"},
        "provenance": {**provenance, "generated": kept},
    }


def _rewritten(before: Json, after: Json) -> Json:
    """Arguments as a model wrote them are written anew where an argument was replaced."""
    if is_object(before) and is_object(after):
        members = {
            name: _rewritten(before.get(name), child) if name in before else child
            for name, child in after.items()
        }
        text = before.get("arguments_text")
        if isinstance(text, str) and before.get("arguments") != after.get("arguments"):
            members["arguments_text"] = msgspec.json.encode(after["arguments"]).decode()
        return members
    if is_list(before) and is_list(after):
        return [_rewritten(old, new) for old, new in zip(before, after, strict=True)]
    return after


def _secrets(document: Json, named: dict[str, str]) -> re.Pattern[str] | None:
    leaves = document_leaves(document)
    texts = {_spelled(leaves[at]) for at in named if leaves.get(at) is not None}
    telling = (text for text in texts if len(text.strip()) >= _SHORTEST and not is_token(text))
    long = sorted(telling, key=len, reverse=True)
    if not long:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, long))})(?!\w)")


def _spelled(leaf: Json) -> str:
    return leaf if isinstance(leaf, str) else msgspec.json.encode(leaf).decode()


def _matching(document: Json, pattern: str) -> Iterator[str]:
    """The leaves at a pointer or below it."""
    places: list[tuple[str, Json]] = [("", document)]
    for token in pattern.split("/")[1:]:
        places = [
            (f"{at}/{name}", child)
            for at, value in places
            for name, child in _children(value)
            if token in (name, "*")
        ]
    for at, value in places:
        yield from (at + rest for rest in document_leaves(value))


def _of_names(document: Json, at: str, fields: Collection[str]) -> Iterator[str]:
    for name, child in _children(document):
        place = f"{at}/{name}"
        if is_object(document) and name.lower() in fields and not is_link(place):
            yield from (place + rest for rest in document_leaves(child))
        else:
            yield from _of_names(child, place, fields)


def _children(value: Json) -> Iterator[tuple[str, Json]]:
    if is_object(value):
        yield from ((escape(name), child) for name, child in value.items())
    elif is_list(value):
        yield from ((str(index), child) for index, child in enumerate(value))
