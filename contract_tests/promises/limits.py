"""Promises about limits: each has a unit and a source, and as much as it says really fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from contract_tests import handoffs
from contract_tests.contract import Contract
from contract_tests.harness.flows import consigned, deliver_and_read, translated
from contract_tests.harness.opening import target_of
from contract_tests.harness.trial import Trial
from contract_tests.promises.promise import Broken, Promise, all_told
from gateway.delivery.drive import Later
from gateway.delivery.receipt import prove
from gateway.schema.codec import decode_handoff
from gateway.schema.leaves import leaves
from gateway.sdk.errors import DeliveryError
from gateway.sdk.limits import Limit, SizeUnit
from gateway.sdk.manifest import TargetField
from mappings.translation import FieldResult, Translation

_DATE = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]")
# One character that is larger in the other units than a limit in this unit would expect.
_FILLERS: dict[SizeUnit, tuple[str, int]] = {
    "characters": ("🧾", 1),
    "utf16": ("☂", 1),
    "bytes": ("☂", 3),
}


def declares_its_limits(contract: Contract, case: str) -> None:
    """Every limit says how much, in which unit, where that is documented and when it was read."""
    del case
    limits = dict(_limits(contract))
    with all_told() as breaches:
        breaches.expect(limits, "the manifest", "it declares no limit at all")
        for where, limit in limits.items():
            breaches.expect(limit.size > 0, where, "a limit is more than nothing")
            breaches.expect(limit.source.strip(), where, "the limit has no source")
            is_dated = _DATE.fullmatch(limit.read_on)
            breaches.expect(is_dated, where, "the limit does not say when it was read")


def holds_what_it_declares(contract: Contract, case: str) -> None:
    """A field takes a text of exactly its limit, in the unit of the limit, and gives it back."""
    field = next(field for field in _limited(contract) if field.name == case)
    full = handoffs.full()
    translation = _with(translated(contract, full), field.name, _brimful(field.limit))
    consignment = consigned(full, translation)
    try:
        read = deliver_and_read(Trial(contract, full), consignment)
    except (DeliveryError, Later) as error:
        raise Broken(f"{field.name}: a text of its limit is not taken ({error}).") from None
    receipt = prove(
        translation,
        consignment,
        read.stored,
        target=target_of(contract),
        leaves=leaves(decode_handoff(full)),
    )
    proofs = [place.proof for place in receipt.fixed if place.field == field.name]
    if proofs != ["verified"]:
        raise Broken(f"{field.name}: a text of its limit is {' and '.join(proofs) or 'not read'}.")


def _limits(contract: Contract) -> Iterator[tuple[str, Limit]]:
    manifest = contract.adapter.manifest
    for number, limit in enumerate(manifest.limits, start=1):
        yield f"limit {number} of the manifest", limit
    for target in manifest.targets:
        for field in target.fields:
            if field.limit is not None:
                yield f"{target.object}.{field.name}", field.limit


def _limited(contract: Contract) -> tuple[TargetField, ...]:
    """The fields that can be filled to the brim: any text goes in, up to a limit."""
    return tuple(
        field
        for field in target_of(contract).fields
        if field.limit is not None
        and field.kind == "text"
        and not field.read_only
        and not field.choices
        and "*" not in field.name
        and field.name not in contract.samples
    )


def _brimful(limit: Limit | None) -> str:
    if limit is None:
        return ""
    filler, size = _FILLERS[limit.unit]
    return filler * (limit.size // size) + "x" * (limit.size % size)


def _with(translation: Translation, name: str, value: str) -> Translation:
    others = tuple(field for field in translation.fields if field.name != name)
    return replace(translation, fields=(*others, FieldResult(name=name, value=value)))


PROMISES = (
    Promise(name="declares_its_limits", keeps=declares_its_limits),
    Promise(
        name="holds_what_it_declares",
        keeps=holds_what_it_declares,
        cases=lambda contract: tuple(field.name for field in _limited(contract)),
    ),
)
