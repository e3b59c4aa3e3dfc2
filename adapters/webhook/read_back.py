"""What the receiver says it holds: digests in its answer, or the document itself at an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from adapters.webhook import template, translate, wire
from adapters.webhook.settings import WebhookSettings
from gateway import sdk

READ = "read what was stored"

_DIGEST = re.compile(r"sha256:([0-9A-Fa-f]{64})")
_DIGEST_OF = "digest."
_PATH = re.compile(r"/[!-~]*")


def delivered(
    request: sdk.VendorRequest,
    response: sdk.VendorResponse,
    consignment: sdk.Consignment,
    settings: WebhookSettings,
) -> sdk.Delivered:
    """What was delivered, with what reading back needs of the answer.

    An answer that breaks the echo contract breaks the proof and not the delivery, so what is
    wrong with it is kept until then.
    """
    key = consignment.key
    try:
        if settings.read_path:
            parts = {"read": _path(request, response, consignment, settings)}
            return sdk.Delivered(ref=key, url="", parts=parts)
        echo = wire.echoed(request, response) if settings.echo != "none" else None
        if echo is None:
            return sdk.Delivered(ref=key, url="")
        is_digests = settings.echo == "digests"
        parts = _digests(echo, consignment, settings) if is_digests else _address(echo)
        return sdk.Delivered(ref=str(echo.ref) or key, url=echo.opens, parts=parts)
    except (sdk.UnexpectedReply, sdk.Misfit) as error:
        why = error.detail.removeprefix(f"{error.step}: ")
        return sdk.Delivered(ref=key, url="", parts={"broken": why})


def _path(
    request: sdk.VendorRequest,
    response: sdk.VendorResponse,
    consignment: sdk.Consignment,
    settings: WebhookSettings,
) -> str:
    """The configured address, filled from what was sent and from the answer's members."""
    answered = {
        f"{translate.ANSWER}{name}": value for name, value in wire.members(response).items()
    }
    known = {**translate.values(consignment), **answered}
    return template.fill(settings.read_path, known, request.step)


def _digests(
    echo: wire.Readback, consignment: sdk.Consignment, settings: WebhookSettings
) -> dict[str, str]:
    """The digests of what we sent; others are not our business."""
    members = {
        name: translate.member(name, consignment, settings)
        for name in _named(consignment, settings)
    }
    given = {name: echo.digests.get(member) for name, member in members.items()}
    given[translate.CAPSULE] = echo.capsule
    shown = {name: text for name, text in given.items() if text is not None}
    return {"echo": "given", **{f"{_DIGEST_OF}{name}": _hex(shown[name]) for name in shown}}


def _hex(digest: str) -> str:
    """The digits of a digest; of one in another algorithm only that there was one is kept."""
    match = _DIGEST.fullmatch(digest)
    return match[1] if match else ""


def _address(echo: wire.Readback) -> dict[str, str]:
    """Where what was stored can be read; nothing where the receiver does not say."""
    if not echo.url:
        return {}
    # A whole URL could lead the credentials to a host of the receiver's choice.
    if not _PATH.fullmatch(echo.url):
        return {"broken": 'readback.url has to be a path that begins with "/"'}
    return {"read": echo.url}


def read_back(
    delivered: sdk.Delivered, consignment: sdk.Consignment, settings: WebhookSettings
) -> sdk.Flow[sdk.Stored]:
    """What is stored. Without an echo nothing can be said of any place."""
    parts = delivered.parts
    if "broken" in parts:
        raise sdk.UnexpectedReply(step=translate.step(settings), why=parts["broken"])
    if "echo" in parts:
        return _from_digests(parts, consignment, settings)
    if "read" not in parts:
        return sdk.Stored(unprovable=frozenset(_places(consignment)))
    request = sdk.VendorRequest(
        step=READ,
        method="GET",
        path=parts["read"],
        headers=(("accept", "application/json"), ("webhook-id", f"{consignment.key}-read")),
    )
    response = yield request
    if response.status == 404:
        return sdk.Stored()
    wire.accept(request, response)
    return _from_document(request, response, consignment, settings)


