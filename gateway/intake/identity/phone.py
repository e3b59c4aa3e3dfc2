"""Telephone numbers in E.164, only where they are valid."""

from __future__ import annotations


def e164(number: str, region: str | None) -> str | None:
    """The number in E.164; None where it is none, or a national one and no region is known.

    ``region``: two letters, ISO 3166.
    """
    # Its tables take a tenth of a second to import: not for those whose handoffs have no number.
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
