"""Reads policies/<pack>/pack.yaml and refuses what is malformed, with file, line and reason."""

import hashlib
from collections.abc import Sequence
from importlib.abc import Traversable
from itertools import pairwise
from pathlib import Path

from auditor.errors import PolicyError
from auditor.model.decisions import USES
from auditor.model.evidence import Confidence
from auditor.policy.nodes import Entry, parse_yaml
from auditor.policy.rules import (
    MAX_KEY_PHRASE_WORDS,
    Channel,
    Clause,
    DateBasis,
    Document,
    DocumentVersion,
    Duty,
    Effect,
    ModelRelease,
    Pack,
    Region,
    Scope,
    UnclearKind,
    UseEffect,
)

_PACK = frozenset({"id", "title", "version", "providers", "documents"})
_DOCUMENT = frozenset({"id", "title", "versions"})
_VERSION = frozenset(
    {"id", "label", "url", "date_basis", "channels", "confidence", "source", "clauses", "effects"}
)
_VERSION_OPTIONAL = frozenset(
    {"effective_from", "effective_until", "first_seen", "region", "note", "obligations"}
)
_CLAUSE = frozenset({"id", "section", "topic", "paraphrase", "confidence"})
_EFFECT_OPTIONAL = frozenset({"kind", "condition", "reason", "clause"})


def digest_of(data: bytes) -> str:
    """Content digest of a pack file, the same whichever line endings a checkout wrote."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def find_pack_files(folder: Traversable) -> tuple[Traversable, ...]:
    """`pack.yaml` of the folder itself, or of each folder directly inside it, by name."""
    own = folder.joinpath("pack.yaml")
    if own.is_file():
        return (own,)
    inner = (child for child in sorted(folder.iterdir(), key=lambda c: c.name) if child.is_dir())
    return tuple(file for child in inner if (file := child.joinpath("pack.yaml")).is_file())


def locate_packs(path: str) -> tuple[Path, ...]:
    """The pack files a person means by `path`: a file, a pack's folder, or a folder of packs.

    Raises:
        PolicyError: nothing is there, or it holds no pack.
    """
    place = Path(path)
    if place.is_file():
        return (place,)
    hint = "give a pack.yaml, a folder with one, or a folder of such folders"
    if not place.is_dir():
        raise PolicyError(f"there is no policy pack at {path}", hint=hint)
    found = tuple(Path(str(file)) for file in find_pack_files(place))
    if not found:
        raise PolicyError(f"{path} holds no pack.yaml", hint=hint)
    return found


def load_pack(file: Path) -> Pack:
    """One pack from disk.

    Raises:
        PolicyError: the file cannot be read or is malformed.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise PolicyError(f"{file} cannot be read ({error.strerror})", hint="check it") from error
    return parse_pack(data, str(file))


def parse_pack(data: bytes, file: str) -> Pack:
    """One pack from its bytes; `file` is how complaints name it.

    Raises:
        PolicyError: the pack is malformed.
    """
    fields = parse_yaml(data, file).fields(_PACK, frozenset({"releases"}))
    providers = fields["providers"].texts()
    documents = tuple(_document(entry, providers) for entry in fields["documents"].each())
    _refuse_duplicates(fields["documents"], [document.id for document in documents])
    releases = tuple(_release(entry) for entry in _members(fields, "releases"))
    return Pack(
        id=fields["id"].text(),
        title=fields["title"].text(),
        version=fields["version"].text(),
        providers=providers,
        documents=documents,
        releases=releases,
        digest=digest_of(data),
    )


def _members(fields: dict[str, Entry], name: str) -> tuple[Entry, ...]:
    return tuple(fields[name].each()) if name in fields else ()


def _texts(fields: dict[str, Entry], name: str) -> tuple[str, ...]:
    return fields[name].texts() if name in fields else ()


def _refuse_duplicates(entry: Entry, ids: Sequence[str]) -> None:
    for first, second in pairwise(sorted(ids)):
        if first == second:
            entry.refuse(f"id {first!r} is given twice")


def _release(entry: Entry) -> ModelRelease:
    fields = entry.fields(frozenset({"pattern", "released"}), frozenset())
    return ModelRelease(fields["pattern"].text(), fields["released"].day())


def _document(entry: Entry, providers: tuple[str, ...]) -> Document:
    fields = entry.fields(_DOCUMENT, frozenset({"providers", "models", "excluding"}))
    versions = tuple(_version(child) for child in fields["versions"].each())
    _refuse_duplicates(fields["versions"], [version.id for version in versions])
    _refuse_overlaps(fields["versions"], versions)
    models = _texts(fields, "models")
    licensed = any(Channel.WEIGHTS in version.channels for version in versions)
    if licensed and not models:
        entry.refuse("a document for the channel 'weights' needs 'models'")
    return Document(
        id=fields["id"].text(),
        title=fields["title"].text(),
        providers=_texts(fields, "providers") or providers,
        models=models,
        excluding=_texts(fields, "excluding"),
        versions=tuple(sorted(versions, key=lambda version: (version.starts(), version.id))),
    )


