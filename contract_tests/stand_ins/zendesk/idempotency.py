"""Idempotency keys: a create that is repeated gives the first answer again, for two hours."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from contract_tests.stand_ins.wire import Reply, with_headers
from contract_tests.stand_ins.zendesk.call import Call
from contract_tests.stand_ins.zendesk.records import Remembered
from contract_tests.stand_ins.zendesk.replies import idempotency_mismatch, invalid_attribute

_LIFETIME = timedelta(hours=2)
_KEY_CHARACTERS = 255
_LOOKUP = "x-idempotency-lookup"


def once_per_key(create: Callable[[Call], Reply]) -> Callable[[Call], Reply]:
    """A handler that knows ``Idempotency-Key``; only its successes are remembered."""

    def handle(call: Call) -> Reply:
        key = call.request.header("idempotency-key")
        if key is None:
            return create(call)
        if len(key) > _KEY_CHARACTERS:
            return invalid_attribute("You passed an invalid value for the Idempotency-Key.")
        remembered = _remembered(call, key)
        if remembered is None:
            return _create(call, key, create)
        if remembered.body_sha256 != _fingerprint(call):
            return idempotency_mismatch()
        reply = Reply(
            status=remembered.status,
            headers=(("content-type", "application/json; charset=utf-8"),),
            body=remembered.body,
        )
        return with_headers(reply, (_LOOKUP, "hit"))

    return handle


def _create(call: Call, key: str, create: Callable[[Call], Reply]) -> Reply:
    reply = create(call)
    call.account.remembered[key] = Remembered(
        body_sha256=_fingerprint(call),
        status=reply.status,
        body=reply.body,
        at=call.account.now,
    )
    return with_headers(reply, (_LOOKUP, "miss"))


def _remembered(call: Call, key: str) -> Remembered | None:
    remembered = call.account.remembered.get(key)
    if remembered is None or call.account.now - remembered.at >= _LIFETIME:
        return None
    return remembered


def _fingerprint(call: Call) -> str:
    return hashlib.sha256(call.request.body).hexdigest()
