"""The published schema of mapping files, as editors read it."""

from __future__ import annotations

import json
from collections.abc import Callable

from mappings.json_schema import mapping_json_schema


def test_the_published_schema_is_the_golden_one(golden: Callable[[str, str], None]) -> None:
    text = json.dumps(mapping_json_schema(), indent=2, ensure_ascii=False) + "\n"

    golden("readback-mapping-1.schema.json", text)
