"""The echo contract's answer: a digest of every stored member, and where all of it can be read.

Written from the guide and not from the gateway's code, which it judges.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.webhook.inbox import Item
from contract_tests.stand_ins.webhook.storing import is_object, members

HANDOFF = "handoff"
STORED = "/stored/"


def readback(item: Item, switches: Switches, origin: str) -> dict[str, Any]:
    """The member ``readback`` of the answer to a delivery."""
    algorithm = "md5" if switches.value("wrong_algorithm") is not None else "sha256"
    stored = members(item.stored)
    held = stored if is_object(stored) else {}
    digests = _digests({name: held[name] for name in held if name != HANDOFF}, algorithm)
    flipped = switches.value("flip_digest")
    answer = {
        "ref": item.id,
        "page": f"{origin}{STORED}{item.id}",
        "url": f"{STORED}{item.id}",
        "digests": {
            name: _flip(digest) if name == flipped else digest for name, digest in digests.items()
        },
    }
    return {**answer, "capsule": digest(held[HANDOFF], algorithm)} if HANDOFF in held else answer


def digest(value: Any, algorithm: str = "sha256") -> str:
    """A value's digest, as the guide defines it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{algorithm}:{hashlib.new(algorithm, text.encode()).hexdigest()}"


def _digests(value: Any, algorithm: str, path: str = "") -> dict[str, str]:
    """Of the members on every level, by their dotted names."""
    found = {path: digest(value, algorithm)} if path else {}
    for name, member in (value if is_object(value) else {}).items():
        found |= _digests(member, algorithm, f"{path}.{name}" if path else name)
    return found


def _flip(text: str) -> str:
    return text[:-1] + ("0" if text[-1] != "0" else "1")