def _places(consignment: sdk.Consignment) -> tuple[str, ...]:
    capsule = (translate.CAPSULE,) if consignment.capsule else ()
    return (*translate.values(consignment), *capsule)


def _named(consignment: sdk.Consignment, settings: WebhookSettings) -> tuple[str, ...]:
    """What a receiver may give a digest of: the places, and the link where one was sent."""
    link = (translate.LINK,) if translate.sends_link(consignment, settings) else ()
    return (*_places(consignment), *link)


def _from_digests(
    parts: Mapping[str, str], consignment: sdk.Consignment, settings: WebhookSettings
) -> sdk.Stored:
    given = {
        name: parts[f"{_DIGEST_OF}{name}"]
        for name in _named(consignment, settings)
        if f"{_DIGEST_OF}{name}" in parts
    }
    unknown = {name for name, digest in given.items() if not digest}
    absent = {*template.names(settings.path)} - {*given}
    has_link = translate.sends_link(consignment, settings) and sdk.has_digest(
        translate.link(consignment, settings), given.get(translate.LINK, "")
    )
    return sdk.Stored(
        digests=tuple(
            sdk.FieldDigest(name=name, sha256=given[name])
            for name in _places(consignment)
            if given.get(name)
        ),
        unprovable=frozenset({*unknown, *absent, *({translate.CAPSULE} if has_link else ())}),
    )


def _from_document(
    request: sdk.VendorRequest,
    response: sdk.VendorResponse,
    consignment: sdk.Consignment,
    settings: WebhookSettings,
) -> sdk.Stored:
    document = _within(sdk.decode_reply(request, response, msgspec.Raw), _root(settings))
    shown = {
        name: _within(document, translate.member(name, consignment, settings))
        for name in translate.values(consignment)
    }
    capsule = _within(document, settings.handoff_member)
    # The record was found under the very value, and may not repeat it.
    absent = {name for name in template.names(settings.path) if shown.get(name) is None}
    has_link = _has_link(document, consignment, settings)
    note = consignment.note
    return sdk.Stored(
        fields=tuple(
            sdk.FieldValue(name=field.name, value=msgspec.json.decode(value))
            for field in consignment.fields
            if (value := shown[field.name]) is not None
        ),
        note=() if note is None else (_note(note, shown[note.field]),),
        capsule=None if capsule is None else bytes(capsule),
        unprovable=frozenset({*absent, *({translate.CAPSULE} if has_link else ())}),
    )


def _root(settings: WebhookSettings) -> str:
    """The member in which ours begin: the one we sent them in, unless it is said otherwise."""
    return settings.read_member or ("" if settings.format == "json" else "data")


def _within(document: msgspec.Raw | None, name: str) -> msgspec.Raw | None:
    """The member of a dotted name, as it stands there; None where there is none."""
    for part in filter(None, name.split(".")):
        if document is None:
            return None
        try:
            document = msgspec.json.decode(document, type=dict[str, msgspec.Raw]).get(part)
        except msgspec.ValidationError:
            return None
    return document


def _note(note: sdk.Note, shown: msgspec.Raw | None) -> sdk.StoredNote:
    text: Any = UNSET if shown is None else msgspec.json.decode(shown)
    return sdk.StoredNote(
        sent=note.body,
        stored=text if isinstance(text, str) else None,
        start=0,
        end=len(note.body),
    )


def _has_link(
    document: msgspec.Raw | None, consignment: sdk.Consignment, settings: WebhookSettings
) -> bool:
    """Whether the link is there and the handoff, which it leads to, is not."""
    if not translate.sends_link(consignment, settings):
        return False
    shown = _within(document, translate.LINK)
    is_right = shown is not None and msgspec.json.decode(shown) == translate.link(
        consignment, settings
    )
    return is_right and _within(document, settings.handoff_member) is None
