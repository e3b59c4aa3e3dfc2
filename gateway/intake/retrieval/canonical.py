"""Documents in the canonical form already: a list of them, or a whole ``knowledge``."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval.store import Store
from gateway.intake.shape import is_list, is_object
from gateway.schema.check import fits
from gateway.schema.knowledge import Document, Knowledge
from gateway.schema.leaves import escape
from gateway.schema.scalars import Json


def _is_knowledge(value: Json) -> bool:
    if is_list(value):
        return bool(value) and fits(value, tuple[Document, ...])
    has_documents = is_object(value) and is_list(value.get("documents"))
    return has_documents and fits(value, Knowledge)


def _documents(result: Native) -> list[Draft]:
    listed = result if is_list(result.value) else result["documents"]
    return [_document(native) for native in listed.elements()]


def _document(native: Native) -> Draft:
    document = Draft()
    for name, member in native.members():
        document.take(member, f"/{escape(name)}")
    return document


store = Store(name="documents in canonical form", recognises=_is_knowledge, read=_documents)
