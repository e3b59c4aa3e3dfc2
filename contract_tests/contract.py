"""What an adapter's author supplies; the suite inherits one test a promise from it.

In a test module::

    contract = Contract(adapter=adapter, stand_in=stand_in)

and ``contract_tests.plugin`` collects the tests. Nothing is subclassed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from contract_tests.stand_ins.frame import Credentials, StandIn
from gateway.sdk.adapter import AnyAdapter


class Contract(Struct, frozen=True, kw_only=True):
    """One adapter with the imitation of its vendor, and what may not be guessed about the two.

    ``settings`` are the adapter's own, beside those of the stand-in; where a vendor proves nothing
    by itself, those that make it give proof. ``behave`` are behaviours that the imitation then
    shows throughout. ``mapping`` is a file; without it, the stand-in's, else the preset.
    ``handoffs`` are canonical documents to deliver beside the suite's own, by name. ``samples``
    names the fields that do not take any text, with a value that each does take.
    ``recordings`` is the folder of the recorded exchanges; without it, none are compared. Of
    several ``credentials``, the stand-in's first are taken where none are given; ``base_url`` is
    the stand-in's where it is not given.
    """

    adapter: AnyAdapter
    stand_in: StandIn
    settings: dict[str, Any] = {}
    behave: tuple[str, ...] = ()
    mapping: Path | None = None
    handoffs: dict[str, bytes] = {}
    samples: dict[str, Any] = {}
    recordings: Path | None = None
    base_url: str = ""
    credentials: Credentials | None = None
