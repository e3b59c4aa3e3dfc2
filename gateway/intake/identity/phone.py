"""Telephone numbers in E.164, only where they are valid."""

from __future__ import annotations


def e164(number: str, region: str | None) -> str | None:
    """The number in E.164; None where it is none, or a national one and no region is known.

    ``region``: two letters, ISO 3166.
    """
    # Its tables take a tenth of a second to import: not for those whose handoffs have no number.
    from gateway.intake.identity.usual_phone import usual_e164

    return usual_e164(number, region) or e164_by_library(number, region)


def e164_by_library(number: str, region: str | None) -> str | None:
    """The same, as the library says it for any text."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
