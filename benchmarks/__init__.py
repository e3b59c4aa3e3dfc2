"""What is measured, against what, in one run."""

from __future__ import annotations
