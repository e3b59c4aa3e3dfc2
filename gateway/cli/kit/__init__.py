"""The kit for whoever writes the next adapter: a package to begin with."""

from __future__ import annotations
