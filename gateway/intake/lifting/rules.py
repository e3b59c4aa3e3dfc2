"""The declared rules by which tool traffic becomes records, identity, steps and a summary.

Tables, tried from the top; a deterministic reading of names that tool authors choose alike. A
tool is matched by the words of its name: ``get_order_details`` and ``getOrderDetails`` are the
same words.
"""

from __future__ import annotations

from msgspec import Struct

from gateway.intake.lifting.words import patterns


class RecordRule(Struct, frozen=True, kw_only=True):
    """A tool whose name has one of ``nouns`` answers with a record of ``type``, whose id is the
    first of ``ids`` in the result, or for a lookup in the arguments. ``is_customer``: the record
    is the customer.
    """

    type: str
    nouns: frozenset[str]
    ids: tuple[str, ...]
    is_customer: bool = False

    @property
    def name(self) -> str:
        """What ``provenance.generated`` calls it."""
        return f"tool_traffic.record.{'customer' if self.is_customer else self.type}"


RECORDS: tuple[RecordRule, ...] = (
    RecordRule(
        type="reservation",
        nouns=frozenset({"reservation", "booking"}),
        ids=("reservation_id", "booking_id", "reservation_number", "booking_reference"),
    ),
    RecordRule(
        type="order",
        nouns=frozenset({"order", "purchase"}),
        ids=("order_id", "order_number", "purchase_id"),
    ),
    RecordRule(
        type="subscription",
        nouns=frozenset({"subscription"}),
        ids=("subscription_id",),
    ),
    RecordRule(type="case", nouns=frozenset({"case", "claim"}), ids=("case_id", "claim_id")),
    RecordRule(type="appointment", nouns=frozenset({"appointment"}), ids=("appointment_id",)),
    RecordRule(
        type="shipment",
        nouns=frozenset({"shipment", "parcel", "package"}),
        ids=("shipment_id", "tracking_number", "tracking_id", "parcel_id", "package_id"),
    ),
    RecordRule(
        type="payment",
        nouns=frozenset({"payment", "invoice", "transaction", "refund"}),
        ids=("payment_id", "invoice_id", "transaction_id", "refund_id"),
    ),
    RecordRule(type="product", nouns=frozenset({"product"}), ids=("product_id", "sku")),
    RecordRule(type="account", nouns=frozenset({"account"}), ids=("account_id", "account_number")),
    RecordRule(
        type="account",
        nouns=frozenset({"user", "customer", "member"}),
        ids=("user_id", "customer_id", "member_id"),
        is_customer=True,
    ),
)

CUSTOMER_IDS: tuple[str, ...] = ("user_id", "customer_id", "member_id")

CUSTOMER_MEMBERS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("given_name", (("name", "first_name"), ("first_name",), ("given_name",))),
    ("family_name", (("name", "last_name"), ("last_name",), ("family_name",))),
    ("name", (("name",), ("full_name",), ("display_name",))),
    ("email", (("email",), ("email_address",))),
    ("phone", (("phone",), ("phone_number",), ("mobile",))),
)
"""A member of the customer, and the paths in a customer record where it may stand."""

EMAIL_ARGUMENTS: tuple[str, ...] = ("email", "email_address", "user_email", "customer_email")

# A tool by which the bot declares what it promised.
PROMISES = patterns(
    *("promise *", "* promise", "commit", "commit to *", "* commitment", "commitment *"),
    *("* promise to customer", "* callback promise *"),
)
PROMISE_TEXTS: tuple[str, ...] = ("text", "promise", "commitment", "description", "message")
PROMISE_TIMES: tuple[str, ...] = ("due_at", "due", "deadline", "by_when", "until")
PROMISE_AMOUNTS: tuple[str, ...] = ("amount", "value")

# A tool by which the bot gives the conversation to a person.
TRANSFERS = patterns(
    *("transfer * human *", "transfer * agent *", "transfer * person *"),
    *("transfer * representative *", "transfer * support *", "connect * human *"),
    *("connect * agent *", "escalate *", "handoff *", "hand off *", "handover *", "hand over *"),
    *("request * human *", "* live agent *", "talk to human *"),
)

# Thinking aloud is no step that anybody has to know of.
THOUGHTS = patterns("think *", "thought *", "reflect *", "plan", "scratchpad *")

LOOKUP_VERBS = frozenset(
    {"get", "find", "search", "list", "lookup", "look", "fetch", "read", "check", "query", "show"}
    | {"retrieve", "view", "calculate", "compute", "count", "validate", "verify", "estimate"}
)
"""The first word of a tool that only looks."""

ACTION_VERBS = frozenset(
    {"book", "update", "cancel", "send", "create", "refund", "modify", "exchange", "return", "add"}
    | {"remove", "delete", "pay", "issue", "change", "set", "submit", "place", "reset", "close"}
    | {"open", "apply", "schedule", "reschedule", "transfer", "upgrade", "downgrade", "order"}
    | {"register", "activate", "deactivate", "block", "unblock", "lock", "unlock", "grant"}
    | {"revoke", "post", "write", "charge", "credit", "pause", "resume", "renew", "replace"}
)
"""The first word of a tool that changes something outside of the conversation."""

SUMMARY_ARGUMENTS: tuple[str, ...] = ("summary", "context", "notes", "message")
REASON_ARGUMENTS: tuple[str, ...] = ("reason", "reason_code", "category")
