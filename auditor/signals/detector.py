"""The interface of a detector."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from auditor.model.evidence import Clue
from auditor.model.records import Record


class Detector(Protocol):
    """Observes records; decides nothing."""

    name: str

    def detect(self, records: Sequence[Record]) -> Iterator[tuple[int, Clue]]:
        """Clues with the position in `records` of the record they are about."""
