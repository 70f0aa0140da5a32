"""What a row says of its own origin."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from auditor.model.origins import Basis, Origin
from auditor.model.providers import provider_id, provider_of_model

DECLARING = (
    "model", "model_name", "generator", "generation_model", "output_generator", "gen_model", "teacher",
    "teacher_model", "source_model", "response_model", "assistant_model", "generated_by", "created_by", "llm",
    "source", "dataset", "dataset_name", "data_source", "provider", "annotator", "judge", "judge_model", "license",
    "engine", "models", "model_id", "modelIdentifier", "synthetic", "origin",
    "chosen_model", "rejected_model", "chosen-model", "rejected-model",
)  # fmt: skip
_DECLARING = frozenset(DECLARING)
_NESTED = ("metadata", "meta", "gen_response_configs", "gen_input_configs", "generation", "info")
_NESTED_SET = frozenset(_NESTED)
LONGEST = 200
_LONGEST_NESTED = 1 << 16
_MODEL_FIELDS = ("model", "model_name", "generator", "generation_model", "model_id")
_NAMING = frozenset([*_MODEL_FIELDS, "provider"])
_DATE_FIELDS = ("date", "generated_at", "created_at", "timestamp")


def declared_of(row: Mapping[str, Any]) -> dict[str, str]:
    """Provenance columns of a row as strings, nested ones with a dotted name."""
    found: dict[str, str] = {}
    if not _DECLARING.isdisjoint(row):
        _collect(row, "", found)
    if not _NESTED_SET.isdisjoint(row):
        for outer in _NESTED:
            inner = _parsed(row.get(outer))
            if isinstance(inner, Mapping):
                _collect(inner, f"{outer}.", found)
    return found


def _collect(row: Mapping[str, Any], prefix: str, found: dict[str, str]) -> None:
    for name in DECLARING:
        if name in row and (text := _text(row[name])):
            found[prefix + name] = text


def _parsed(value: Any) -> Any:
    """Nested metadata; some data sets keep it as a JSON string."""
    if isinstance(value, str) and value[:1] == "{" and len(value) < _LONGEST_NESTED:
        try:
            return orjson.loads(value)
        except ValueError:
            return None
    return value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()[:LONGEST]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)[:LONGEST]
    return str(value).lower() if isinstance(value, bool) else ""


def labelled_origin(row: Mapping[str, Any]) -> Origin | None:
    """The origin a labelled row names by provider or model, None where it names none.

    A row of a `provider` or `model` that nobody knows keeps the name; words under vaguer fields,
    such as `generator: human`, count only where they resolve.
    """
    if _NAMING.isdisjoint(row):
        return None
    model = next((row[k] for k in _MODEL_FIELDS if isinstance(row.get(k), str) and row[k]), None)
    named = row.get("provider")
    provider = provider_id(named) or named.lower()[:LONGEST] if isinstance(named, str) else None
    if not provider and model:
        provider = provider_of_model(model)
        if provider is None and row.get("model") == model and "provider" in row:
            provider = "unknown"
    if not provider:
        return None
    date = next((d for k in _DATE_FIELDS if (d := iso_date(row.get(k)))), None)
    channel = row.get("channel")
    channel = channel if isinstance(channel, str) and channel else None
    model = model[:LONGEST] if model else None
    return Origin(provider, model, channel, date, date, Basis.REFERENCE_CORPUS)


def iso_date(value: Any) -> str | None:
    """`YYYY-MM-DD` of an ISO string or of seconds, milliseconds or finer since 1970."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value.strip()[:10]).date().isoformat()
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e30:
        return None
    seconds = float(value)
    while seconds > 1e11:
        seconds /= 1000
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None
