"""Memory-maps a reference index, answers lookups and reads stored references."""

from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import zstandard
from numpy.typing import NDArray

from auditor.errors import ReferenceIndexError
from auditor.fingerprint.batches import FingerprintBatch
from auditor.fingerprint.compiled import band_hashes
from auditor.fingerprint.parameters import FingerprintParams
from auditor.index import lookup
from auditor.index.layout import SECTIONS, Reference, file_digest, load_manifest, manifest_digest
from auditor.model.evidence import ReferenceLocation
from auditor.model.origins import Basis, Origin
from auditor.model.reports import IndexInfo

_CACHED_BLOCKS = 512
_BLOCK_LIMIT_BYTES = 1 << 31


class CandidateBatch:
    """Candidates of n units: `of(unit)` gives reference numbers, best first."""

    def __init__(self, offsets: NDArray[np.int64], references: NDArray[np.uint32]) -> None:
        self._offsets = offsets
        self._references = references

    def units(self) -> NDArray[np.int64]:
        """Numbers of the units that have any candidate."""
        return np.flatnonzero(np.diff(self._offsets))

    def of(self, unit: int) -> list[int]:
        found: list[int] = self._references[self._offsets[unit] : self._offsets[unit + 1]].tolist()
        return found


class MappedIndex:
    """An open reference index. Cheap to open: sections are mapped, not read.

    Args:
        path: the index folder.

    Raises:
        ReferenceIndexError: missing, of another version, or a section is cut.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest = load_manifest(path)
        try:
            self._open()
        except (KeyError, TypeError, ValueError, OSError) as error:
            raise ReferenceIndexError(
                f"{path} is damaged: {error}", hint="build the index again from its sources"
            ) from error
        self._blocks: OrderedDict[int, list[Reference]] = OrderedDict()
        self._decompressor = zstandard.ZstdDecompressor()

    def _open(self) -> None:
        self.params = FingerprintParams(**self.manifest["parameters"]["fingerprint"])
        banding = self.manifest["parameters"]["banding"]
        self.bands, self.rows = int(banding["bands"]), int(banding["rows"])
        self.size = int(self.manifest["counts"]["references"])
        self.sections = {name: self._map(name) for name in SECTIONS}

    def _map(self, name: str) -> NDArray[Any]:
        described = self.manifest["sections"][name]
        path = self.path / self.manifest["data"] / name
        dtype, shape = np.dtype(described["dtype"]), tuple(described["shape"])
        expected = dtype.itemsize * int(np.prod(shape, dtype=np.int64))
        if path.stat().st_size != expected:
            raise ValueError(f"section {name} has {path.stat().st_size} bytes, not {expected}")
        if expected == 0:
            return np.zeros(shape, dtype)
        return np.memmap(path, dtype, "r", shape=shape)

    @cached_property
    def _lookup(self) -> tuple[Any, ...]:
        s = {name: np.asarray(section) for name, section in self.sections.items()}
        bits = self.manifest["parameters"]["buckets"]
        return (
            s["posting_keys"], s["posting_ids"], s["posting_starts"], int(bits["postings"]),
            s["band_keys"], s["band_ids"], s["band_starts"], int(bits["bands"]), s["signatures"],
        )  # fmt: skip

    def candidates(
        self, batch: FingerprintBatch, *, least_shared: int, keep: int
    ) -> CandidateBatch:
        """References that share enough with each text of `batch` to be worth verifying."""
        bands = band_hashes(batch.signatures, self.bands, self.rows)
        units = (batch.sampled, batch.sample_offsets, bands, batch.signatures)
        offsets, references, _ = lookup.candidates(units, self._lookup, (least_shared, 0.2), keep)
        return CandidateBatch(offsets, references)

    def reference(self, number: int) -> Reference:
        """The stored output `number`.

        Raises:
            ReferenceIndexError: its block is damaged.
        """
        block, position = self.sections["places"][number]
        found: Reference = self.block(int(block))[int(position)]
        return found

    def block(self, number: int) -> list[Reference]:
        """All references of one block, decompressed and kept for a while."""
        if (known := self._blocks.get(number)) is not None:
            self._blocks.move_to_end(number)
            return known
        low, high = self.sections["block_offsets"][number : number + 2].tolist()
        frame = self.sections["blocks"][low:high].tobytes()
        try:
            raw = self._decompressor.decompress(frame, max_output_size=_BLOCK_LIMIT_BYTES)
            rows = [Reference(*row) for row in orjson.loads(raw)]
        except (zstandard.ZstdError, orjson.JSONDecodeError, TypeError) as error:
            raise ReferenceIndexError(
                f"{self.path}: block {number} is damaged: {error}",
                hint="`auditor index verify` says what is; build the index again",
            ) from error
        self._blocks[number] = rows
        if len(self._blocks) > _CACHED_BLOCKS:
            self._blocks.popitem(last=False)
        return rows

    def origin(self, number: int) -> Origin:
        provider, model, channel, since, until, basis = self.manifest["origins"][number]
        return Origin(provider, model, channel, since, until, Basis(basis))

    def location(self, reference: Reference) -> ReferenceLocation:
        source = self.manifest["sources"][reference.source]["path"]
        return ReferenceLocation(reference.id, source, reference.row, reference.field)

    def info(self) -> IndexInfo:
        """What stands in every report about this index."""
        parameters = self.manifest["parameters"]
        pairs = [(f"{g}.{k}", str(v)) for g, group in parameters.items() for k, v in group.items()]
        providers = tuple(self.manifest["counts"]["providers"].items())
        digest = self.manifest["digest"]
        return IndexInfo(str(self.path), digest, self.size, tuple(sorted(pairs)), providers)

    def verify(self) -> list[str]:
        """What is wrong with the files, a sentence each; empty for a sound index.

        Reads every byte and compares with the digests written when the index was built.
        """
        faults = []
        if manifest_digest(self.manifest) != self.manifest["digest"]:
            faults.append("index.json does not have the digest it was written with")
        for name in SECTIONS:
            described = self.manifest["sections"][name]
            if file_digest(self.path / self.manifest["data"] / name) != described["sha256"]:
                faults.append(f"section {name} does not have the digest it was written with")
        return faults
