"""What every adapter promises; each module has the promises of one kind."""

from __future__ import annotations
