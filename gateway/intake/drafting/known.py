"""What session variables say about the customer, by the names that bot authors give them."""

from __future__ import annotations

from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.lifting.words import words
from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.origin import Generated
from gateway.schema.scalars import Id, Text

_VARIABLES = "/conversation/variables"

# In words, so that customerId, customer_id and CustomerID are the same name.
_NAMES: tuple[tuple[str, tuple[str, ...], Any], ...] = (
    ("id", ("customer id", "user id", "member id"), Id),
    ("name", ("customer name", "user name", "full name"), Text),
    ("email", ("email", "customer email", "user email", "email address"), Text),
    ("phone", ("phone", "customer phone", "phone number"), Text),
    ("tier", ("tier", "customer tier", "membership"), Id),
)


def lift_variables(draft: Draft) -> None:
    """Members of the customer that no other rule found, each marked with its rule."""
    variables = draft.at(_VARIABLES)
    if not is_object(variables):
        return
    by_words = {" ".join(words(name)): name for name in reversed(variables)}
    for member, spellings, type_ in _NAMES:
        for name in (by_words[spelling] for spelling in spellings if spelling in by_words):
            value = variables[name]
            if fits(value, type_) and value and draft.make(f"/customer/{member}", value):
                source = f"{_VARIABLES}/{escape(name)}"
                rule = f"variables.customer.{member}"
                path = f"/customer/{member}"
                draft.generated.append(Generated(path=path, rule=rule, source=source))
