"""The codes of reasons."""

from __future__ import annotations

import pytest

from gateway.intake.lifting.reasons import reason_code


@pytest.mark.parametrize("word", ["customer_request", "customerRequest", "Customer-Request"])
def test_a_word_that_is_ours_is_the_code(word: str) -> None:
    assert "customer_request" == reason_code(word)


@pytest.mark.parametrize("word", ["", "policy_exception", "customer request please"])
def test_any_other_word_is_other(word: str) -> None:
    assert "other" == reason_code(word)
