"""The reference index on disk: which files it has and what the manifest says of them.

*Details*: an index is a folder with `index.json` (magic, version, parameters, counts, sources,
origins, sections with their digests) and one data folder named by the digest. A new state is
written as a new data folder; replacing `index.json` makes it the index, in one step.

Sections, all little-endian arrays:

- `signatures` uint32[n, permutations]
- `band_keys`, `band_ids` uint32[bands, n], `band_starts` uint32[bands, 2^k + 1]: a band hash's
  upper k bits choose a bucket, the next 32 are its key; keys are sorted within a bucket.
- `posting_keys`, `posting_ids` uint32[m], `posting_starts` uint64[2^k + 1]: the inverted list of
  sampled shingle hashes, in the same arrangement.
- `common` uint64[c]: sampled shingles found in more references than are worth listing, sorted.
- `blocks` uint8[:], `block_offsets` uint64[blocks + 1]: Zstandard frames, each a JSON array of
  [text, prompt, id, source number, row, field, origin number].
- `places` uint32[n, 2]: block and position in it of each reference.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from auditor.errors import ReferenceIndexError

MAGIC = "auditor-reference-index"
VERSION = 1
MANIFEST = "index.json"

SECTIONS = (
    "signatures", "band_keys", "band_ids", "band_starts", "posting_keys", "posting_ids",
    "posting_starts", "common", "blocks", "block_offsets", "places",
)  # fmt: skip


class Reference(NamedTuple):
    """One stored reference output, as it stands in a block."""

    text: str
    prompt: str
    id: str | None
    source: int
    row: int
    field: str
    origin: int


def file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def manifest_digest(manifest: Mapping[str, Any]) -> str:
    """The identity of an index: everything in its manifest but the digest and data folder."""
    kept = {key: value for key, value in manifest.items() if key not in {"digest", "data"}}
    return hashlib.sha256(orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)).hexdigest()


def bucket_bits(entries: int) -> int:
    """How many upper bits choose a bucket, for about four entries in each."""
    return max(1, min(30, (max(entries, 1) // 4).bit_length()))


def load_manifest(path: Path) -> dict[str, Any]:
    """The manifest of the index at `path`.

    Raises:
        ReferenceIndexError: nothing there, not an index, or one of another version.
    """
    rebuild = "build it again with `auditor index build -o INDEX SOURCE...`"
    try:
        raw = (path / MANIFEST).read_bytes()
    except OSError as error:
        raise ReferenceIndexError(
            f"{path} is not a reference index: it has no readable {MANIFEST}", hint=rebuild
        ) from error
    try:
        manifest = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise ReferenceIndexError(
            f"{path}/{MANIFEST} is damaged: {error}", hint=rebuild
        ) from error
    if not isinstance(manifest, dict) or manifest.get("magic") != MAGIC:
        raise ReferenceIndexError(f"{path} is not a reference index", hint=rebuild)
    if manifest.get("version") != VERSION:
        raise ReferenceIndexError(
            f"{path} is an index of version {manifest.get('version')}, this tool reads {VERSION}",
            hint=rebuild,
        )
    return manifest
