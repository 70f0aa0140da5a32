"""What a row says of its own origin."""

from collections.abc import Mapping
from typing import Any

from auditor.model.origins import Basis, Origin
from auditor.model.providers import provider_id, provider_of_model

DECLARING = (
    "model", "model_name", "generator", "generation_model", "output_generator", "gen_model",
    "teacher", "teacher_model", "source", "dataset", "provider", "annotator", "judge", "judge_model",
    "license", "engine", "models", "model_id", "synthetic", "origin",
)  # fmt: skip
_NESTED = ("metadata", "meta", "gen_response_configs", "gen_input_configs", "generation", "info")
_LONGEST = 200
_MODEL_FIELDS = ("model", "model_name", "generator", "generation_model", "model_id")
_DATE_FIELDS = ("date", "generated_at", "created_at", "timestamp")


def declared_of(row: Mapping[str, Any]) -> dict[str, str]:
    """Provenance columns of a row as strings, nested ones with a dotted name."""
    found = {}
    for name in DECLARING:
        if name in row and (text := _text(row[name])):
            found[name] = text
    for outer in _NESTED:
        inner = row.get(outer)
        if isinstance(inner, Mapping):
            for name in DECLARING:
                if name in inner and (text := _text(inner[name])):
                    found[f"{outer}.{name}"] = text
    return found


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()[:_LONGEST]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)[:_LONGEST]
    return str(value).lower() if isinstance(value, bool) else ""


def labelled_origin(row: Mapping[str, Any]) -> Origin | None:
    """The origin a labelled row names by provider or model, None where it names none."""
    model = next((row[k] for k in _MODEL_FIELDS if isinstance(row.get(k), str)), None)
    named = row.get("provider")
    provider = provider_id(named) or named.lower() if isinstance(named, str) and named else None
    if provider is None and model:
        provider = provider_of_model(model)
    if provider is None:
        return None
    date = next((d for k in _DATE_FIELDS if (d := iso_date(row.get(k)))), None)
    channel = row.get("channel") if isinstance(row.get("channel"), str) else None
    return Origin(provider, model, channel, date, date, Basis.REFERENCE_CORPUS)


def iso_date(value: Any) -> str | None:
    """`YYYY-MM-DD` of an ISO string or of seconds, milliseconds or finer since 1970."""
    from datetime import UTC, datetime

    if isinstance(value, str):
        head = value.strip()[:10]
        try:
            return datetime.fromisoformat(head).date().isoformat()
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    seconds = float(value)
    while seconds > 1e11:
        seconds /= 1000
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None