def _refuse_overlaps(entry: Entry, versions: Sequence[DocumentVersion]) -> None:
    if not versions:
        entry.refuse("a document needs at least one version")
    lines = dict(zip((version.id for version in versions), entry.each(), strict=True))
    ordered = sorted(versions, key=lambda version: (version.starts(), version.id))
    for number, earlier in enumerate(ordered):
        for later in ordered[number + 1 :]:
            same_place = earlier.region is None or later.region in (None, earlier.region)
            if same_place and later.starts() < earlier.ends():
                lines[later.id].refuse(f"version {later.id!r} overlaps version {earlier.id!r}")


def _version(entry: Entry) -> DocumentVersion:
    fields = entry.fields(_VERSION, _VERSION_OPTIONAL)
    clauses = tuple(_clause(child) for child in fields["clauses"].each())
    known = [clause.id for clause in clauses]
    _refuse_duplicates(fields["clauses"], known)
    starts = fields["effective_from"].day() if "effective_from" in fields else None
    until = fields["effective_until"].day() if "effective_until" in fields else None
    if starts and until and until <= starts:
        fields["effective_until"].refuse(f"ends {until}, not after its start {starts}")
    channels = tuple(child.choice(Channel) for child in fields["channels"].each())
    if not channels:
        fields["channels"].refuse("at least one channel is needed")
    return DocumentVersion(
        id=fields["id"].text(),
        label=fields["label"].text(),
        url=fields["url"].text(),
        effective_from=starts,
        effective_until=until,
        date_basis=fields["date_basis"].choice(DateBasis),
        first_seen=fields["first_seen"].day() if "first_seen" in fields else None,
        channels=channels,
        region=fields["region"].choice(Region) if "region" in fields else None,
        confidence=fields["confidence"].choice(Confidence),
        source=fields["source"].text(),
        note=fields["note"].text() if "note" in fields else "",
        clauses=clauses,
        effects=_effects(fields["effects"], frozenset(known)),
        obligations=tuple(_duty(child) for child in _members(fields, "obligations")),
    )


def _clause(entry: Entry) -> Clause:
    fields = entry.fields(_CLAUSE, frozenset({"scope", "key_phrases"}))
    for phrase in _members(fields, "key_phrases"):
        words = len(phrase.text().split())
        if words > MAX_KEY_PHRASE_WORDS:
            phrase.refuse(f"a key phrase has {words} words, {MAX_KEY_PHRASE_WORDS} at most")
    return Clause(
        id=fields["id"].text(),
        section=fields["section"].text(),
        topic=fields["topic"].text(),
        scope=fields["scope"].choice(Scope) if "scope" in fields else None,
        paraphrase=fields["paraphrase"].text(),
        key_phrases=_texts(fields, "key_phrases"),
        confidence=fields["confidence"].choice(Confidence),
    )


def _effects(entry: Entry, clauses: frozenset[str]) -> tuple[UseEffect, ...]:
    fields = entry.fields(frozenset(USES), frozenset())
    return tuple(_effect(use, fields[use], clauses) for use in USES)


def _effect(use: str, entry: Entry, clauses: frozenset[str]) -> UseEffect:
    fields = entry.fields(frozenset({"effect"}), _EFFECT_OPTIONAL)
    effect = fields["effect"].choice(Effect)
    kind = fields["kind"].choice(UnclearKind) if "kind" in fields else None
    clause = fields["clause"].text() if "clause" in fields else None
    if clause is not None and clause not in clauses:
        fields["clause"].refuse(f"no clause has the id {clause!r}")
    if (effect is Effect.UNCLEAR) != (kind is not None):
        entry.refuse("'kind' goes with the effect 'unclear', and only with it")
    if effect is not Effect.UNCLEAR and clause is None:
        entry.refuse(f"the rule for {use!r} names no clause")
    if effect is Effect.CONDITIONAL and "condition" not in fields:
        entry.refuse(f"the rule for {use!r} names no condition")
    note = fields.get("condition") or fields.get("reason")
    return UseEffect(use, effect, kind, note.text() if note else "", clause)


def _duty(entry: Entry) -> Duty:
    fields = entry.fields(frozenset({"kind", "text", "trigger"}), frozenset({"uses"}))
    uses = _texts(fields, "uses")
    if unknown := [use for use in uses if use not in USES]:
        fields["uses"].refuse(f"unknown use {unknown[0]!r}")
    return Duty(fields["kind"].text(), fields["text"].text(), fields["trigger"].text(), uses)
