"""The origin a person gives for a whole source."""

from collections.abc import Mapping
from dataclasses import replace

from auditor.errors import InputError
from auditor.model.origins import Basis, Origin
from auditor.model.providers import provider_id, provider_of_model
from auditor.model.records import Record
from auditor.readers.declared import iso_date

_KEYS = ("provider", "model", "channel", "date")


def checked(origin: Mapping[str, str] | None) -> dict[str, str]:
    """The given origin, its date normalized.

    Raises:
        InputError: a key is unknown, or the date is none.
    """
    given = {key: value.strip() for key, value in (origin or {}).items()}
    unknown = sorted(set(given) - set(_KEYS))
    if unknown:
        raise InputError(
            f"an origin has no {', '.join(unknown)}", hint=f"its keys are {', '.join(_KEYS)}"
        )
    if "date" in given:
        date = iso_date(given["date"])
        if date is None:
            raise InputError(
                f"{given['date']!r} is no date", hint="write it as in date=2024-08-01"
            )
        given["date"] = date
    return given


def with_origin(record: Record, origin: Mapping[str, str]) -> Record:
    """The record with what the person gave in place of what the row says."""
    known = record.origin or Origin("unknown", basis=Basis.REFERENCE_CORPUS)
    model = origin.get("model", known.model)
    named = origin.get("provider")
    provider = known.provider
    if named:
        provider = provider_id(named) or named.lower()
    elif model and ("model" in origin or provider == "unknown"):
        provider = provider_of_model(model) or provider
    date = origin.get("date")
    record.origin = replace(
        known,
        provider=provider,
        model=model,
        channel=origin.get("channel", known.channel),
        generated_from=date or known.generated_from,
        generated_until=date or known.generated_until,
    )
    return record
