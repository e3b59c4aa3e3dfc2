"""Durations as the configuration writes them."""

from __future__ import annotations

import pytest

from gateway.config.durations import seconds_of


@pytest.mark.parametrize(("duration", "seconds"), [("30min", 1800), ("24h", 86400), ("7d", 604800)])
def test_a_duration_is_a_number_with_its_unit(duration: str, seconds: int) -> None:
    assert seconds == seconds_of(duration)


def test_what_is_none_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="a number with min, h or d"):
        seconds_of("soon")


@pytest.mark.parametrize("value", ["24", "0h", "1w", "1.5h"])
def test_a_setting_that_is_none_is_refused(problems, value: str) -> None:
    (problem,) = problems(f'[gateway]\nturns_kept = "{value}"\n')

    assert ("config.invalid_value", "gateway.turns_kept") == (problem.code, problem.pointer)
    assert "24h" in problem.detail
