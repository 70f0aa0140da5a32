"""The numba kernels over a mapped index: hashes to candidates."""

import numba as nb
import numpy as np

_U32 = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@nb.njit(cache=True, inline="always")
def bucket_and_key(value, bits):  # type: ignore[no-untyped-def]
    """The upper `bits` of a hash, and the 32 bits after them."""
    bucket = value >> np.uint64(64 - bits)
    key = np.uint32((value >> np.uint64(32 - bits)) & _LOW)
    return np.int64(bucket), key


@nb.njit(cache=True)
def find_run(keys, starts, value, bits):  # type: ignore[no-untyped-def]
    """(first, after last) entry of `value` in a bucketed list; equal where it is not there."""
    bucket, key = bucket_and_key(value, bits)
    low = np.int64(starts[bucket])
    high = np.int64(starts[bucket + 1])
    while low < high and keys[low] < key:
        low += 1
    end = low
    while end < high and keys[end] == key:
        end += 1
    return low, end


@nb.njit(cache=True)
def signature_jaccard(one, other):  # type: ignore[no-untyped-def]
    """The MinHash estimate of Jaccard: the share of equal values."""
    equal = 0
    for k in range(one.shape[0]):
        equal += one[k] == other[k]
    return equal / one.shape[0]


@nb.njit(cache=True, nogil=True)
def candidates(units, index, limits, keep):  # type: ignore[no-untyped-def]
    """References worth verifying for each unit, best first.

    Args:
        units: (sampled uint64[:], sample offsets int64[n + 1], band hashes uint64[n, bands],
            signatures uint32[n, k]).
        index: (posting_keys, posting_ids, posting_starts, posting_bits, band_keys, band_ids,
            band_starts, band_bits, signatures).
        limits: (least shared samples, least estimated Jaccard of a band hit).
        keep: at most so many a unit.

    Returns:
        (offsets int64[n + 1], references uint32[:], weights float32[:]); the weight of a
        reference sums 1 / (1 + log2(references that share the shingle)) over shared samples.
    """
    sampled, sample_offsets, bands, signatures = units
    p_keys, p_ids, p_starts, p_bits, b_keys, b_ids, b_starts, b_bits, known = index
    least_shared, least_jaccard = limits
    count = sample_offsets.shape[0] - 1
    offsets = np.zeros(count + 1, np.int64)
    out_ids = np.empty(count * keep, np.uint32)
    out_weights = np.empty(count * keep, np.float32)
    filled = 0
    for unit in range(count):
        begin, stop = sample_offsets[unit], sample_offsets[unit + 1]
        total = 0
        for i in range(begin, stop):
            low, high = find_run(p_keys, p_starts, sampled[i], p_bits)
            total += high - low
        for band in range(bands.shape[1]):
            low, high = find_run(b_keys[band], b_starts[band], bands[unit, band], b_bits)
            total += high - low
        if total == 0:
            offsets[unit + 1] = filled
            continue
        ids = np.empty(total, np.int64)
        weights = np.empty(total, np.float32)
        n = 0
        for i in range(begin, stop):
            low, high = find_run(p_keys, p_starts, sampled[i], p_bits)
            if high > low:
                weight = np.float32(1.0 / (1.0 + np.log2(np.float64(high - low))))
                for entry in range(low, high):
                    ids[n] = np.int64(p_ids[entry]) * 2
                    weights[n] = weight
                    n += 1
        for band in range(bands.shape[1]):
            low, high = find_run(b_keys[band], b_starts[band], bands[unit, band], b_bits)
            for entry in range(low, high):
                ids[n] = np.int64(b_ids[band, entry]) * 2 + 1
                weights[n] = 0.0
                n += 1
        order = np.argsort(ids)
        found_ids = np.empty(total, np.uint32)
        found_weights = np.empty(total, np.float32)
        found = 0
        needed = min(least_shared, max(1, (stop - begin) // 4))
        i = 0
        while i < total:
            reference = ids[order[i]] >> 1
            shared = 0
            banded = False
            weight = np.float32(0.0)
            while i < total and ids[order[i]] >> 1 == reference:
                if ids[order[i]] & 1:
                    banded = True
                else:
                    shared += 1
                    weight += weights[order[i]]
                i += 1
            good = shared >= needed
            if not good and banded:
                good = signature_jaccard(signatures[unit], known[reference]) >= least_jaccard
            if good:
                found_ids[found] = reference
                found_weights[found] = weight
                found += 1
        ranked = np.argsort(-found_weights[:found], kind="mergesort")
        for k in range(min(found, keep)):
            out_ids[filled] = found_ids[ranked[k]]
            out_weights[filled] = found_weights[ranked[k]]
            filled += 1
        offsets[unit + 1] = filled
    return offsets, out_ids[:filled].copy(), out_weights[:filled].copy()
