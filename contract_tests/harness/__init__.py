"""The gateway's real core around one adapter and its stand-in, in process and without a socket."""

from __future__ import annotations
