"""Packs texts into buffers and runs the kernels over them."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.fingerprint import compiled
from auditor.fingerprint.parameters import FingerprintParams, affine32_permutations
from auditor.text.normalization import fold_tables


class FingerprintBatch(NamedTuple):
    """Fingerprints of n texts; see `compiled.fingerprint` for shapes."""

    signatures: NDArray[np.uint32]
    tokens: NDArray[np.int32]
    shingles: NDArray[np.int32]
    sampled: NDArray[np.uint64]
    sample_offsets: NDArray[np.int64]


class Tokens(NamedTuple):
    """Token hashes uint64[n] of one text, with character offsets uint32[n]."""

    hashes: NDArray[np.uint64]
    begins: NDArray[np.uint32]
    ends: NDArray[np.uint32]


@cache
def kernel_tables() -> tuple[NDArray[Any], ...]:
    """(starts, folded, classes, lower): what `compiled.tokenize` reads."""
    fold = fold_tables()
    return (fold.starts, fold.folded, fold.classes, compiled.ascii_lower(fold.classes))


def pack(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All texts in one UTF-8 buffer, and int64[n + 1] offsets. Lone surrogates are kept."""
    encoded = [encode(text) for text in texts]
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(part) for part in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded) or b"\0", np.uint8), offsets


def encode(text: str) -> bytes:
    """UTF-8, lone surrogates as three bytes each."""
    return text.encode("utf-8", "surrogatepass")


def fingerprint(texts: Sequence[str], params: FingerprintParams) -> FingerprintBatch:
    """Signatures and sampled shingle hashes of `texts`, in their order."""
    buffer, offsets = pack(texts)
    longest = int(np.diff(offsets).max(initial=0))
    result = compiled.fingerprint(
        buffer,
        offsets,
        kernel_tables(),
        affine32_permutations(params.permutations, params.seed),
        params.shingle_tokens,
        np.uint64(params.sample_modulus - 1),
        longest,
    )
    return FingerprintBatch(*result)


def tokenize(text: str) -> Tokens:
    """The tokens of one text with their character offsets in it."""
    raw = encode(text)
    size = 2 * len(raw) + 8
    hashes = np.empty(size, np.uint64)
    begins = np.empty(size, np.uint32)
    ends = np.empty(size, np.uint32)
    buffer = np.frombuffer(raw or b"\0", np.uint8)
    count = compiled.tokenize(buffer, 0, len(raw), kernel_tables(), hashes, begins, ends)
    return Tokens(hashes[:count].copy(), begins[:count].copy(), ends[:count].copy())


def shingle_hashes(tokens: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """The distinct shingle hashes of a token sequence, sorted."""
    out = np.empty(len(tokens) + 1, np.uint64)
    count = compiled.shingle(tokens, len(tokens), width, out)
    found: NDArray[np.uint64] = compiled.distinct(out[:count])
    return found
