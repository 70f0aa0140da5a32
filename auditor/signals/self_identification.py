"""An assistant that says who it is."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from auditor.model.evidence import Clue, Confidence, Excerpt
from auditor.model.records import Record, TextUnit, UnitKind
from auditor.signals.assistants import AMBIGUOUS, FOREIGN, FOREIGN_NAMES, MAKERS, PRODUCTS

_LOOKED_AT_CHARACTERS = 60_000
_MARGIN = 160

# First-person openings in lower case; plain searches reject nearly all text before any rule runs.
_OPENINGS = (
    "i am", "i'm", "i’m", "i was", "my name is", "call me", "as an ai", "as a ai", "as an artificial", "as a large",
    "as a language", "as an large", "soy ", "me llamo", "mi nombre", "fui ", "je suis", "je m'", "je m’", "j'ai ", "j’ai ",
    "ich bin", "ich hei", "ich wurde", "mein name", "meu nome", "sou ", "sono ", "mi chiamo", "il mio nome",
    "我是", "我叫", "我的名字", "作为", "我由", "私は", "わたしは", "僕は", "저는", "나는", "я ", "меня", "أنا",
)  # fmt: skip
_PLAIN = tuple(opening for opening in _OPENINGS if opening.isascii())
# One pattern with a literal beginning: the engine skips to it.
_AS = re.compile("as (?:" + "|".join(re.escape(n) for n in PRODUCTS if len(n) > 1) + ")")
_WINDOW = 170
_NAMES = sorted({*PRODUCTS, *MAKERS, *FOREIGN_NAMES}, key=len, reverse=True)
_ANY_NAME = "|".join(re.escape(name) for name in _NAMES)
_NAMED = re.compile(rf"(?<![\w-])(?:{_ANY_NAME})|{'|'.join(FOREIGN_NAMES)}", re.IGNORECASE)
_VERSION = re.compile(r"[- ]?(?:[a-z]{0,3}\d[\w.]*)(?:-\w+)*", re.IGNORECASE)
_MACHINE = re.compile(
    r"\b(?:AI|A\.I\.|artificial intelligence|(?:large )?language model|LLM|chatbot|virtual assistant|"
    r"assistant|IA|KI|modelo|modèle|Sprachmodell|asistente|assistente|ИИ|модель)\b|人工智能|语言模型|助手|モデル|アシスタント|AI",
)
_GENERIC = re.compile(
    r"\bas an? (?:(?:AI|artificial intelligence)(?: (?:language )?(?:model|assistant|chatbot|system))?|"
    r"large language model|language model)\b(?=,| I\b| my\b| and I\b| developed| created| trained| made)|"
    r"\bI(?: am|'m|’m) (?:just |only |simply )?(?:an? )(?:AI|artificial intelligence|(?:large )?language model)\b"
    r"(?! (?:engineer|researcher|student|scientist|developer|enthusiast|expert|consultant|ethicist|company|startup))",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    "|".join(
        pattern.replace("{name}", f"(?:{_ANY_NAME})").replace("?P<name>", f"?P<name{number}>")
        for number, pattern in enumerate(FOREIGN)
    ),
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bno soy|\bnicht|\bpas|\bnão|\bnon|不是|并非|\bне)\W*$",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:if|imagine|pretend(?:ing)?|suppose|as though|wish|whether|say|says|said|saying|replied|replies|claims?|claimed|"
    r"answer(?:s|ed)?|respond(?:s|ed)?|told|think|thinks|thought|believes?|wrote|typed|states?|tells?|like|that)\b[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\W{0,4}(?:[A-Z][\w .-]{0,24}|\w{1,14})\s?:\s")


class _Statement(NamedTuple):
    start: int
    stop: int
    provider: str | None
    name: str | None
    sure: Confidence


@cache
def _pipeline() -> tuple[Any, Any]:
    """A blank English pipeline with sentence ends, and the token rules; nothing is downloaded."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spacy
        from spacy.matcher import Matcher

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    ruler: Any = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "PRODUCT", "pattern": [{"LOWER": t} for t in _tokens(pipeline, n)], "id": n} for n in PRODUCTS]
        + [{"label": "ORG", "pattern": [{"LOWER": t} for t in _tokens(pipeline, n)], "id": n} for n in MAKERS if n not in PRODUCTS]
    )  # fmt: skip
    matcher: Any = Matcher(pipeline.vocab)
    being = [{"LOWER": "i"}, {"LOWER": {"IN": ["am", "'m", "’m", "m"]}}]
    filler = {"LOWER": {"IN": ["actually", "just", "simply", "called", "known", "as", "named", "the", "an", "a", "ai",
                               "assistant", "model", "language", "large", ",", "-", "helpful", "chatbot", "based",
                               "on", "powered", "by", "version", "of", "virtual", "artificial", "intelligence", "your"]}, "OP": "*"}  # fmt: skip
    version = {"TEXT": {"REGEX": r"^(?:-|[A-Za-z]{0,3}\d[\w.]*)$"}, "OP": "*"}
    name = {"ENT_TYPE": {"IN": ["PRODUCT", "ORG"]}}
    made = {
        "LOWER": {
            "IN": [
                "created",
                "developed",
                "trained",
                "made",
                "built",
                "designed",
                "produced",
                "provided",
                "hosted",
            ]
        }
    }
    matcher.add("NAME", [
        [*being, filler, name],
        [{"LOWER": "my"}, {"LOWER": "name"}, {"LOWER": {"IN": ["is", "'s", "’s"]}}, filler, name],
        [{"LOWER": "call"}, {"LOWER": "me"}, name],
        [{"LOWER": "as"}, name, version, {"ORTH": ",", "OP": "?"}, {"LOWER": {"IN": ["i", "my"]}}],
        [{"LOWER": "as"}, name, version, {"ORTH": ","}, {"LOWER": {"IN": ["an", "a"]}}, {"LOWER": {"IN": ["ai", "large", "language"]}}],
    ])  # fmt: skip
    matcher.add("MADE", [
        [{"LOWER": "i"}, {"LOWER": {"IN": ["was", "am", "'m", "’m"]}}, {"IS_ALPHA": True, "OP": "?"}, made, {"LOWER": "by"}, {"LOWER": "the", "OP": "?"}, {"LOWER": {"IN": ["team", "company", "researchers", "people"]}, "OP": "?"}, {"LOWER": {"IN": ["at", "from"]}, "OP": "?"}, name],
        [{"LOWER": {"IN": ["as", "am", "'m", "’m"]}}, {"LOWER": {"IN": ["an", "a", "the"]}}, {"LOWER": {"IN": ["ai", "large", "language", "artificial", "virtual", "model", "assistant", "intelligence", "chatbot", "helpful", "system", "conversational", "text", "based", "text-based", "-", "powered", ","]}, "OP": "+"}, made, {"LOWER": {"IN": ["and", "trained", "developed", "created", "maintained"]}, "OP": "*"}, {"LOWER": "by"}, name],
    ])  # fmt: skip
    return pipeline, matcher


