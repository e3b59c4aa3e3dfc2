"""What a stand-in is: a local imitation of one vendor's API, found through an entry point.

Third parties register theirs under ``readback.stand_ins``, beside their adapter.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.switches import Behaviour


class Credentials(Struct, frozen=True, kw_only=True):
    """How to sign in to the imitated account.

    ``members`` and ``secret_member`` are what a destination's ``auth`` table says beside
    ``scheme``; the secret opens nothing but this imitation.
    """

    scheme: str
    members: dict[str, str]
    secret_member: str
    secret: str


class StandIn(Struct, frozen=True, kw_only=True):
    """One vendor's imitation.

    ``name`` is the adapter's. ``create`` makes a fresh, kind account; every call is deterministic.
    The first of ``credentials`` is the one to show people. ``mapping`` is what an admin of this
    account would have published for ``object``; without it, they use the adapter's preset.
    ``settings`` are what a destination of this account sets for its adapter, and ``path`` is what
    stands behind the address in its base URL. ``work_items`` counts what people at the vendor
    would find to work on: the contract suite sees by it that nothing was created twice.
    """

    name: str
    title: str
    object: str
    create: Callable[..., StandInApp[Any]]
    behaviours: tuple[Behaviour, ...]
    credentials: tuple[Credentials, ...]
    work_items: Callable[[Any], int]
    mapping: Path | None = None
    settings: dict[str, Any] = {}
    path: str = ""
