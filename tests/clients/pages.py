"""The two pages that every store is given to find."""

from __future__ import annotations

TEXTS = ("Fares are paid back within a day.", "Seats are not.")
VECTOR = (0.19714, -0.5)
"""Of the first page; the second has none."""

IDS = ("03f2e0cd-0729-5377-b1ed-1f76701fb340", "9a1f6c1e-3a52-5c0d-8a55-0c8f4b8d4a11")
"""Where a store has ids of its own."""