def _tokens(pipeline: Any, name: str) -> list[str]:
    return [token.lower_ for token in pipeline.make_doc(name)]


class SelfIdentification:
    """The assistant's own turn states in the first person which assistant it is, or that it is one.

    It observes statements such as "I am ..., made by ...", in the assistant's turns and reasoning,
    never in prompts. Negated, quoted, hypothetical and reported statements, scripts with speaker
    labels and code are left out, and names that people bear too count only beside a word for
    machines. A statement without a name ("as an AI language model") is of low confidence and names
    no provider. Benign causes: role play, text about assistants, a model that misidentifies itself
    (models do call themselves by rivals' names), a fine-tune made to claim a name.
    """

    name = "self-identification"

    def detect(self, records: Sequence[Record]) -> Iterator[tuple[int, Clue]]:
        """The surest statement of each provider in each record."""
        for position, record in enumerate(records):
            spoken = any(unit.kind is UnitKind.PROMPT for unit in record.units)
            best: dict[str | None, Clue] = {}
            for unit in record.units:
                if unit.kind is not UnitKind.PROMPT:
                    for clue in self._clues(unit, spoken=spoken):
                        best.setdefault(clue.provider, clue)
            if len(best) > 1:
                best.pop(None, None)
            yield from ((position, clue) for clue in best.values())

    def _clues(self, unit: TextUnit, *, spoken: bool) -> Iterator[Clue]:
        text = unit.text[:_LOOKED_AT_CHARACTERS]
        for one in statements(text):
            if not spoken and one.sure is not Confidence.HIGH:
                continue
            low, high = max(0, one.start - _MARGIN), min(len(text), one.stop + _MARGIN)
            said = text[one.start : one.stop]
            yield Clue(
                self.name,
                one.sure if spoken else Confidence.MEDIUM,
                one.provider,
                None,
                unit.field,
                (one.start + unit.start, one.stop + unit.start),
                Excerpt(text[low:high], low + unit.start, len(unit.text) + unit.start),
                f"the assistant's own turn states “{said[:120]}”",
            )


def statements(text: str) -> list[_Statement]:
    """Self-identifications in a text, surest first."""
    found: dict[tuple[int, int], _Statement] = {}
    for low, high in passages(text):
        part = text[low:high]
        for one in (*_named(part), *_foreign(part), *_generic(part)):
            moved = one._replace(start=one.start + low, stop=one.stop + low)
            if _is_own_voice(text, moved):
                found.setdefault((moved.start, moved.stop), moved)
    rank = [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW]
    return sorted(found.values(), key=lambda one: (rank.index(one.sure), one.start))


