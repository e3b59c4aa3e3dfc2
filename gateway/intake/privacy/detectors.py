"""Detectors other than that of cards: patterns that need no model, each off unless asked for."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator

from gateway.intake.privacy.hit import Hit
from gateway.intake.privacy.plain import Plain

_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?:[ -]?[0-9A-Z]){11,30}(?![0-9A-Za-z])")
_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}(?![\w-])"
)
_PHONE = re.compile(r"(?<![\w.:/-])\+?\(?[0-9](?:[ ()./-]{0,3}[0-9]){6,14}(?![\w:/]|[.-][0-9])")
_SSN = re.compile(
    r"(?<![\w-])(?:ssn|social security(?: number| no\.?)?|social)"
    r"[^0-9\n]{0,40}?((?:[0-9]{3}[- ]?[0-9]{2}[- ]?)?[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_IP4 = re.compile(r"(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\w]|\.[0-9])")
_IP6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
_SECRETS = (
    # Tokens that tell by their prefix whose they are, JSON Web Tokens, private keys.
    re.compile(
        r"(?<!\w)(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,200}"
        r"|(?<!\w)(?:ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs])[-_][A-Za-z0-9_-]{10,255}"
        r"|(?<!\w)(?:AKIA|ASIA)[0-9A-Z]{16}(?!\w)"
        r"|(?<!\w)eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,8192}\.[A-Za-z0-9_-]{8,4096}"
    ),
    re.compile(
        r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.{0,20000}?-----END [A-Z ]{0,40}PRIVATE KEY-----",
        re.DOTALL,
    ),
    re.compile(
        r"(?<!\w)(?:password|passwort|passcode|api[ _-]?key|secret|token|pin)"
        r"(?:\s+is\s*|\s*[:=]\s*)[\"']?([^\s\"',;]{4,200})",
        re.IGNORECASE,
    ),
)
# What the texts have in them that each of these finds anything in, in small letters for the last.
_SECRET_SIGNS = (
    (
        *("sk-", "sk_", "pk-", "pk_", "rk-", "rk_", "ghp", "gho", "ghs", "ghu", "github_pat"),
        *("glpat", "xox", "AKIA", "ASIA", "eyJ"),
    ),
    ("-----BEGIN ",),
    ("password", "passwort", "passcode", "api", "secret", "token", "pin"),
)
_MOST_IBAN = 34


def ibans(text: Plain) -> Iterator[Hit]:
    """Account numbers whose check digits hold (ISO 13616)."""
    for found in _IBAN.finditer(text.text):
        end = found.end()
        while end > found.start():
            key = re.sub("[ -]", "", text.text[found.start() : end])
            if len(key) <= _MOST_IBAN and _is_iban(key):
                yield Hit(found.start(), end, "IBAN", key, "iban")
                break
            # Words in capitals behind a number look like more of it.
            end = max(text.text.rfind(" ", found.start(), end), found.start())


def emails(text: Plain) -> Iterator[Hit]:
    """E-mail addresses."""
    for found in _EMAIL.finditer(text.text):
        yield Hit(*found.span(), "EMAIL", found[0].lower(), "email")


def ssns(text: Plain) -> Iterator[Hit]:
    """Social security numbers, whole or their last four digits, where a word says that it is one:
    most that customers type are the last four, which no pattern tells from a year.
    """
    for found in _SSN.finditer(text.text):
        key = re.sub("[ -]", "", found[1])
        yield Hit(*found.span(1), "SSN", key, "ssn_context")


def addresses(text: Plain) -> Iterator[Hit]:
    """IP addresses of either version."""
    for pattern in (_IP4, _IP6):
        for found in pattern.finditer(text.text):
            key = _ip(found[0])
            if key:
                yield Hit(*found.span(), "IP", key, "ip")


def secrets(text: Plain) -> Iterator[Hit]:
    """Keys and tokens by their form, passwords by the word before them."""
    said = f"{text.text}{text.text.lower()}"
    for pattern, signs in zip(_SECRETS, _SECRET_SIGNS, strict=True):
        # Small letters are matched by some that are not ASCII.
        if text.text.isascii() and not any(sign in said for sign in signs):
            continue
        group = pattern.groups
        for found in pattern.finditer(text.text):
            yield Hit(*found.span(group), "SECRET", found[group], "secrets")


def phones(text: Plain, region: str | None) -> Iterator[Hit]:
    """Telephone numbers that are valid, national ones in the region that is known."""
    if not _PHONE.search(text.text):
        return
    from gateway.intake.identity.phone import e164

    for found in _PHONE.finditer(text.text):
        key = e164(found[0], region)
        if key is not None:
            yield Hit(*found.span(), "PHONE", key, "phone")


def _is_iban(key: str) -> bool:
    if len(key) < 15 or not key[4:].isalnum():
        return False
    moved = key[4:] + key[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def _ip(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
