"""A destination made ready: adapter, settings, compiled mapping and transport belong together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
from msgspec import Struct

from gateway.config.faults import key_path
from gateway.config.settings import DestinationSettings, SecretSource
from gateway.delivery.auth.build import build_auth
from gateway.delivery.catalogue import load_adapter
from gateway.delivery.presets import mapping_text
from gateway.delivery.rate import Bucket
from gateway.delivery.transport import Transport, open_transport
from gateway.delivery.vocabulary import CANONICAL, pick_target, vendor_schema
from gateway.schema.check import check
from gateway.schema.leaves import unescape
from gateway.sdk.adapter import AnyAdapter
from gateway.sdk.errors import ConfigurationError, Problem
from gateway.sdk.limits import fit
from gateway.sdk.manifest import Manifest, Target
from mappings import Plan
from mappings import compile as compile_mapping

Secrets = Callable[[SecretSource], str]


class Destination(Struct, frozen=True, kw_only=True):
    """One vendor account, ready; ``visible`` is what ``@destination.x`` reads in a mapping."""

    name: str
    configured: DestinationSettings
    adapter: AnyAdapter
    target: Target
    settings: Any
    plan: Plan
    mapping: str
    transport: Transport
    bucket: Bucket
    visible: dict[str, Any]


def open_destination(
    name: str,
    configured: DestinationSettings,
    *,
    folder: Path,
    secrets: Secrets,
    inner: httpx.AsyncBaseTransport | None = None,
) -> Destination:
    """Check and open one destination; ``folder`` is where relative mapping paths start.

    Raises ``ConfigurationError`` with every problem of its settings and its mapping.
    """
    adapter = load_adapter(configured.adapter)
    manifest = adapter.manifest
    target = pick_target(manifest, configured.object)
    settings = _adapter_settings(name, configured, manifest)
    called = configured.mapping or manifest.preset
    mapping = mapping_text(called, folder)
    auth = build_auth(configured.auth, configured.base_url, manifest.token_path, secrets)
    return Destination(
        name=name,
        configured=configured,
        adapter=adapter,
        target=target,
        settings=settings,
        plan=compile_plan(mapping, manifest, target, called),
        mapping=mapping,
        transport=open_transport(configured, auth, inner=inner),
        bucket=Bucket.of(configured.rate),
        visible={**configured.settings, "name": name, "base_url": configured.base_url},
    )


def _adapter_settings(name: str, configured: DestinationSettings, manifest: Manifest) -> Any:
    checked = check(configured.settings, manifest.settings)
    problems = [
        Problem(
            code="config.adapter_setting",
            pointer=_key(name, problem.pointer),
            detail=problem.detail,
        )
        for problem in checked.problems
    ]
    problems.extend(
        Problem(
            code="config.unknown_key",
            pointer=_key(name, pointer),
            detail=f'The adapter "{manifest.name}" has no such setting.',
        )
        for pointer in checked.unknown
    )
    if problems:
        raise ConfigurationError(
            f'The settings of destination "{name}" are not right.', problems=problems
        )
    return msgspec.convert(configured.settings, manifest.settings)


def _key(name: str, pointer: str) -> str:
    return key_path(("destinations", name, "settings", *map(unescape, pointer.split("/")[1:])))


def compile_plan(text: str, manifest: Manifest, target: Target, called: str) -> Plan:
    """The plan of a mapping; raises ``ConfigurationError`` with all that keeps it from working.

    ``called`` is the name or path under which its admin knows it.
    """
    compiled = compile_mapping(text, CANONICAL, vendor_schema(manifest, target), fit)
    if compiled.plan is not None:
        return compiled.plan
    problems = [
        Problem(code=problem.code, pointer=f"{called}, line {problem.line}", detail=problem.message)
        for problem in compiled.problems
        if problem.severity == "error"
    ]
    raise ConfigurationError(f'The mapping "{called}" does not compile.', problems=problems)
