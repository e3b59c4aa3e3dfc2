"""A destination made ready: adapter, settings, compiled mapping and transport belong together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import msgspec
from msgspec import Struct

from gateway.config.faults import key_path
from gateway.config.settings import DestinationSettings, SecretSource
from gateway.delivery.auth.build import build_auth
from gateway.delivery.breaker import Breaker
from gateway.delivery.catalogue import load_adapter
from gateway.delivery.presets import mapping_text
from gateway.delivery.rate import Bucket, Limiter
from gateway.delivery.transport import Transport, open_transport
from gateway.delivery.vocabulary import CANONICAL, pick_target, vendor_schema
from gateway.schema.check import check
from gateway.schema.leaves import unescape
from gateway.sdk.adapter import AnyAdapter
from gateway.sdk.errors import ConfigurationError, Problem
from gateway.sdk.limits import fit
from gateway.sdk.manifest import Manifest, Target
from mappings import Compiled, Plan
from mappings import compile as compile_mapping

Secrets = Callable[[SecretSource], str]


class Published(Struct, frozen=True, kw_only=True):
    """What was published under a mapping's name."""

    number: int
    text: str


NOTHING_PUBLISHED: Mapping[str, Published] = MappingProxyType({})


class Described(Struct, frozen=True, kw_only=True):
    """What the vendor said last of the object in this account, and what it said before, by hash."""

    target: Target
    sha256: str
    fetched_at: str
    earlier: Mapping[str, Target] = {}


class Destination(Struct, frozen=True, kw_only=True):
    """One vendor account, ready; ``visible`` is what ``@destination.x`` reads in a mapping.

    ``called`` is the mapping's name or path; ``mapping`` the text it had when the destination was
    opened, and ``revision`` its number, None where it is a preset or a file. ``described`` is None
    where the vendor was never asked: then ``target`` is what the adapter declares.
    """

    name: str
    configured: DestinationSettings
    adapter: AnyAdapter
    target: Target
    settings: Any
    plan: Plan
    mapping: str
    transport: Transport
    bucket: Limiter
    breaker: Breaker = msgspec.field(default_factory=Breaker)
    visible: dict[str, Any]
    called: str = ""
    revision: int | None = None
    described: Described | None = None

    @property
    def schema_sha256(self) -> str | None:
        """The hash of the vendor's schema that new deliveries are made with."""
        return self.described.sha256 if self.described else None


def open_destination(
    name: str,
    configured: DestinationSettings,
    *,
    folder: Path,
    secrets: Secrets,
    inner: httpx.AsyncBaseTransport | None = None,
    published: Mapping[str, Published] = NOTHING_PUBLISHED,
    described: Described | None = None,
) -> Destination:
    """Check and open one destination; ``folder`` is where relative mapping paths start.

    A mapping that was published under its name goes before a preset of that name, and what the
    vendor said of its object before what the adapter declares.
    Raises ``ConfigurationError`` with every problem of its settings and its mapping.
    """
    adapter = load_adapter(configured.adapter)
    manifest = adapter.manifest
    declared = pick_target(manifest, configured.object)
    target = described.target if described else declared
    settings = _adapter_settings(name, configured, manifest)
    called = mapping_called(configured, manifest)
    latest = published.get(called)
    mapping = latest.text if latest else mapping_text(called, folder)
    earlier = (*described.earlier.values(), declared) if described else ()
    return Destination(
        name=name,
        configured=configured,
        adapter=adapter,
        target=target,
        settings=settings,
        plan=plan_in_force(mapping, manifest, (target, *earlier), called, published=bool(latest)),
        mapping=mapping,
        transport=open_transport(configured, _sign_in(configured, manifest, secrets), inner=inner),
        bucket=Bucket.of(configured.rate),
        visible={**configured.settings, "name": name, "base_url": configured.base_url},
        called=called,
        revision=latest.number if latest else None,
        described=described,
    )


def _sign_in(
    configured: DestinationSettings, manifest: Manifest, secrets: Secrets
) -> httpx.Auth | None:
    return build_auth(
        configured.auth,
        configured.base_url,
        manifest.token_path,
        secrets,
        audience=manifest.token_audience,
    )


def mapping_called(configured: DestinationSettings, manifest: Manifest) -> str:
    """The name or path of a destination's mapping."""
    return configured.mapping or manifest.preset


def compile_for(
    destination: Destination, text: str, called: str, target: Target | None = None
) -> Plan:
    """The plan of a text that was in force before, against its schema or the current one.

    Rules that the vendor no longer supports are stale; raises as ``compile_plan`` does.
    """
    manifest = destination.adapter.manifest
    return compile_plan(text, manifest, target or destination.target, called, published=True)


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
    try:
        return msgspec.convert(configured.settings, manifest.settings)
    except msgspec.ValidationError as error:
        # What a settings type says of values that are each right and do not go together.
        problem = Problem(
            code="config.adapter_setting",
            pointer=key_path(("destinations", name, "settings")),
            detail=str(error),
        )
        raise ConfigurationError(
            f'The settings of destination "{name}" do not go together.', problems=[problem]
        ) from None


def _key(name: str, pointer: str) -> str:
    return key_path(("destinations", name, "settings", *map(unescape, pointer.split("/")[1:])))


def plan_in_force(
    text: str, manifest: Manifest, targets: Sequence[Target], called: str, *, published: bool
) -> Plan:
    """The plan of a mapping against the first of some schemas, the others being earlier ones.

    Where it was ``published``, or compiles against an earlier one, the vendor has changed and not
    the mapping: what is stale is left out. Raises ``ConfigurationError`` for one that is wrong.
    """
    current, *earlier = targets
    try:
        return compile_plan(text, manifest, current, called)
    except ConfigurationError:
        if not (published or any(_compiled(text, manifest, target).plan for target in earlier)):
            raise
    return compile_plan(text, manifest, current, called, published=True)


def compile_plan(
    text: str, manifest: Manifest, target: Target, called: str, *, published: bool = False
) -> Plan:
    """The plan of a mapping; raises ``ConfigurationError`` with all that keeps it from working.

    ``called`` is the name or path under which its admin knows it.
    """
    compiled = _compiled(text, manifest, target, published=published)
    if compiled.plan is not None:
        return compiled.plan
    problems = [
        Problem(code=problem.code, pointer=f"{called}, line {problem.line}", detail=problem.message)
        for problem in compiled.problems
        if problem.severity == "error"
    ]
    raise ConfigurationError(f'The mapping "{called}" does not compile.', problems=problems)


def _compiled(
    text: str, manifest: Manifest, target: Target, *, published: bool = False
) -> Compiled:
    schema = vendor_schema(manifest, target)
    return compile_mapping(text, CANONICAL, schema, fit, published=published)
