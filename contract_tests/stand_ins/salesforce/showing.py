"""Records as the API shows them, without what this user may not see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contract_tests.stand_ins.salesforce.account import Record
from contract_tests.stand_ins.salesforce.call import Call
from contract_tests.stand_ins.salesforce.replies import Refused, no_such_column
from contract_tests.stand_ins.salesforce.schema import SObject


def record_document(call: Call, sobject: SObject, record: Record, names: Iterable[str]) -> Record:
    """Some fields of a record, with its type and address."""
    url = f"{call.root}/sobjects/{sobject.name}/{record['Id']}"
    fields = {name: _shown(call, name, record, url) for name in names}
    return {"attributes": {"type": sobject.name, "url": url}, **fields}


def visible_names(call: Call, sobject: SObject) -> tuple[str, ...]:
    """All fields that this user sees."""
    return tuple(field.name for field in sobject.fields if not is_hidden(call, field.name))


def asked_names(call: Call, sobject: SObject, asked: Iterable[str]) -> tuple[str, ...]:
    """The fields asked for by name; what is hidden is left out, or refused.

    Raises ``Refused`` for one that does not exist.
    """
    found: list[str] = []
    for name in asked:
        field = sobject.field(name)
        if field is None or call.switches.value("hide_field_loudly") == field.name:
            raise Refused(no_such_column(name, sobject.name))
        found.append(field.name)
    return tuple(name for name in found if not is_hidden(call, name))


def is_hidden(call: Call, name: str) -> bool:
    """Whether this user may not see the field."""
    return name in (call.switches.value("hide_field"), call.switches.value("hide_field_loudly"))


def _shown(call: Call, name: str, record: Record, url: str) -> Any:
    if name == "VersionData":
        return f"{url}/VersionData"
    if name == "Checksum" and call.switches.value("wrong_checksum") is not None:
        return "0" * 32
    return record.get(name)
