"""How much a Case holds where no describe document is at hand, with units and sources.

Too long a value is refused with STRING_TOO_LONG; nothing is cut in silence.
"""

from __future__ import annotations

from gateway.sdk import Limit

_DESCRIBE = "a captured describe document of Case, API v48"
_READ_ON = "2026-11-20"

SUBJECT = Limit(size=255, unit="characters", source=_DESCRIBE, read_on=_READ_ON)
DESCRIPTION = Limit(size=32_000, unit="characters", source=_DESCRIBE, read_on=_READ_ON)
# Of this field alone length and byteLength are equal.
INTERNAL_COMMENTS = Limit(size=4_000, unit="bytes", source=_DESCRIBE, read_on=_READ_ON)
SUPPLIED = Limit(size=80, unit="characters", source=_DESCRIBE, read_on=_READ_ON)
PHONE = Limit(size=40, unit="characters", source=_DESCRIBE, read_on=_READ_ON)
PICKLIST = Limit(size=40, unit="characters", source=_DESCRIBE, read_on=_READ_ON)
RECORD_ID = Limit(size=18, unit="bytes", source=_DESCRIBE, read_on=_READ_ON)
HANDOFF_ID = Limit(
    size=36,
    unit="characters",
    source="Readback's own field: the least that a handoff's id needs",
    read_on=_READ_ON,
)
CASE_COMMENT = Limit(
    size=4_000,
    unit="bytes",
    # Counted after HTML encoding, in which "&" alone takes five.
    source="help.salesforce.com 000382141; SOAP API, CaseComment",
    read_on=_READ_ON,
)
# How four-byte characters count is not established; UTF-16 units are no fewer in any reading.
NOTE = Limit(size=32_000, unit="utf16", source=_DESCRIBE, read_on=_READ_ON)
CAPSULE_IN_JSON = Limit(
    size=37_500_000,
    unit="bytes",
    source="REST API, Insert or Update Blob Data: 37.5 MB of base64 where it is not multipart",
    read_on=_READ_ON,
)
SUBREQUESTS = 25
"""How many requests one composite request holds (field reports, 2026-11-20)."""
LONGEST_ADDRESS = 2_000
"""Longer URLs are posted instead: from somewhere on they are answered with 431 (2026-11-20)."""
