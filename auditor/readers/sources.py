"""Paths, folders and globs to sources whose records can be read."""

import glob
import hashlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from auditor.errors import InputError, NothingAuditedError
from auditor.model.origins import Basis, Origin
from auditor.model.providers import provider_id, provider_of_model
from auditor.model.records import Record, Rejection
from auditor.model.sources import Source
from auditor.readers.compression import compression_of
from auditor.readers.containers.columnar import saved_files
from auditor.readers.formats import CONTAINERS
from auditor.readers.rows import ShapeFinder
from auditor.readers.sniffing import container_of

Row = dict[str, Any] | Rejection

# Files that describe a data set, and folders of tools: not data.
_DESCRIBING = frozenset(
    ["readme.md", "license", "license.txt", "license.md", "dataset_info.json", "dataset_infos.json",
     "state.json", "dataset_dict.json", ".gitattributes", "auditor.toml"]
)  # fmt: skip
_SNIFFED_ROWS = 64


@dataclass(frozen=True, slots=True)
class OpenSource:
    """One recognized source. `origin` overrides what its records say of theirs."""

    source: Source
    files: tuple[Path, ...]
    origin: Mapping[str, str]

    def records(self) -> Iterator[Record | Rejection]:
        """Records and rejections in file order, rows numbered from 0."""
        rows = (row for path in self.files for row in rows_of(path, self.source.container))
        outcomes = ShapeFinder().read(rows)
        if len(self.files) > 1:
            outcomes = _renumbered(outcomes)
        if not self.origin:
            return outcomes
        return (_given(one, self.origin) if isinstance(one, Record) else one for one in outcomes)


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
        NothingAuditedError: a folder or glob holds no data.
    """
    given = dict(origin or {})
    unknown = set(given) - {"provider", "model", "channel", "date"}
    if unknown:
        raise InputError(
            f"an origin has no {', '.join(sorted(unknown))}",
            hint="its keys are provider, model, channel and date",
        )
    found: dict[Path, OpenSource] = {}
    for path in paths:
        for place in expand(path):
            if place not in found:
                found[place] = _open(place, given)
    return list(found.values())


def expand(path: str) -> list[Path]:
    """The data files and `save_to_disk` folders a path stands for, sorted."""
    place = Path(path)
    if place.is_dir():
        files = _walk(place)
        if not files:
            raise NothingAuditedError(
                f"{path} holds no data files", hint="name the folder that holds the data"
            )
        return files
    if place.exists():
        return [place]
    if glob.has_magic(path):
        matched = [Path(one) for one in sorted(glob.glob(path, recursive=True))]
        files = [file for one in matched for file in (_walk(one) if one.is_dir() else [one])]
        if not files:
            raise NothingAuditedError(f"{path} matches no file", hint="check the pattern")
        return files
    raise InputError(f"{path} does not exist", hint="check the path")


def _walk(folder: Path) -> list[Path]:
    if saved_files(folder) is not None:
        return [folder]
    files: list[Path] = []
    for place in sorted(folder.iterdir()):
        if place.name.startswith((".", "_")) or place.is_symlink():
            continue
        if place.is_dir():
            files += _walk(place)
        elif place.name.lower() not in _DESCRIBING and place.stat().st_size:
            files.append(place)
    return files


def _open(place: Path, origin: Mapping[str, str]) -> OpenSource:
    saved = saved_files(place) if place.is_dir() else None
    files = tuple(saved) if saved is not None else (place,)
    missing = [file for file in files if not file.is_file()]
    if missing or not files:
        raise InputError(
            f"{place} lacks its data files: {', '.join(file.name for file in missing)}",
            hint="copy the folder again, whole",
        )
    container = "arrow" if saved is not None else container_of(place)
    shape = _shape(files[0], container, place)
    size = sum(file.stat().st_size for file in files)
    packed = compression_of(_first_bytes(files[0]))
    name = f"{container}+{packed}" if packed else container
    source = Source(str(place), name, shape, _digest(files), size)
    return OpenSource(replace(source, container=container), files, origin)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4)


def _shape(path: Path, container: str, place: Path) -> str:
    """The shapes of the first rows.

    Raises:
        InputError: the first rows are all unreadable or of no known shape.
    """
    finder = ShapeFinder()
    outcomes = list(islice(finder.read(rows_of(path, container)), _SNIFFED_ROWS))
    if outcomes and not finder.counts:
        first = outcomes[0]
        detail = first.detail if isinstance(first, Rejection) else ""
        raise InputError(
            f"{place} cannot be read as {container}: {detail}",
            hint="`auditor formats` lists what can be read",
        )
    if not outcomes:
        raise NothingAuditedError(f"{place} holds no record", hint="is it the right file?")
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


def _given(record: Record, origin: Mapping[str, str]) -> Record:
    known = record.origin or Origin("unknown", basis=Basis.REFERENCE_CORPUS)
    model = origin.get("model", known.model)
    named = origin.get("provider")
    provider = provider_id(named) or named.lower() if named else known.provider
    if provider == "unknown" and model:
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


