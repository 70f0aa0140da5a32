"""Text units to verified matches: fingerprint, look up, align, decide."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.fingerprint.batches import Tokens, fingerprint, shingle_hashes, tokenize
from auditor.index.layout import Reference
from auditor.index.mapped import MappedIndex
from auditor.matching import alignment, decision
from auditor.matching.spans import excerpt, spans_of
from auditor.model.evidence import ReferenceMatch, Relation
from auditor.model.records import TextUnit

LEAST_SHARED = 2
KEPT_CANDIDATES = 32
REPORTED_MATCHES = 12
# Prompt runs of at least this many tokens are echo, not output.
ECHO_TOKENS = 5
_PROMPT_CHARACTERS = 40_000
# Where another reference explains the same passage better than 10 in 9, the weaker is dropped.
_EQUAL_SHARE = 0.9
_NEW_SHARE = 0.3


class MatchInput(NamedTuple):
    """A unit to be matched, and the prompts its record shows beside it."""

    unit: TextUnit
    prompts: tuple[str, ...] = ()


class _Prepared(NamedTuple):
    """A reference ready for alignment."""

    stored: Reference
    tokens: Tokens
    shingles: NDArray[np.uint64]
    echo: NDArray[np.uint8]


class _Verified(NamedTuple):
    """A pair that is believed."""

    number: int
    score: float
    match: ReferenceMatch
    covered: NDArray[np.bool_]


class Matcher:
    """Matches units against one reference index."""

    def __init__(self, index: MappedIndex) -> None:
        self._index = index
        self._width = index.params.shingle_tokens
        self._prepare = lru_cache(maxsize=4096)(self._prepare_reference)

    def match(self, inputs: Sequence[MatchInput]) -> dict[int, list[ReferenceMatch]]:
        """Verified matches by position in `inputs`, best first; units without any are absent."""
        if not inputs or not self._index.size:
            return {}
        batch = fingerprint([one.unit.text for one in inputs], self._index.params)
        found = self._index.candidates(batch, least_shared=LEAST_SHARED, keep=KEPT_CANDIDATES)
        result = {}
        for position in found.units().tolist():
            if batch.tokens[position] < decision.LEAST_TOKENS:
                continue
            matches = self._verify(inputs[position], found.of(position))
            if matches:
                result[position] = matches
        return result

    def _prepare_reference(self, number: int) -> _Prepared:
        stored = self._index.reference(number)
        tokens = tokenize(stored.text)
        echo = np.zeros(len(tokens.hashes), np.uint8)
        if stored.prompt:
            echo = _echo(tokens, tokenize(stored.prompt[:_PROMPT_CHARACTERS]))
        return _Prepared(stored, tokens, shingle_hashes(tokens.hashes, self._width), echo)

    def _verify(self, one: MatchInput, candidates: list[int]) -> list[ReferenceMatch]:
        tokens = tokenize(one.unit.text)
        shingles = shingle_hashes(tokens.hashes, self._width)
        prompts = [tokenize(prompt[:_PROMPT_CHARACTERS]) for prompt in one.prompts]
        verified = []
        for number in candidates:
            pair = self._align(one.unit, tokens, shingles, prompts, number)
            if pair is not None:
                verified.append(pair)
        verified.sort(key=lambda pair: (-pair.score, pair.number))
        return [pair.match for pair in explanations(verified)]

    def _align(
        self,
        unit: TextUnit,
        tokens: Tokens,
        shingles: NDArray[np.uint64],
        prompts: list[Tokens],
        number: int,
    ) -> _Verified | None:
        known = self._prepare(number)
        echo = known.echo
        tiles, measures = alignment.align(tokens.hashes, known.tokens.hashes, echo)
        if measures[0] < decision.LEAST_TOKENS:
            return None
        if prompts:
            for prompt in prompts:
                echo = echo | _echo(known.tokens, prompt)
            tiles, measures = alignment.align(tokens.hashes, known.tokens.hashes, echo)
        named = dict(zip(alignment.MEASURES, measures.tolist(), strict=True))
        covered_record = named.pop("covered_record")
        overlap = decision.Overlap(
            record=len(tokens.hashes),
            reference=len(known.tokens.hashes),
            free=len(echo) - int(echo.sum()),
            record_shingles=len(shingles),
            reference_shingles=len(known.shingles),
            shared_shingles=int(alignment.shared(shingles, known.shingles)),
            **named,
        )
        value = decision.score(overlap)
        sure = decision.confidence(value, overlap.matched)
        if sure is None:
            return None
        same = np.array_equal(tokens.hashes, known.tokens.hashes)
        spans = spans_of(tiles, tokens, known.tokens)
        shared = overlap.shared_shingles
        union = overlap.record_shingles + overlap.reference_shingles - shared
        match = ReferenceMatch(
            relation=decision.relation(overlap, same_tokens=same),
            confidence=sure,
            field=unit.field,
            origin=self._index.origin(known.stored.origin),
            reference=self._index.location(known.stored),
            jaccard=round(shared / max(union, 1), 4),
            containment_of_record=round(shared / max(overlap.record_shingles, 1), 4),
            containment_of_reference=round(shared / max(overlap.reference_shingles, 1), 4),
            matched_tokens=int(covered_record),
            spans=tuple(span.moved(unit.start) for span in spans),
            record_excerpt=excerpt(unit.text, [s.record for s in spans], unit.start),
            reference_excerpt=excerpt(known.stored.text, [s.reference for s in spans], 0),
        )
        covered = np.zeros(len(tokens.hashes), np.bool_)
        for start, _, length in tiles.tolist():
            covered[start : start + length] = True
        bonus = 100.0 if match.relation is Relation.VERBATIM else 0.0
        return _Verified(number, value + bonus, match, covered)


def explanations(verified: list[_Verified]) -> list[_Verified]:
    """The matches that explain the record, best first, without weaker ones of the same passage.

    A match stays where a third of its passage is not explained yet, or where it explains the
    passage about as fully as the best: then the origin is ambiguous, and all are named.
    """
    kept: list[_Verified] = []
    for pair in verified:
        size = int(pair.covered.sum())
        better = [k for k in kept if (k.covered & pair.covered).sum() >= (1 - _NEW_SHARE) * size]
        rival = max((int(k.covered.sum()) for k in better), default=0)
        if not better or size >= _EQUAL_SHARE * rival:
            kept.append(pair)
        if len(kept) == REPORTED_MATCHES:
            break
    return kept


def _echo(tokens: Tokens, prompt: Tokens) -> NDArray[np.uint8]:
    flags: NDArray[np.uint8] = alignment.echoes(tokens.hashes, prompt.hashes, ECHO_TOKENS)
    return flags
