"""The documents that a pipeline is measured with."""

from __future__ import annotations

from itertools import islice

from benchmarks.pipeline.bodies import Bodies
from gateway.schema.codec import decode_handoff


def test_every_body_is_a_handoff_of_a_conversation_of_its_own() -> None:
    handoffs = [decode_handoff(body) for body in islice(Bodies(), 20)]

    assert 20 == len({str(handoff.id) for handoff in handoffs})
    assert 20 == len({handoff.conversation.id for handoff in handoffs})


def test_two_runs_send_no_body_twice() -> None:
    assert next(Bodies()) != next(Bodies())
