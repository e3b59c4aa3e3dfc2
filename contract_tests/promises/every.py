"""All promises, in the order in which an author would want to keep them."""

from __future__ import annotations

from contract_tests.promises import (
    arrival,
    crashes,
    honesty,
    limits,
    planning,
    recordings,
    surprises,
    unkindness,
)
from contract_tests.promises.promise import Promise

PROMISES: tuple[Promise, ...] = (
    *limits.PROMISES,
    *planning.PROMISES,
    *arrival.PROMISES,
    *honesty.PROMISES,
    *unkindness.PROMISES,
    *surprises.PROMISES,
    *crashes.PROMISES,
    *recordings.PROMISES,
)
