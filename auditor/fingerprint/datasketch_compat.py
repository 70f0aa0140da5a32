"""Signatures to datasketch and back: the same numbers, in the library's own objects."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from auditor.errors import ReferenceIndexError
from auditor.fingerprint.parameters import FingerprintParams

if TYPE_CHECKING:
    from datasketch import MinHash


def to_datasketch(signature: NDArray[np.uint32], params: FingerprintParams) -> "MinHash":
    """A datasketch MinHash that holds `signature` (uint32[permutations]).

    It compares with any made by `MinHash(num_perm, seed, scheme="affine32")` from the upper 32
    bits of the same shingle hashes.
    """
    from datasketch import MinHash

    return MinHash(
        num_perm=params.permutations,
        seed=params.seed,
        scheme="affine32",
        hashvalues=signature.copy(),
    )


def from_datasketch(sketch: "MinHash", params: FingerprintParams) -> NDArray[np.uint32]:
    """The signature a datasketch MinHash holds.

    Raises:
        ReferenceIndexError: it was made with another scheme, seed or number of permutations.
    """
    made = (sketch.scheme, sketch.seed, sketch.num_perm)
    wanted = ("affine32", params.seed, params.permutations)
    if made != wanted:
        raise ReferenceIndexError(
            f"a MinHash of (scheme, seed, permutations) {made} does not compare with {wanted}",
            hint="make it with MinHash(num_perm, seed, scheme='affine32')",
        )
    return np.asarray(sketch.hashvalues, np.uint32)
