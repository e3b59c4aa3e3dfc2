"""The one tree of errors; each class is one action for its reader.

    ReadbackError
    ├── ConfigurationError   fix the configuration; all problems at once
    ├── InvalidHandoff       the sender fixes the body; all problems at once
    ├── Conflict             the same key or id is already taken by something else
    ├── NotFound             look the id up again
    ├── StoreUnavailable     the operator frees the disk, the path or the database
    └── DeliveryError        getting one handoff to one destination went wrong
        ├── LeavesStranded     the CRM admin gives the named leaves a place in the mapping
        ├── Unreachable        wait: it is tried again by schedule
        ├── Blocked            the operator allows the address, or corrects base_url
        ├── Misfit             the CRM admin makes mapping and settings fit; nothing was sent
        ├── SignInFailed       the operator renews the credentials or their permissions
        ├── DestinationClosed  the operator corrects or removes the destination
        ├── VendorRefused      the CRM admin changes the mapping; trying again does not help
        ├── UnexpectedReply    the vendor answered something undocumented: look at the adapter
        ├── OutcomeUnknown     a create may have happened; a person looks before it is repeated
        └── FlowDiverged       the adapter planned differently on replay: a bug in the adapter

Every error has two texts: ``public`` for the person affected, ``str(error)`` for the operator.
Neither holds a secret, customer text, or a vendor's body.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong: a stable code, where it is, what to do about it."""

    code: str
    detail: str
    pointer: str = ""


class ReadbackError(Exception):
    """Something Readback cannot do; ``code`` is stable, ``<layer>.<what>``."""

    code = "readback.error"
    public = "Readback could not do this."

    def __init__(self, detail: str = "", problems: Iterable[Problem] = ()) -> None:
        self.detail = detail or self.public
        self.problems = tuple(problems)
        super().__init__(self.detail)


class ConfigurationError(ReadbackError):
    """Readback cannot start as it is configured. Trying again does not help."""

    code = "config.invalid"
    public = "The gateway is not configured correctly."


class InvalidHandoff(ReadbackError):
    """The body is not a handoff. The sender has to change it; nothing was stored."""

    code = "handoff.invalid"
    public = "The body is not a handoff that can be accepted."


class Conflict(ReadbackError):
    """The key or id already stands for something else."""

    code = "handoff.conflict"
    public = "This key or id is already used for something else."


class NotFound(ReadbackError):
    """There is nothing under this id."""

    code = "resource.not_found"
    public = "There is nothing here under this id."


class StoreUnavailable(ReadbackError):
    """The store cannot be written or read. Nothing that was acknowledged is lost."""

    code = "store.unavailable"
    public = "The gateway cannot store anything right now. Send it again later."


class DeliveryError(ReadbackError):
    """Getting one handoff to one destination went wrong in one step of its flow."""

    code = "delivery.failed"
    public = "The handoff could not be delivered."

    def __init__(self, *, step: str = "", why: str = "", problems: Iterable[Problem] = ()) -> None:
        self.step = step
        detail = ": ".join(part for part in (step, why) if part)
        super().__init__(detail, problems)


class LeavesStranded(DeliveryError):
    """Some leaves have no place at the vendor; nothing was sent."""

    code = "delivery.stranded"
    public = "The mapping leaves part of the handoff without a place."


class Unreachable(DeliveryError):
    """The vendor could not be reached or was busy. It is tried again by schedule.

    ``sent``: the request may have reached the vendor, so it may have been carried out.
    """

    code = "delivery.unreachable"
    public = "The vendor cannot be reached right now."

    def __init__(
        self, *, step: str = "", why: str = "", problems: Iterable[Problem] = (), sent: bool = False
    ) -> None:
        self.sent = sent
        super().__init__(step=step, why=why, problems=problems)


class Blocked(DeliveryError):
    """The address is private and this destination may not use private addresses."""

    code = "delivery.blocked"
    public = "The destination's address is not allowed."


class SignInFailed(DeliveryError):
    """The vendor does not accept the credentials, or they lack a permission."""

    code = "delivery.sign_in"
    public = "The gateway cannot sign in to the vendor."


class DestinationClosed(DeliveryError):
    """The address says that it is gone for good. Nothing more is sent there; deliveries wait."""

    code = "delivery.closed"
    public = "The destination says that it takes nothing any more."


class Misfit(DeliveryError):
    """The mapping and the destination's settings do not fit together; nothing was sent."""

    code = "delivery.misfit"
    public = "The mapping and the destination's settings do not fit together."


class VendorRefused(DeliveryError):
    """The vendor understood the request and refused it. Trying again does not help."""

    code = "delivery.refused"
    public = "The vendor refused the handoff."

    def __init__(
        self, *, step: str, status: int, vendor_code: str = "", problems: Iterable[Problem] = ()
    ) -> None:
        self.status = status
        self.vendor_code = vendor_code
        why = f"refused with {status}" + (f" {vendor_code}" if vendor_code else "")
        super().__init__(step=step, why=why, problems=problems)


class UnexpectedReply(DeliveryError):
    """The vendor answered something that its documentation does not have."""

    code = "delivery.unexpected_reply"
    public = "The vendor answered in a way that the gateway does not know."


class OutcomeUnknown(DeliveryError):
    """A create was sent and no answer came; it is not repeated blindly."""

    code = "delivery.outcome_unknown"
    public = "It is not known whether the vendor has the handoff."


class FlowDiverged(DeliveryError):
    """Replaying the journal, the adapter planned another request than before."""

    code = "delivery.flow_diverged"
    public = "The delivery cannot be resumed."
