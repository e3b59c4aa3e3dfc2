"""Bodies that are forms: what a telephone platform's callback sends, as a flat document."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from gateway.intake.repair import Reading
from gateway.schema.leaves import escape
from gateway.schema.origin import Loss
from gateway.schema.scalars import Json

MEDIA_TYPE = "application/x-www-form-urlencoded"

NOT_UTF8 = "the field is not UTF-8; U+FFFD stands for each byte that is none"

_JSON_BEGINS = (b"{", b"[")
_MAX_LOSSES = 1000


def is_form(body: bytes, content_type: str) -> bool:
    """Whether a body is a form. ``curl -d`` calls JSON one too, which a form cannot look like."""
    declared = content_type.partition(";")[0].strip().lower()
    return declared == MEDIA_TYPE and not body.lstrip().startswith(_JSON_BEGINS)


def read_form(body: bytes) -> Reading:
    """The fields by their names; one that is sent more than once becomes a list."""
    document: dict[str, Json] = {}
    losses: list[Loss] = []
    repeated: set[str] = set()
    for name, value in _fields(body):
        key, text = _text(name), _text(value)
        if (key.encode(), text.encode()) != (name, value) and len(losses) < _MAX_LOSSES:
            losses.append(Loss(path=f"/{escape(key)}", reason=NOT_UTF8))
        if key not in document:
            document[key] = text
            continue
        if key not in repeated:
            document[key] = [document[key]]
            repeated.add(key)
        document[key].append(text)
    return Reading(document=document, loss=tuple(losses))


def _fields(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    for field in body.split(b"&"):
        name, _, value = field.partition(b"=")
        if field.strip():
            yield _decoded(name), _decoded(value)


def _decoded(text: bytes) -> bytes:
    return unquote_to_bytes(text.strip().replace(b"+", b" "))


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
