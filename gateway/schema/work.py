"""What was tried, what was promised, what it is about and what comes next."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET

from gateway.schema.scalars import Ccy, Count, Dec, Id, Json, Maybe, Text, Time, Unit, open_enum
from gateway.schema.struct import Canonical

StepStatus: TypeAlias = Literal["potential", "active", "completed", "failed", "skipped"]
CommitmentStatus: TypeAlias = Literal["open", "fulfilled", "broken", "withdrawn", "unknown"]
CommitmentOrigin: TypeAlias = Literal["declared", "extracted"]
RecordType: TypeAlias = Annotated[
    str,
    open_enum(
        "order",
        "account",
        "reservation",
        "subscription",
        "case",
        "appointment",
        "product",
        "payment",
        "shipment",
        "other",
    ),
]


class Money(Canonical, kw_only=True, frozen=True):
    """An amount as a decimal string with its ISO 4217 currency."""

    value: Dec
    currency: Maybe[Ccy] = UNSET


class Payment(Canonical, kw_only=True, frozen=True):
    """How something was paid; never more of a card than its last four digits."""

    method: Maybe[Id] = UNSET
    brand: Maybe[Id] = UNSET
    last4: Maybe[Id] = UNSET
    amount: Maybe[Money] = UNSET


class Record(Canonical, kw_only=True, frozen=True):
    """An order, account, reservation or other record that the conversation is about."""

    type: RecordType
    id: Id
    system: Maybe[Id] = UNSET
    url: Maybe[Text] = UNSET
    status: Maybe[Id] = UNSET
    status_original: Maybe[Text] = UNSET
    title: Maybe[Text] = UNSET
    at: Maybe[Time] = UNSET
    total: Maybe[Money] = UNSET
    items: Maybe[tuple[Json, ...]] = UNSET
    payments: Maybe[tuple[Payment, ...]] = UNSET
    shipments: Maybe[tuple[Json, ...]] = UNSET
    fields: Maybe[dict[str, Json]] = UNSET


class Step(Canonical, kw_only=True, frozen=True):
    """Something that was or will be tried. Resolved means completed."""

    id: Id
    description: Text
    status: StepStatus
    tool: Maybe[Id] = UNSET
    message_id: Maybe[Id] = UNSET
    at: Maybe[Time] = UNSET
    result: Maybe[Json] = UNSET
    error: Maybe[Text] = UNSET
    side_effect: Maybe[bool] = UNSET
    reversible: Maybe[bool] = UNSET
    owner: Maybe[Text] = UNSET
    blocking: Maybe[bool] = UNSET
    due_at: Maybe[Time] = UNSET


class Commitment(Canonical, kw_only=True, frozen=True):
    """A promise made to the customer, verbatim: the costliest thing to lose."""

    id: Id
    text: Text
    by: Maybe[Text] = UNSET
    to: Maybe[Text] = UNSET
    kind: Maybe[Id] = UNSET
    amount: Maybe[Money] = UNSET
    due_at: Maybe[Time] = UNSET
    status: Maybe[CommitmentStatus] = UNSET
    message_id: Maybe[Id] = UNSET
    origin: Maybe[CommitmentOrigin] = UNSET
    confidence: Maybe[Unit] = UNSET


class NextStep(Canonical, kw_only=True, frozen=True):
    """What the bot would do next; ``rank`` 1 comes first."""

    description: Text
    rank: Maybe[Count] = UNSET
    rationale: Maybe[Text] = UNSET
    confidence: Maybe[Unit] = UNSET
    action_url: Maybe[Text] = UNSET
    requires_approval: Maybe[bool] = UNSET


class OpenQuestion(Canonical, kw_only=True, frozen=True):
    """A question that nobody has answered; ``schema`` is a JSON Schema of the answer wanted."""

    text: Text
    schema: Maybe[Json] = UNSET
