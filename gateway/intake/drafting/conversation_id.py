"""The id of a conversation whose dialect has none, made of the document."""

from __future__ import annotations

import json
from hashlib import sha256

from gateway.schema.scalars import Json

_DIGITS = 24


def conversation_id(dialect: str, document: Json) -> str:
    """The same for the same document, so that a retry is not another conversation."""
    digest = sha256(json.dumps(document).encode()).hexdigest()
    return f"{dialect}-{digest[:_DIGITS]}"
