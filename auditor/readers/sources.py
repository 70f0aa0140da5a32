"""Paths, folders and globs to sources whose records can be read."""

import hashlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.errors import InputError, NothingAuditedError
from auditor.model.records import Record, Rejection
from auditor.model.sources import Source
from auditor.readers.containers.columnar import saved_files
from auditor.readers.formats import CONTAINERS
from auditor.readers.origins import checked, with_origin
from auditor.readers.places import expand
from auditor.readers.rows import ShapeFinder
from auditor.readers.sniffing import container_of

Row = dict[str, Any] | Rejection

_SNIFFED_ROWS = 64
_MOST_UNREADABLE = 10_000
EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class OpenSource:
    """One recognized source. `origin` overrides what its records say of theirs.

    It holds no open file: it can be sent to another process, and read as often as wanted.
    """

    source: Source
    files: tuple[Path, ...]
    origin: Mapping[str, str]

    def records(self) -> Iterator[Record | Rejection]:
        """Records and rejections in file order, rows numbered from 0."""
        if self.source.format == EMPTY:
            return iter(())
        rows = (row for path in self.files for row in rows_of(path, self.source.container))
        outcomes = ShapeFinder().read(rows)
        if len(self.files) > 1:
            outcomes = _renumbered(outcomes)
        if not self.origin:
            return outcomes
        return (with_origin(o, self.origin) if isinstance(o, Record) else o for o in outcomes)


def rows_of(path: Path, container: str) -> Iterator[Row]:
    """Parsed rows of one file."""
    reader: Callable[[Path], Iterator[Row]] = pkgutil.resolve_name(CONTAINERS[container][0])
    return reader(path)


def open_sources(
    paths: Sequence[str], *, origin: Mapping[str, str] | None = None
) -> list[OpenSource]:
    """Sources behind files, folders and globs, in order, each once.

    Args:
        paths: as a person gave them.
        origin: `provider`, `model`, `channel`, `date` of every record.

    Raises:
        InputError: a path does not exist, or a file cannot be recognized.
        NothingAuditedError: a folder or glob holds no data, or no source a single row.
    """
    given = checked(origin)
    found: dict[Path, OpenSource] = {}
    for path in paths:
        for place in expand(path):
            key = place.resolve()
            if key not in found:
                found[key] = _open(place, given)
    if found and all(one.source.format == EMPTY for one in found.values()):
        raise NothingAuditedError(
            f"{', '.join(one.source.path for one in found.values())} holds no record",
            hint="is it the right file?",
        )
    return list(found.values())


def _open(place: Path, origin: Mapping[str, str]) -> OpenSource:
    saved = saved_files(place) if place.is_dir() else None
    files = tuple(saved) if saved is not None else (place,)
    size = sum(file.stat().st_size for file in files)
    container = "arrow" if saved is not None else container_of(place) if size else "text"
    shape = _shape(files, container, place) if size else EMPTY
    return OpenSource(Source(str(place), container, shape, _digest(files), size), files, origin)


def _shape(files: Sequence[Path], container: str, place: Path) -> str:
    """The shapes of the first rows.

    Raises:
        InputError: the first rows are all unreadable or of no known shape.
    """
    finder = ShapeFinder()
    first: Rejection | None = None
    seen = 0
    for path in files:
        for outcome in finder.read(rows_of(path, container)):
            if first is None and isinstance(outcome, Rejection):
                first = outcome
            seen += 1
            if seen >= (_SNIFFED_ROWS if finder.counts else _MOST_UNREADABLE):
                break
        if finder.counts:
            break
    if not seen:
        return EMPTY
    if not finder.counts:
        raise InputError(
            f"{place} cannot be read as {container}: {first.detail if first else 'no rows'}",
            hint="`auditor formats` lists what can be read",
        )
    ranked = sorted(finder.counts, key=lambda name: -finder.counts[name])
    return ranked[0] if len(ranked) == 1 else "mixed: " + ", ".join(ranked)


def _digest(files: Sequence[Path]) -> str:
    """SHA-256 of a file's bytes; of several files, of their digests in order."""
    digests = []
    for file in files:
        with file.open("rb") as stream:
            digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _renumbered(outcomes: Iterator[Record | Rejection]) -> Iterator[Record | Rejection]:
    for number, one in enumerate(outcomes):
        one.row = number
        yield one
