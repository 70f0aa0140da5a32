"""Is an overlap a copy: a logistic score over what the alignment measured.

*Details*: counting shared shingles cannot decide near the limit. What separates a reworked copy
from two answers to one question is how much text lies in one consistent alignment, how dense the
alignment is, and which share of the smaller text it covers. The weights were fitted by logistic
regression to 58,056 candidate pairs of the open trial (4,952 of them true); in five-fold
cross-validation, grouped by record, they gave the same figures as on the pairs they were fitted
to. Prompt echo is taken out before anything is measured.

*Limitations*: texts of fewer than `LEAST_TOKENS` matched tokens are not decided; well-known
short texts can be given by several authors independently, so a match of fewer than
`SHORT_TOKENS` is of low confidence however exact it is.
"""

from math import log1p
from typing import NamedTuple

from auditor.model.evidence import Confidence, Relation

LEAST_TOKENS = 18
SHORT_TOKENS = 36
LEAST_SCORE = 0.5
HIGH_SCORE = 3.0
MEDIUM_SCORE = 1.5

_INTERCEPT = -13.15


class Overlap(NamedTuple):
    """Measures of one pair, in tokens but for the last two: distinct shingles and those shared.

    `free` is the length of the reference without prompt echo; the rest as in
    `alignment.MEASURES`.
    """

    record: int
    reference: int
    free: int
    matched: float
    agreeing: float
    spanned: float
    best_chain: float
    longest_run: float
    echoed: float
    record_shingles: int
    reference_shingles: int
    shared_shingles: int


def score(overlap: Overlap) -> float:
    """The log-odds that the overlap is a copy; 0 is even."""
    o = overlap
    matched = max(o.matched, 1.0)
    free = max(o.free, 1)
    record = max(o.record, 1)
    share = max(o.matched / free, o.matched / record)
    density = (o.matched + o.agreeing + o.echoed) / max(o.spanned, 1.0)
    return (
        _INTERCEPT
        + 1.214 * log1p(o.matched)
        + 0.300 * share
        + 1.431 * density
        + 2.261 * log1p(o.best_chain)
        + 0.795 * log1p(o.longest_run)
        + 0.858 * o.shared_shingles / max(o.reference_shingles, 1)
        + 1.012 * o.shared_shingles / max(o.record_shingles, 1)
        + 2.327 * o.agreeing / matched
        + 3.322 * density * share
        - 1.322 * log1p(min(record, free))
    )


def confidence(value: float, matched: float) -> Confidence | None:
    """How sure the tool is that the pair is a copy; None where it is not reported."""
    if matched < LEAST_TOKENS or value < LEAST_SCORE:
        return None
    if matched < SHORT_TOKENS or value < MEDIUM_SCORE:
        return Confidence.LOW
    return Confidence.HIGH if value >= HIGH_SCORE else Confidence.MEDIUM


def relation(overlap: Overlap, *, same_tokens: bool) -> Relation:
    """Which of the four relations holds, the strongest first."""
    shared = overlap.shared_shingles
    union = overlap.record_shingles + overlap.reference_shingles - shared
    if same_tokens:
        return Relation.VERBATIM
    if shared >= 0.5 * union:
        return Relation.NEAR_DUPLICATE
    if overlap.matched >= 0.8 * overlap.free:
        return Relation.CONTAINED
    return Relation.PARTIAL
