"""Progress on a terminal, with rate and time left; nothing where stderr is not one."""

import sys

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from auditor.execution import progress


class OnTerminal:
    """Shows records and characters a second for the source being read."""

    def __init__(self) -> None:
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID | None = None
        self._records = 0
        self._characters = 0

    def begin(self, label: str, size_bytes: int) -> None:
        del size_bytes
        self._records = self._characters = 0
        if self._task is None:
            self._bar.start()
        else:
            self._bar.remove_task(self._task)
        printable = "".join(c if c.isprintable() else "?" for c in label)
        self._task = self._bar.add_task(printable, total=None, rate="")

    def advance(self, records: int, characters: int) -> None:
        self._records += records
        self._characters += characters
        if self._task is not None:
            elapsed = max(self._bar.tasks[-1].elapsed or 0.0, 1e-3)
            rate = f"{self._records:,} records, {self._characters / elapsed / 1e6:.1f} M chars/s"
            self._bar.update(self._task, rate=rate)

    def end(self) -> None:
        self._bar.stop()
        self._task = None


def listener() -> progress.Progress:
    """A bar where a person watches, silence elsewhere."""
    return OnTerminal() if sys.stderr.isatty() else progress.Silent()
