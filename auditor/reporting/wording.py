"""Words that all report formats share."""

VERDICTS = {
    "prohibited": "Prohibited",
    "conditional": "Allowed under conditions",
    "undetermined": "Not determined",
    "allowed": "Allowed",
}

VERDICT_MEANINGS = {
    "prohibited": "a clause in force when the text was generated bars this use",
    "conditional": "the use is open only while the named conditions are kept",
    "undetermined": "the terms are silent, ambiguous or not seen, or a fact is missing; "
    "this is not permission",
    "allowed": "a clause in force when the text was generated permits this use",
}

RELATIONS = {
    "verbatim": "the same text after normalization",
    "near-duplicate": "most word sequences are shared (Jaccard 0.5 or more)",
    "contained": "the known output, or most of it, sits inside the record",
    "partial": "a passage of the known output stands in the record",
}

CONFIDENCES = {
    "high": "long, dense and consistent alignment; coincidence is not a plausible explanation",
    "medium": "clear alignment, but shorter or reworked",
    "low": "a short or loose overlap, or a hint alone; a person should look",
}

SIGNALS = {
    "reference-match": "verified overlap with a known provider output",
    "declared-origin": "the row itself names a model or provider",
    "self-identification": "the assistant's own turn says which assistant it is",
}

SHAPES = {"critical": "◆", "high": "▲", "medium": "■", "low": "●", "info": "○"}

LIMITS = (
    "This report states facts and applies encoded terms to them; it is no legal conclusion.",
    "No match means no match with the references in the index, not a text free of model output.",
    "Texts with fewer than 18 matched tokens are not decided; short matches have low confidence.",
    "A clue alone (a declared name, a self-identification) proves no origin and fails no gate.",
    "Where several providers are named for one record, the origin is ambiguous.",
    "Translation and free paraphrase are not found by matching text.",
    "Terms are encoded as paraphrases; where the wording matters, read the document at its address.",
)
