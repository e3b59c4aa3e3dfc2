"""What an API key may do, and that it may do nothing else."""

from __future__ import annotations

import pytest

from gateway.store.scopes import ADMIN, HANDOFFS_READ, HANDOFFS_WRITE, SCOPES, allows


def test_a_key_may_do_what_its_scopes_say() -> None:
    assert allows((HANDOFFS_READ, HANDOFFS_WRITE), HANDOFFS_WRITE)


def test_a_key_may_do_nothing_else() -> None:
    assert not allows((HANDOFFS_READ,), HANDOFFS_WRITE)


def test_no_scope_but_admin_stands_for_admin() -> None:
    assert not allows([scope for scope in SCOPES if scope != ADMIN], ADMIN)


@pytest.mark.parametrize("needed", SCOPES)
def test_an_admin_may_do_everything(needed: str) -> None:
    assert allows((ADMIN,), needed)
