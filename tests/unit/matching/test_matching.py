"""What counts as a copy, and where it lies in both texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.fingerprint.parameters import FingerprintParams
from auditor.index.builder import IndexBuilder
from auditor.index.layout import Reference
from auditor.index.mapped import MappedIndex
from auditor.matching.matcher import Matcher, MatchInput
from auditor.model.evidence import ReferenceMatch, Relation
from auditor.model.origins import Origin
from auditor.model.records import TextUnit
from auditor.reporting.segments import segments

KNOWN = (
    "The harbour pilot keeps a brass barometer beside the stove, and whenever the needle sinks he "
    "walks down to the mole to count the boats. Seven boats mean supper at home. Six boats mean "
    "that somebody will stand with a lantern until morning, and nobody on the quay will say why."
)
OTHER = (
    "A glacier is a river that forgot to hurry: each winter lays down another page of snow, the "
    "pages press together into ice, and the ice creeps downhill with stones frozen in its sole."
)
PADDING = (
    "On Tuesday the committee met again about the parking spaces, and again there was no quorum, "
    "since three members were parking. We adjourned to the bakery and settled nothing at length. "
)
LEDGER = [f"Item {n}: {n * 37 % 91} crates went to shed {n % 7} on the {n}th." for n in range(40)]


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    path = tmp_path_factory.mktemp("index") / "refs.idx"
    with IndexBuilder(path, FingerprintParams(), 0.5) as builder:
        source = builder.add_source({"path": "known.jsonl", "sha256": "", "format": "labelled"})
        for row, (provider, text) in enumerate([("openai", KNOWN), ("google", OTHER)]):
            number = builder.origin_number(Origin(provider))
            builder.add(Reference(text, "", f"r{row}", source, row, "text", number), provider)
        builder.finish()
    return Matcher(MappedIndex(path))


def only(matcher: Matcher, text: str) -> ReferenceMatch:
    found = matcher.match([MatchInput(TextUnit(text, "text"))])
    (match,) = found[0]
    return match


def test_the_same_text_in_other_typography_is_verbatim(matcher: Matcher) -> None:
    match = only(matcher, "**" + KNOWN.upper().replace(" ", "\n") + "**")

    assert match.relation is Relation.VERBATIM
    assert match.origin.provider == "openai"
    assert match.jaccard == 1.0


def test_a_text_inside_a_longer_record_is_contained(matcher: Matcher) -> None:
    text = " ".join([PADDING, *LEDGER[:20], KNOWN, *LEDGER[20:]])

    match = only(matcher, text)

    assert match.relation is Relation.CONTAINED
    assert match.containment_of_reference > 0.9
    assert match.jaccard < 0.5


def test_a_passage_of_a_text_is_partial(matcher: Matcher) -> None:
    match = only(matcher, KNOWN[: len(KNOWN) * 2 // 3] + " " + PADDING)

    assert match.relation is Relation.PARTIAL


def test_unrelated_text_has_no_match(matcher: Matcher) -> None:
    assert matcher.match([MatchInput(TextUnit(PADDING * 3, "text"))]) == {}


def test_a_text_that_repeats_its_own_prompt_has_no_match(matcher: Matcher) -> None:
    assert matcher.match([MatchInput(TextUnit(KNOWN, "text"), (KNOWN,))]) == {}


def test_cutting_both_originals_at_the_spans_shows_the_shared_text(matcher: Matcher) -> None:
    text = "🙂 e\u0301 &amp;\r\n" + KNOWN.replace(" ", "\r\n") + " 你好"

    match = only(matcher, text)

    cut = [
        (" ".join(text[a:b].split()), " ".join(KNOWN[c:d].split()))
        for (a, b), (c, d) in ((s.record, s.reference) for s in match.spans)
    ]
    assert cut
    assert all(ours == theirs for ours, theirs in cut)


@given(st.text(), st.integers(0, 50), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80))))
def test_segments_put_together_are_the_text(
    text: str, offset: int, spans: list[tuple[int, int]]
) -> None:
    pieces = segments(text, offset, spans)

    assert "".join(piece for piece, _ in pieces) == text


def test_a_highlight_never_splits_a_grapheme_cluster() -> None:
    assert segments("ae\u0301b", 0, [(1, 2)]) == [("a", False), ("e\u0301", True), ("b", False)]
