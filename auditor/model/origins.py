"""Where a text came from, and how we know."""

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """How an origin is known, strongest first."""

    LOGGED_CALL = "logged-call"
    REFERENCE_CORPUS = "reference-corpus"
    DECLARED_FIELD = "declared-field"
    DATASET_CARD = "dataset-card"
    RESIDUE = "residue"
    SELF_IDENTIFICATION = "self-identification"


@dataclass(frozen=True, slots=True)
class Origin:
    """Provider, model, channel and interval of generation of one text.

    `provider` is a lower-case id (`openai`), `unknown` where a model name could not be resolved.
    `channel` is `api`, `app`, `weights`, `reseller` or None. The interval is two ISO dates
    (`2024-08-01`), either of them None where it is not known.
    """

    provider: str
    model: str | None = None
    channel: str | None = None
    generated_from: str | None = None
    generated_until: str | None = None
    basis: Basis = Basis.REFERENCE_CORPUS
