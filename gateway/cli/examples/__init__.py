"""Three handoffs of different kinds, written for `readback demo` and for trying things out.

The people, firms and numbers in them are invented.
"""

from __future__ import annotations

from importlib import resources


def load_examples() -> tuple[tuple[str, bytes], ...]:
    """Name and canonical JSON of each example, by name."""
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(".json"))
    return tuple(
        (file.name.removesuffix(".json"), file.read_bytes())
        for file in sorted(files, key=lambda file: file.name)
    )
