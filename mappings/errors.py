"""What may go wrong with a mapping after it was published, and the compiler's own refusals.

MappingStopped   the mapping says that this handoff must not be delivered as it is
Refused          one thing in the file cannot be compiled; the compiler turns it into a problem
"""

from __future__ import annotations

from collections.abc import Iterable


class MappingStopped(Exception):
    """A rule of the mapping stopped this handoff before anything was sent.

    The CRM admin changes the rule in ``line``, or the sender fills the leaves in ``pointers``.
    Trying again does not help. The message holds names of fields, never a customer's text.
    Codes: S501 too long for its field · S502 no value where one is needed · S503 leaves without a
    place of their own · S504 not among the vendor's choices · S505 too large for its budget ·
    S599 the engine's account does not add up.
    """

    def __init__(
        self, code: str, message: str, line: int = 0, pointers: Iterable[str] = ()
    ) -> None:
        self.code = code
        self.message = message
        self.line = line
        self.pointers = tuple(pointers)
        super().__init__(f"{code}: {message}")
