"""What a gateway process sees to before it serves."""

from __future__ import annotations

import gc

from gateway.cli.serving import sparing_the_collector


def test_the_collector_is_left_out_of_what_was_there_before_and_put_back_afterwards() -> None:
    before = (gc.get_freeze_count(), gc.get_threshold())
    with sparing_the_collector():
        assert gc.get_freeze_count() > before[0]
        assert gc.get_threshold() > before[1]
    assert before == (gc.get_freeze_count(), gc.get_threshold())
