"""Language tags as BCP 47 writes them: ``EN_us`` is ``en-US``, and ``iw`` has long been ``he``.

Only spelling and codes that the registry itself replaces; nothing is guessed or added. The package
langcodes does more, has data of its own to follow, and was not needed for that.
"""

from __future__ import annotations

from functools import lru_cache

# The IANA registry's Preferred-Value of languages, of 2026.
_REPLACED = {
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
}
_REPLACED_REGIONS = {"BU": "MM", "DD": "DE", "FX": "FR", "TP": "TL", "YD": "YE", "ZR": "CD"}


@lru_cache(maxsize=1024)
def normal_tag(tag: str) -> str:
    """The same tag in the usual spelling (RFC 5646 §2.1.1); what is no such tag stays."""
    language, *rest = tag.replace("_", "-").split("-")
    language = language.lower()
    subtags = [_REPLACED.get(language, language)]
    extended = len(language) == 1
    for subtag in rest:
        subtags.append(subtag.lower() if extended else _spelled(subtag))
        # After a single letter stand extensions and private use, which are written small.
        extended = extended or len(subtag) == 1
    return "-".join(subtags)


def _spelled(subtag: str) -> str:
    if len(subtag) == 4 and subtag.isalpha():
        return subtag.title()
    if len(subtag) == 2 and subtag.isalpha():
        region = subtag.upper()
        return _REPLACED_REGIONS.get(region, region)
    return subtag.lower()
