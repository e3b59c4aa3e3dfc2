"""E-mail addresses in their normal form, without asking a name server."""

from __future__ import annotations

_LONGEST = 1024


def normal_email(address: str) -> str | None:
    """The normal form (RFC 5321, Unicode domains); None where it is no address."""
    if "@" not in address or len(address) > _LONGEST:
        return None
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(address.strip(), check_deliverability=False)
    except EmailNotValidError:
        return None
    return found.normalized
