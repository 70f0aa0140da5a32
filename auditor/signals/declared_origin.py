"""What a row says of its own origin."""

import re
from collections.abc import Iterator, Sequence

from auditor.model.evidence import Clue, Confidence, Excerpt
from auditor.model.providers import provider_of_model
from auditor.model.records import Record

# Fields that name who wrote the row's output, against those that may only name a corpus.
_GENERATOR = frozenset(
    ["model", "model_name", "generator", "generation_model", "output_generator", "gen_model", "teacher",
     "teacher_model", "model_id", "engine"]
)  # fmt: skip
_CORPUS = frozenset(["source", "dataset", "models", "origin"])
_SPLIT = re.compile(r"[,;|]\s*|\s+and\s+")


class DeclaredOrigin:
    """A field of the row names a model: `model`, `generator`, `teacher`, `source` and the like.

    It observes only what the row states, not whether that is true: cards and columns are known to
    name the wrong generator, and a `source` column may name a prompt's origin instead of the
    answer's. Judges and annotators are not generators and are left out. Benign causes: the field
    describes an evaluation, or the model that the row is meant for.
    """

    name = "declared-origin"

    def detect(self, records: Sequence[Record]) -> Iterator[tuple[int, Clue]]:
        """Clues of every declared model whose maker is known, one a provider and record."""
        for position, record in enumerate(records):
            if record.declared:
                yield from ((position, clue) for clue in self._clues(record))

    def _clues(self, record: Record) -> Iterator[Clue]:
        seen = set()
        for field, value in record.declared.items():
            column = field.rpartition(".")[2]
            if column not in _GENERATOR and column not in _CORPUS:
                continue
            names = [value] if column in _GENERATOR else _SPLIT.split(value)
            for name in names:
                provider = provider_of_model(name.strip())
                if provider is None or provider in seen:
                    continue
                seen.add(provider)
                sure = Confidence.HIGH if column in _GENERATOR else Confidence.MEDIUM
                yield Clue(
                    self.name, sure, provider, name.strip(), field, None,
                    Excerpt(value, 0, len(value)), f"the row's field {field} names {name.strip()}",
                )  # fmt: skip
