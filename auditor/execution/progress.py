"""What long work tells whoever listens."""

from typing import Protocol


class Progress(Protocol):
    """Told what is going on; never decides anything."""

    def begin(self, label: str, size_bytes: int) -> None:
        """Work on a source of `size_bytes` begins."""

    def advance(self, records: int, characters: int) -> None:
        """So many more records and characters of text are done."""

    def end(self) -> None:
        """The source is done."""


class Silent:
    """Listens to nothing."""

    def begin(self, label: str, size_bytes: int) -> None:
        pass

    def advance(self, records: int, characters: int) -> None:
        pass

    def end(self) -> None:
        pass
