"""Paths, folders and globs to the files that hold data."""

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.errors import InputError, NothingAuditedError
from auditor.readers.containers.columnar import saved_files
from auditor.readers.sniffing import is_media

# Files that describe a data set or belong to tools: not data where data stands beside them.
_DESCRIBING = frozenset(
    ["readme", "readme.md", "readme.txt", "license", "license.txt", "license.md", "licence", "notice",
     "citation.cff", "dataset_info.json", "dataset_infos.json", "state.json", "dataset_dict.json",
     "auditor.toml", "checksums.txt", "sha256sums", "changelog.md"]
)  # fmt: skip


def expand(path: str) -> list[Path]:
    """The data files and `save_to_disk` folders a path stands for, sorted.

    Raises:
        InputError: the path does not exist, or is neither file nor folder.
        NothingAuditedError: a folder or pattern holds no data.
    """
    place = Path(path)
    if place.is_dir():
        return _found(_walk(place), f"{path} holds no data files", "name the folder of the data")
    if place.is_file():
        return [place]
    if place.exists():
        raise InputError(f"{path} is no regular file", hint="write what it gives to a file first")
    if glob.has_magic(path):
        return _found(_matched(path), f"{path} matches no data file", "check the pattern")
    raise InputError(f"{path} does not exist", hint="check the path")


def skipped_files(paths: Sequence[str]) -> list[str]:
    """Files in the folders among `paths` that are not read as data, sorted."""
    left: set[str] = set()
    for path in paths:
        place = Path(path)
        if place.is_dir():
            read = set()
            for one in _walk(place):
                read |= {one} if one.is_file() else set(saved_files(one) or ())
            left |= {str(file) for file in _all_files(place) if file not in read}
    return sorted(left)


def _found(places: list[Path], message: str, hint: str) -> list[Path]:
    if not places:
        raise NothingAuditedError(message, hint=hint)
    return places


def _matched(pattern: str) -> list[Path]:
    # Not Path.glob: a person's pattern may be absolute, and starts anywhere.
    matched = [Path(one) for one in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207
    found: list[Path] = []
    for one in matched:
        found += _walk(one) if one.is_dir() else [one]
    # With `**`, a folder and its files both match; a described folder counts once.
    saved = {one for one in found if one.is_dir()}
    return [one for one in dict.fromkeys(found) if one in saved or one.parent not in saved]


def _walk(folder: Path) -> list[Path]:
    """Data files under a folder; a `save_to_disk` folder stands for its files."""
    if saved_files(folder) is not None:
        return [folder]
    found: list[Path] = []
    for place in sorted(folder.iterdir()):
        if place.name.startswith((".", "_")):
            continue
        if place.is_dir():
            # A linked folder may lead back up.
            found += [] if place.is_symlink() else _walk(place)
        elif _is_data(place):
            found.append(place)
    if found:
        return found
    # Nothing but a text that describes: then that text is what was given.
    return [one for one in sorted(folder.glob("*.md")) if one.is_file() and one.stat().st_size]


def _is_data(place: Path) -> bool:
    if place.name.lower() in _DESCRIBING or not place.is_file():
        return False
    return place.stat().st_size > 0 and not is_media(place)


def _all_files(folder: Path) -> Iterator[Path]:
    for place in sorted(folder.iterdir()):
        if place.is_dir() and not place.is_symlink():
            yield from _all_files(place)
        else:
            yield place
