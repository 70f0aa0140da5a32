"""The published document as JSON."""

from collections.abc import Mapping
from typing import Any

import orjson


class JsonReport:
    """The published document, schema auditor-report/1: everything the other formats are made of."""

    def render(self, document: Mapping[str, Any]) -> bytes:
        return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
