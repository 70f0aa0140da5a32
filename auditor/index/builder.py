"""Builds a reference index in bounded memory: spilled to files, sorted part by part."""

import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Self

import numpy as np
import orjson
import zstandard
from numpy.typing import NDArray

from auditor.errors import ReferenceIndexError
from auditor.fingerprint.batches import encode, fingerprint
from auditor.fingerprint.compiled import band_hashes
from auditor.fingerprint.parameters import FingerprintParams, optimal_bands
from auditor.index.layout import (
    MAGIC,
    MANIFEST,
    VERSION,
    Reference,
    bucket_bits,
    file_digest,
    manifest_digest,
)
from auditor.index.mapped import MappedIndex
from auditor.index.postings import PostingSpill, bucketed
from auditor.model.origins import Origin

_BATCH_CHARACTERS = 4_000_000
_BATCH_REFERENCES = 4096
_BLOCK_CHARACTERS = 48_000
_ZSTD_LEVEL = 9


class IndexBuilder:
    """Collects references, then writes the index in one step.

    Args:
        path: the index folder to be made or replaced.
        params: how texts are fingerprinted.
        threshold_jaccard: what the LSH bands are laid out for.

    Raises:
        ReferenceIndexError: `path` is something else than an index or an empty folder.
    """

    def __init__(self, path: Path, params: FingerprintParams, threshold_jaccard: float) -> None:
        if (
            path.exists()
            and not (path / MANIFEST).exists()
            and (path.is_file() or any(path.iterdir()))
        ):
            raise ReferenceIndexError(
                f"{path} exists and is not a reference index", hint="name another folder with -o"
            )
        self._path = path
        self._params = params
        self._threshold = threshold_jaccard
        self._bands, self._rows = optimal_bands(threshold_jaccard, params.permutations)
        path = path.resolve()
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        self._signatures = (self._scratch / "signatures").open("wb")
        self._blocks = (self._scratch / "blocks").open("wb")
        self._postings = PostingSpill(self._scratch)
        self._compressor = zstandard.ZstdCompressor(level=_ZSTD_LEVEL)
        self._block_offsets = [0]
        self._places: list[NDArray[np.uint32]] = []
        self._pending: list[Reference] = []
        self._pending_characters = 0
        self._origins: dict[tuple[Any, ...], int] = {}
        self._providers: Counter[str] = Counter()
        self._sources: list[dict[str, Any]] = []
        self._size = 0
        self._text_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._signatures.close()
        self._blocks.close()
        self._postings.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def size(self) -> int:
        """References taken so far."""
        return self._size + len(self._pending)

    def add_source(self, described: dict[str, Any]) -> int:
        """Registers a source; its number goes into `Reference.source`."""
        self._sources.append(described)
        return len(self._sources) - 1

    def origin_number(self, origin: Origin) -> int:
        """The number of an origin, the same for equal ones."""
        key = (
            origin.provider, origin.model, origin.channel,
            origin.generated_from, origin.generated_until, origin.basis.value,
        )  # fmt: skip
        return self._origins.setdefault(key, len(self._origins))

    def add(self, reference: Reference, provider: str) -> None:
        """Takes one output."""
        self._providers[provider] += 1
        self._pending.append(reference)
        self._pending_characters += len(reference.text)
        full = len(self._pending) >= _BATCH_REFERENCES
        if full or self._pending_characters >= _BATCH_CHARACTERS:
            self._flush()

    def absorb(self, index: MappedIndex) -> None:
        """Takes all references of another index built with the same parameters.

        Raises:
            ReferenceIndexError: its parameters differ.
        """
        if index.params != self._params:
            raise ReferenceIndexError(
                f"{index.path} was built with other parameters",
                hint="indexes are joined only where fingerprints agree; build one from the sources",
            )
        sources = [self.add_source(source) for source in index.manifest["sources"]]
        origins = [index.origin(n) for n in range(len(index.manifest["origins"]))]
        numbers = [self.origin_number(origin) for origin in origins]
        for block in range(len(index.sections["block_offsets"]) - 1):
            for kept in index.block(block):
                moved = kept._replace(source=sources[kept.source], origin=numbers[kept.origin])
                self.add(moved, origins[kept.origin].provider)

    def finish(self) -> dict[str, Any]:
        """Writes the index and makes it the one at its path; returns the manifest."""
        self._flush()
        self._signatures.close()
        self._blocks.close()
        sections = dict(self._band_sections())
        band_bits = bucket_bits(self._size)
        keys, ids, starts, common, posting_bits = self._postings.sort()
        sections |= {"posting_keys": keys, "posting_ids": ids, "posting_starts": starts}
        sections |= {"common": common, "block_offsets": np.array(self._block_offsets, np.uint64)}
        places = np.concatenate([*self._places, np.zeros((0, 2), np.uint32)])
        sections["places"] = places
        for name, array in sections.items():
            np.ascontiguousarray(array).tofile(self._scratch / name)
        described = {name: self._describe(name, array) for name, array in sections.items()}
        shape = [self._size, self._params.permutations]
        described["signatures"] = self._describe_file("signatures", "<u4", shape)
        described["blocks"] = self._describe_file("blocks", "|u1", [self._block_offsets[-1]])
        manifest = self._manifest(described, {"bands": band_bits, "postings": posting_bits})
        self._publish(manifest)
        return manifest

    def _flush(self) -> None:
        if not self._pending:
            return
        batch = fingerprint([reference.text for reference in self._pending], self._params)
        self._signatures.write(batch.signatures.tobytes())
        self._postings.add(batch.sampled, batch.sample_offsets, self._size)
        self._text_bytes += sum(len(encode(reference.text)) for reference in self._pending)
        self._write_blocks()
        self._size += len(self._pending)
        self._pending = []
        self._pending_characters = 0

    def _write_blocks(self) -> None:
        places = np.empty((len(self._pending), 2), np.uint32)
        block: list[Reference] = []
        characters = 0
        for i, reference in enumerate(self._pending):
            places[i] = len(self._block_offsets) - 1, len(block)
            block.append(reference)
            characters += len(reference.text) + len(reference.prompt)
            if characters >= _BLOCK_CHARACTERS or i == len(self._pending) - 1:
                frame = self._compressor.compress(orjson.dumps([printable(r) for r in block]))
                self._blocks.write(frame)
                self._block_offsets.append(self._block_offsets[-1] + len(frame))
                block = []
                characters = 0
        self._places.append(places)

    def _band_sections(self) -> dict[str, NDArray[Any]]:
        bits = bucket_bits(self._size)
        shape = (self._size, self._params.permutations)
        path = self._scratch / "signatures"
        signatures = (
            np.memmap(path, "<u4", "r", shape=shape) if self._size else np.zeros(shape, "<u4")
        )
        keys = np.empty((self._bands, self._size), np.uint32)
        ids = np.empty((self._bands, self._size), np.uint32)
        starts = np.empty((self._bands, (1 << bits) + 1), np.uint32)
        for band in range(self._bands):
            part = np.ascontiguousarray(signatures[:, band * self._rows : (band + 1) * self._rows])
            # The seed of a band's hash is its number: keep it as if all bands were hashed at once.
            hashes = band_hashes(part, 1, self._rows, band)[:, 0]
            numbers = np.arange(self._size, dtype=np.uint32)
            keys[band], ids[band], starts[band] = bucketed(hashes, numbers, bits)
        return {"band_keys": keys, "band_ids": ids, "band_starts": starts}

    def _describe(self, name: str, array: NDArray[Any]) -> dict[str, Any]:
        return self._describe_file(name, array.dtype.str, list(array.shape))

    def _describe_file(self, name: str, dtype: str, shape: list[int]) -> dict[str, Any]:
        return {"dtype": dtype, "shape": shape, "sha256": file_digest(self._scratch / name)}

    def _manifest(self, sections: dict[str, Any], buckets: dict[str, int]) -> dict[str, Any]:
        manifest: dict[str, Any] = {
            "magic": MAGIC,
            "version": VERSION,
            "parameters": {
                "fingerprint": self._params.as_dict(),
                "banding": {
                    "threshold_jaccard": self._threshold,
                    "bands": self._bands,
                    "rows": self._rows,
                },
                "buckets": buckets,
            },
            "counts": {
                "references": self._size,
                "text_bytes": self._text_bytes,
                "providers": dict(sorted(self._providers.items())),
            },
            "sources": self._sources,
            "origins": [list(key) for key in self._origins],
            "sections": dict(sorted(sections.items())),
        }
        manifest["digest"] = manifest_digest(manifest)
        manifest["data"] = f"data-{manifest['digest'][:16]}"
        return manifest

    def _publish(self, manifest: dict[str, Any]) -> None:
        self._path.mkdir(exist_ok=True)
        self._postings.close()
        data = self._path / str(manifest["data"])
        if data.exists():
            shutil.rmtree(data)
        self._scratch.rename(data)
        self._scratch.mkdir()
        fresh = self._path / f"{MANIFEST}.{os.getpid()}"
        fresh.write_bytes(
            orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        )
        fresh.replace(self._path / MANIFEST)
        for old in self._path.glob("data-*"):
            if old != data:
                shutil.rmtree(old)


def printable(reference: Reference) -> tuple[Any, ...]:
    """A reference as JSON can hold it: each lone surrogate becomes one U+FFFD."""
    return tuple(
        value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if isinstance(value, str) and not value.isascii()
        else value
        for value in reference
    )
