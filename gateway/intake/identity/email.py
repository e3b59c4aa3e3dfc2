"""E-mail addresses in their normal form, without asking a name server."""

from __future__ import annotations

import re

_LONGEST = 1024

# Small ASCII letters only, and no Punycode: of these the normal form is the address itself.
_NORMAL = re.compile(
    r"(?!.*xn--)[a-z0-9][a-z0-9_+-]{0,30}(?:\.[a-z0-9_+-]{1,30}){0,3}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,20}"
)


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


def other_email(address: str) -> str | None:
    """The normal form where it is another than the address; None where there is none."""
    if _NORMAL.fullmatch(address):
        return None
    normal = normal_email(address)
    return normal if normal != address else None
