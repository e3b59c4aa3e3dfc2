"""What a text has to have in it for a detector to find anything there: most texts have none of it.

Each is a part of what its detector matches, without what makes that slow to look for.
"""

from __future__ import annotations

import re

CARD = re.compile(r"[0-9](?:[ -]{0,3}[0-9]){12}")
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}")
EMAIL = re.compile("@")
SSN = re.compile(r"[0-9]{4}")
IP = re.compile(r"[0-9]\.[0-9]|:[0-9A-Fa-f]{0,4}:")
PHONE = re.compile(r"[0-9](?:[ ()./-]{0,3}[0-9]){6}")
ANYTHING = re.compile("")
