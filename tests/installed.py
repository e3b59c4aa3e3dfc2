"""Vendors that tests take as their example: taken out of the tree, they take those tests along."""

from __future__ import annotations

import pytest

from gateway.delivery.catalogue import adapter_names


def need(*vendors: str) -> None:
    """Skip this test, or this module, where one of these vendors was taken out."""
    if missing := sorted(set(vendors) - set(adapter_names())):
        pytest.skip(f"taken out: {', '.join(missing)}", allow_module_level=True)
