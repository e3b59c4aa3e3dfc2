"""What is left of a text for those who look for long numbers."""

from __future__ import annotations

from gateway.intake.digits import outline, zeroed


def test_digits_follow_one_another_without_what_may_stand_between_them() -> None:
    assert b"a0000,0" == outline("a1 2-\u200b34,5".encode())


def test_a_zeroed_text_keeps_its_places() -> None:
    assert b"a0 0-00,0e" == zeroed(b"a1 2-34,5e")
