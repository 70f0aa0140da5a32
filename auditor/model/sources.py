"""One input file, or one folder that is a unit, as it stands in the report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A source that was recognized.

    `path` is the path as a person gave or would write it; `container` how the bytes are packed
    (`json-lines`, `json-array`, `csv`, `parquet`, ...); `format` the row shape or log format
    found by content; `sha256` the digest of the file's bytes as stored.
    """

    path: str
    container: str
    format: str
    sha256: str
    size_bytes: int
