"""What a receiver may answer: nothing in particular, or the echo contract's ``readback``."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import Struct

from gateway import sdk

_PAGE = re.compile(r"https?://[^\s\"<>]+")


class Readback(Struct, frozen=True):
    """The receiver's account of what it stored.

    ``digests`` are by member name, dots between levels, and ``capsule`` is the complete
    handoff's: "sha256:" and hexadecimal digits. ``url`` is a path below the destination's base
    URL, where what was stored can be read. ``ref`` is the receiver's own id for it, and ``page``
    where a person opens it.
    """

    digests: dict[str, str] = {}
    capsule: str | None = None
    url: str = ""
    ref: str | int = ""
    page: str = ""

    @property
    def opens(self) -> str:
        """The page, where it is one that may be linked to."""
        return self.page if _PAGE.fullmatch(self.page) else ""


class Reply(Struct, frozen=True):
    """A reply to a delivery; everything else in it is the receiver's own."""

    readback: Readback | None = None


def accept(request: sdk.VendorRequest, response: sdk.VendorResponse) -> None:
    """Let any 2xx pass. Raises ``SignInFailed`` for a 403, and what ``expect`` raises."""
    if response.status == 403:
        raise sdk.SignInFailed(
            step=request.step, why="status 403: the receiver does not accept the credentials"
        )
    sdk.expect(request, response, *range(200, 300))


def echoed(request: sdk.VendorRequest, response: sdk.VendorResponse) -> Readback | None:
    """What the receiver says it stored; None where it says nothing.

    Raises ``UnexpectedReply`` where it says something else than the contract has.
    """
    if not response.body.strip():
        return None
    return sdk.decode_reply(request, response, Reply).readback


def members(response: sdk.VendorResponse) -> dict[str, Any]:
    """The members of a reply; none where it is no JSON object."""
    try:
        return msgspec.json.decode(response.body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
