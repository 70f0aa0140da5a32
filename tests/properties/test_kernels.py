"""The compiled kernels against their plain definition, and against datasketch itself."""

import unicodedata

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import ReferenceIndexError
from auditor.fingerprint import batches, compiled, reference
from auditor.fingerprint.datasketch_compat import from_datasketch, to_datasketch
from auditor.fingerprint.parameters import FingerprintParams

PARAMS = FingerprintParams()

ALPHABET = st.sampled_from(
    [*"abcXYZ019 \n\t_-*#&;\\\"'nrtu<>", "é", "e\u0301", "ß", "İ", "ﬁ", "Ａ", "½", "…", "“", "’",
     "你", "好", "か\u3099", "が", "ท", "ี่", "한", "글", "🙂", "👩\u200d💻", "\u200b", "\ufe0f", "\U00020000",
     "\u0928\u093f", "\x00", "\ud800", "&amp;lt;", "&quot;", "&#39;", "\\u00e9", "\\n", "&eacute;"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(ALPHABET, max_size=60).map("".join))


@given(TEXTS)
def test_tokens_and_their_offsets_equal_the_plain_definition(text: str) -> None:
    tokens = batches.tokenize(text)

    found = list(
        zip(tokens.hashes.tolist(), tokens.begins.tolist(), tokens.ends.tolist(), strict=True)
    )

    assert found == reference.tokenize(text)


@given(st.lists(TEXTS, max_size=5))
def test_signatures_and_samples_equal_the_plain_definition(texts: list[str]) -> None:
    batch = batches.fingerprint(texts, PARAMS)

    for number, text in enumerate(texts):
        hashes = reference.shingle([token for token, _, _ in reference.tokenize(text)], 5)
        low, high = batch.sample_offsets[number : number + 2]
        assert batch.signatures[number].tolist() == reference.minhash(hashes, 128, 1).tolist()
        assert batch.sampled[low:high].tolist() == sorted({h for h in hashes if h % 2 == 0})
        assert batch.shingles[number] == len(hashes)


@given(st.lists(st.integers(0, 2**64 - 1), max_size=300), st.integers(1, 200), st.integers(0, 50))
def test_signatures_are_bit_for_bit_those_of_datasketch(
    shingles: list[int], permutations: int, seed: int
) -> None:
    params = FingerprintParams(permutations=permutations, seed=seed)
    theirs = MinHash(
        num_perm=permutations, seed=seed, scheme="affine32", hashfunc=lambda h: h >> 32
    )
    theirs.update_batch(shingles)
    ours = np.empty(permutations, np.uint32)
    multipliers, addends = batches.affine32_permutations(permutations, seed)

    compiled.minhash(np.array(shingles, np.uint64), len(shingles), multipliers, addends, ours)

    assert np.array_equal(from_datasketch(theirs, params), ours)
    assert to_datasketch(ours, params).jaccard(theirs) == 1.0


@given(st.text())
def test_compatibility_forms_of_a_text_have_the_same_tokens(text: str) -> None:
    spellings = [unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")]

    found = [batches.tokenize(spelling).hashes.tolist() for spelling in (text, *spellings)]

    assert all(one == found[0] for one in found)


@given(st.text())
def test_case_and_surrounding_marks_change_no_token(text: str) -> None:
    plain = text.replace("&", " ").replace("\\", " ")

    assert np.array_equal(
        batches.tokenize(plain.casefold()).hashes, batches.tokenize(f"**“{plain}” ").hashes
    )


def test_a_datasketch_sketch_of_another_scheme_is_refused() -> None:
    with pytest.raises(ReferenceIndexError, match="legacy"):
        from_datasketch(MinHash(scheme="legacy"), PARAMS)


def test_cutting_a_text_at_token_offsets_gives_the_words() -> None:
    text = "Hello, **Wörld** — &quot;fünf&quot; 你好 e\u0301te\u0301!"

    tokens = batches.tokenize(text)

    words = [text[a:b] for a, b in zip(tokens.begins, tokens.ends, strict=True)]
    assert words == ["Hello", "Wörld", "fünf", "你", "好", "e\u0301te\u0301"]
