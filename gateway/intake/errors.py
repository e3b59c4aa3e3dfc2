"""Why the door refuses a body; every code has one HTTP status, which the api decides.

InvalidHandoff          handoff.invalid    the members named in ``problems`` have to change
├── BodyTooLarge        body.too_large     send less
├── BodyTooComplex      body.too_complex   nest less deeply, or use shorter member names
├── BodyCharset         body.charset       send UTF-8, or say which charset it is
├── BodyNotJson         body.not_json      send JSON
├── DialectUnknown      dialect.unknown    name a dialect that there is
└── DialectAmbiguous    dialect.ambiguous  name one of the candidates
"""

from __future__ import annotations

from gateway.sdk.errors import InvalidHandoff


class BodyTooLarge(InvalidHandoff):
    """The body is larger than this gateway accepts. Send less, or raise ``gateway.max_body``."""

    code = "body.too_large"
    public = "The body is larger than this gateway accepts."


class BodyTooComplex(InvalidHandoff):
    """The body is nested too deeply, or has too many values behind too long member names."""

    code = "body.too_complex"
    public = "The body is nested too deeply or has too many values at too long paths."


class BodyCharset(InvalidHandoff):
    """The bytes are not text in the charset they should be in. Send UTF-8, or declare another."""

    code = "body.charset"
    public = "The body is not text in the charset it should be in."


class BodyNotJson(InvalidHandoff):
    """The text is not JSON, and the one repair that the door attempts does not make it so."""

    code = "body.not_json"
    public = "The body is not JSON."


class DialectUnknown(InvalidHandoff):
    """No dialect of this name, or none that the document looks like. Name one of those listed."""

    code = "dialect.unknown"
    public = "The body is in no dialect that this gateway knows."


class DialectAmbiguous(InvalidHandoff):
    """The document looks like more than one dialect. Name the one that is meant."""

    code = "dialect.ambiguous"
    public = "The body could be in more than one dialect."
