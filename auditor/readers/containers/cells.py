"""Structures inside the string cells of a table."""

import ast
import json
from typing import Any

# Columns that hold lists or objects by nature. An answer that happens to be JSON stays a text.
STRUCTURES = frozenset(
    ["messages", "conversations", "conversation", "chosen", "rejected", "chosen_messages", "rejected_messages",
     "prompt", "completion", "completions", "history", "metadata", "meta", "segments", "models", "responses",
     "preferred_output", "non_preferred_output", "gen_response_configs", "gen_input_configs", "answers", "thread"]
)  # fmt: skip
_TEXT_OR_TURNS = frozenset(["prompt", "completion", "chosen", "rejected"])
_LONGEST_LITERAL = 1 << 20


def structured(column: str, value: Any) -> Any:
    """The parsed structure a string cell of a structural column holds, else the value itself."""
    if column not in STRUCTURES or not isinstance(value, str) or value[:1] not in ("[", "{"):
        return value
    parsed = _parsed(value)
    if parsed is None or (column in _TEXT_OR_TURNS and not _is_turns(parsed)):
        return value
    return parsed


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        pass
    if len(value) > _LONGEST_LITERAL:
        return None
    # pandas writes a list column as Python prints it.
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None


def _is_turns(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and bool(first.keys() & {"role", "from"})
