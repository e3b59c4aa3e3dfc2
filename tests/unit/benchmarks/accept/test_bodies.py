"""The handoff that is sent over and over."""

from __future__ import annotations

from benchmarks.accept.bodies import body, request
from gateway.schema.codec import decode_handoff


def test_each_request_hands_another_conversation_over() -> None:
    template = request(body(), "rb_key")
    sent = [template.numbered(number).split(b"\r\n\r\n", 1) for number in (1, 2)]

    handoffs = [decode_handoff(came) for _, came in sent]
    assert 2 == len({one.conversation.id for one in handoffs})
    assert all(f"Content-Length: {len(came)}".encode() in head for head, came in sent)


def test_it_comes_without_what_the_gateway_adds() -> None:
    handoff = decode_handoff(body())

    assert not handoff.id
    assert not handoff.provenance
