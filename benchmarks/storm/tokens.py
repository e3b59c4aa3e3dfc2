"""Access tokens that run out while a storm lasts, at the vendors that give tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

GIVERS = ("salesforce", "zendesk")


def let_tokens_run_out(apps: Mapping[str, Any], calls: int) -> None:
    """After so many calls with it, a token is refused with 401."""
    for vendor in GIVERS:
        apps[vendor].switches.turn_on(f"token_expiry={calls}")


def let_tokens_last(apps: Mapping[str, Any]) -> None:
    """As if no token ever ran out."""
    for vendor in GIVERS:
        apps[vendor].switches.turn_off("token_expiry")


def tokens_given(account: Any) -> int:
    """How many tokens an account has given so far."""
    return len(getattr(account, "tokens", ()))
