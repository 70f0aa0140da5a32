"""The inverted list of sampled shingles: spilled by hash range, sorted range by range."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.index.layout import bucket_bits

_RANGES = 64
_RANGE_SHIFT = np.uint64(58)
# A shingle in more references than this says little and is listed as common instead.
MOST_REFERENCES = 400

_SPILLED = np.dtype([("hash", "<u8"), ("id", "<u4")])


def bucketed(
    hashes: NDArray[np.uint64], ids: NDArray[np.uint32], bits: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint64]]:
    """Keys and ids sorted by hash then id, and where each of the 2^bits buckets begins."""
    order = np.lexsort((ids, hashes))
    ordered = hashes[order]
    keys = ((ordered >> np.uint64(32 - bits)) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    edges = np.arange((1 << bits) + 1, dtype=np.uint64)
    buckets = ordered >> np.uint64(64 - bits)
    starts = np.searchsorted(buckets, edges, side="left").astype(np.uint64)
    return keys, ids[order], starts


class PostingSpill:
    """Takes the samples of batches, gives the sorted list."""

    def __init__(self, folder: Path) -> None:
        self._paths = [folder / f"spill-{number:02}" for number in range(_RANGES)]
        self._files = [path.open("wb") for path in self._paths]
        self._entries = 0

    def add(self, sampled: NDArray[np.uint64], offsets: NDArray[np.int64], first: int) -> None:
        """Takes the samples of texts numbered from `first`."""
        entries = np.empty(len(sampled), _SPILLED)
        entries["hash"] = sampled
        counts = np.diff(offsets)
        entries["id"] = np.repeat(np.arange(first, first + len(counts), dtype=np.uint32), counts)
        ranges = (sampled >> _RANGE_SHIFT).astype(np.int64)
        entries = entries[np.argsort(ranges, kind="stable")]
        edges = np.searchsorted(np.sort(ranges), np.arange(_RANGES + 1))
        for number, stream in enumerate(self._files):
            stream.write(entries[edges[number] : edges[number + 1]].tobytes())
        self._entries += len(entries)

    def close(self) -> None:
        for stream, path in zip(self._files, self._paths, strict=True):
            stream.close()
            path.unlink(missing_ok=True)

    def sort(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[np.uint64], int]:
        """(keys, ids, starts, common, bits): see `index.layout`."""
        bits = max(6, bucket_bits(self._entries))
        keys, ids, commons = [], [], []
        counts = np.zeros((1 << bits) + 1, np.uint64)
        per_range = (1 << bits) // _RANGES
        for number, stream in enumerate(self._files):
            stream.flush()
            entries = np.fromfile(self._paths[number], _SPILLED)
            hashes, listed, common = drop_common(entries)
            part_keys, part_ids, starts = bucketed(hashes, listed, bits)
            keys.append(part_keys)
            ids.append(part_ids)
            commons.append(common)
            low = number * per_range
            counts[low + 1 : low + per_range + 1] = np.diff(starts[low : low + per_range + 1])
        starts = np.cumsum(counts, dtype=np.uint64)
        return np.concatenate(keys), np.concatenate(ids), starts, np.concatenate(commons), bits


def drop_common(
    entries: NDArray[Any],
) -> tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint64]]:
    """(hashes, ids, common): entries without those of shingles in too many references."""
    hashes, counts = np.unique(entries["hash"], return_counts=True)
    common = hashes[counts > MOST_REFERENCES]
    keep = ~np.isin(entries["hash"], common)
    return entries["hash"][keep], entries["id"][keep], common