def passages(text: str) -> list[tuple[int, int]]:
    """Stretches that open in the first person and hold a name or a word for a machine, joined."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    starts = [found.start() for found in _AS.finditer(lowered)]
    for opening in _PLAIN if text.isascii() else _OPENINGS:
        at = lowered.find(opening)
        while at >= 0:
            if at == 0 or not opening[0].isascii() or not lowered[at - 1].isalnum():
                starts.append(at)
            at = lowered.find(opening, at + 1)
    joined: list[tuple[int, int]] = []
    for start in sorted(starts):
        window = text[start : start + _WINDOW]
        if not (_MACHINE.search(window) or _NAMED.search(window)):
            continue
        low, high = max(0, start - 4), min(len(text), start + _WINDOW)
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return joined


def _named(text: str) -> Iterator[_Statement]:
    if not _NAMED.search(text):
        return
    pipeline, matcher = _pipeline()
    doc = pipeline(text)
    for rule, start, end in matcher(doc):
        span = doc[start:end]
        named = [entity for entity in doc.ents if entity.start < end and entity.end > start]
        if not named or any(token.lower_ in {"not", "n't"} for token in span):
            continue
        name = named[-1].text.lower()
        made = pipeline.vocab.strings[rule] == "MADE"
        stop = max(span.end_char, named[-1].end_char)
        statement = _judge(text, span.start_char, stop, name, made=made)
        if statement:
            yield statement


def _judge(text: str, start: int, stop: int, name: str, *, made: bool) -> _Statement | None:
    """The statement a rule matched, None where it is about a person or somebody else's thing."""
    provider = (MAKERS.get(name) if made else None) or PRODUCTS.get(name) or MAKERS.get(name)
    around = text[max(0, start - 80) : stop + 160]
    machine = made or bool(_MACHINE.search(around)) or _maker_near(around, name)
    if (name in AMBIGUOUS or name in MAKERS) and not machine:
        return None
    if not made and name in MAKERS and name not in PRODUCTS:
        return None
    version = _VERSION.match(text, stop)
    stop = version.end() if version else stop
    if _is_other(text[stop : stop + 24]):
        return None
    return _Statement(
        start, stop, provider, name, Confidence.HIGH if machine else Confidence.MEDIUM
    )


def _maker_near(sentence: str, name: str) -> bool:
    makers = [maker for maker in MAKERS if maker != name and len(maker) > 3]
    return any(re.search(rf"\b{re.escape(maker)}\b", sentence, re.IGNORECASE) for maker in makers)


def _is_other(following: str) -> bool:
    """`Claude Monet`, `a ChatGPT user`, `OpenAI engineer`: about somebody else."""
    return bool(
        re.match(
            r"(?:['’]s|\s+(?:user|fan|expert|engineer|employee|researcher|developer|customer|subscriber|"
            r"skeptic|enthusiast|Monet|Debussy|Shannon|plus subscriber|team))\b|-",
            following,
            re.IGNORECASE,
        )
    )


def _foreign(text: str) -> Iterator[_Statement]:
    for found in _FOREIGN.finditer(text):
        name = next(value for value in found.groupdict().values() if value).lower()
        provider = FOREIGN_NAMES.get(name) or PRODUCTS.get(name) or MAKERS.get(name)
        near = text[max(0, found.start() - 20) : found.end() + 60]
        machine = bool(_MACHINE.search(near)) or any(n in near for n in FOREIGN_NAMES)
        if name in AMBIGUOUS and not machine:
            continue
        sure = Confidence.HIGH if machine else Confidence.MEDIUM
        yield _Statement(found.start(), found.end(), provider, name, sure)


def _generic(text: str) -> Iterator[_Statement]:
    for found in _GENERIC.finditer(text):
        yield _Statement(found.start(), found.end(), None, None, Confidence.LOW)


def _is_own_voice(text: str, one: _Statement) -> bool:
    """Not negated, quoted, hypothetical, reported, scripted, or code."""
    line_start = text.rfind("\n", 0, one.start) + 1
    before = text[line_start : one.start]
    if _NEGATED.search(before) or _UNREAL.search(before):
        return False
    if before.lstrip().startswith((">", "|")) or _LABEL.match(before):
        return False
    if text.count("```", 0, one.start) % 2 or before.count("`") % 2:
        return False
    opened = before.count("“") + before.count("«") - before.count("”") - before.count("»")
    return before.count('"') % 2 == 0 and opened <= 0 and not before.rstrip().endswith(("'", "‘"))
