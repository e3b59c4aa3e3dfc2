"""The store on one SQLite file: for one gateway process, with nothing else to run."""

from __future__ import annotations
