"""The parameters fingerprints are a function of. Two indexes compare only where these agree."""

from dataclasses import asdict, dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from auditor.text.normalization import NORMALIZATION_VERSION

# Odd multipliers and shifts of the 64-bit mixers (MurmurHash3 finalizer constants).
WORD_SEED = 0xCBF29CE484222325
WORD_MULTIPLIER = 0x9E3779B97F4A7C15
SHINGLE_MULTIPLIER = 0xD6E8FEB86659FD93
MIX_1 = 0xFF51AFD7ED558CCD
MIX_2 = 0xC4CEB9FE1A85EC53


@dataclass(frozen=True, slots=True)
class FingerprintParams:
    """What a fingerprint depends on, written into every index.

    `shingle_tokens`: consecutive tokens a shingle; `permutations` and `seed` as in datasketch
    with the scheme `affine32`; `sample_modulus`: one in so many shingle hashes is kept for the
    containment path (a power of two).
    """

    normalization: int = NORMALIZATION_VERSION
    shingle_tokens: int = 5
    permutations: int = 128
    seed: int = 1
    sample_modulus: int = 2

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@cache
def affine32_permutations(permutations: int, seed: int) -> NDArray[np.uint32]:
    """uint32[2, permutations]: the multipliers and addends datasketch draws for `affine32`."""
    from datasketch import MinHash

    sketch = MinHash(num_perm=permutations, seed=seed, scheme="affine32")
    return np.ascontiguousarray(sketch.permutations, dtype=np.uint32)


@cache
def optimal_bands(threshold_jaccard: float, permutations: int) -> tuple[int, int]:
    """(bands, rows) that datasketch finds best for a wanted Jaccard threshold."""
    from datasketch import MinHashLSH

    lsh = MinHashLSH(threshold=threshold_jaccard, num_perm=permutations)
    return int(lsh.b), int(lsh.r)
