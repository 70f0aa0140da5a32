"""Building, extending and checking reference indexes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.errors import NothingAuditedError, UsageError
from auditor.execution.progress import Progress
from auditor.model.records import Record, Rejection, UnitKind

if TYPE_CHECKING:
    from auditor.index.builder import IndexBuilder
    from auditor.readers import OpenSource

DEFAULT_THRESHOLD = 0.5
_PROMPT_CHARACTERS = 8_000


@dataclass(frozen=True, slots=True)
class IndexRequest:
    """An index to build or extend. `origin` overrides what the sources say of themselves."""

    path: Path
    sources: tuple[str, ...]
    origin: Mapping[str, str]
    threshold_jaccard: float = DEFAULT_THRESHOLD
    keep: bool = False


@dataclass(frozen=True, slots=True)
class IndexOutcome:
    """What was done: references in the index, those taken now, and rows left out by reason."""

    path: Path
    digest: str
    references: int
    taken: int
    rejections: tuple[tuple[str, int, str], ...]
    providers: tuple[tuple[str, int], ...]


def build_index(request: IndexRequest, progress: Progress) -> IndexOutcome:
    """Reads the sources into a new index, or into the one there where `keep` is set.

    Raises:
        InputError: a source cannot be read at all.
        ReferenceIndexError: the place is taken by something else, or the old index is damaged.
        NothingAuditedError: no output with a known origin was found.
    """
    from auditor.fingerprint.parameters import FingerprintParams
    from auditor.index.builder import IndexBuilder
    from auditor.index.mapped import MappedIndex
    from auditor.readers import open_sources

    old = MappedIndex(request.path) if request.keep else None
    opened = open_sources(request.sources, origin=request.origin)
    params = old.params if old else FingerprintParams()
    threshold = request.threshold_jaccard
    if old:
        threshold = float(old.manifest["parameters"]["banding"]["threshold_jaccard"])
    reasons: dict[str, tuple[int, str]] = {}
    with IndexBuilder(request.path, params, threshold) as builder:
        if old:
            builder.absorb(old)
        before = builder.size
        for one in opened:
            _take(one, builder, reasons, progress)
        taken = builder.size - before
        if not taken:
            raise NothingAuditedError(
                "no output with a known origin was found in the sources",
                hint="rows need a provider or a model; give one for all with "
                "--origin provider=NAME --origin model=NAME",
            )
        manifest = builder.finish()
    return _outcome(request.path, manifest, taken, reasons)


def merge_indexes(path: Path, parts: Sequence[Path]) -> IndexOutcome:
    """One index out of several that were built with the same parameters.

    Raises:
        ReferenceIndexError: a part cannot be used, or parameters differ.
        UsageError: fewer than two parts.
    """
    from auditor.index.builder import IndexBuilder
    from auditor.index.mapped import MappedIndex

    if len(parts) < 2:
        raise UsageError("merging takes at least two indexes", hint="name them all")
    opened = [MappedIndex(part) for part in parts]
    threshold = float(opened[0].manifest["parameters"]["banding"]["threshold_jaccard"])
    with IndexBuilder(path, opened[0].params, threshold) as builder:
        for one in opened:
            builder.absorb(one)
        taken = builder.size
        manifest = builder.finish()
    return _outcome(path, manifest, taken, {})


def _take(
    opened: "OpenSource",
    builder: "IndexBuilder",
    reasons: dict[str, tuple[int, str]],
    progress: Progress,
) -> None:
    source = opened.source
    number = builder.add_source(
        {"path": source.path, "sha256": source.sha256, "format": source.format}
    )
    progress.begin(source.path, source.size_bytes)
    counts: Counter[str] = Counter()
    for outcome in opened.records():
        rejected = (
            outcome
            if isinstance(outcome, Rejection)
            else _take_record(outcome, number, builder, counts)
        )
        if rejected:
            count, example = reasons.get(rejected.reason, (0, ""))
            example = example or f"{source.path} row {rejected.row}: {rejected.detail}"
            reasons[rejected.reason] = (count + 1, example)
        if counts["records"] >= 1000:
            progress.advance(counts.pop("records"), counts.pop("characters"))
    progress.advance(counts["records"], counts["characters"])
    progress.end()


def _take_record(
    record: Record, source: int, builder: "IndexBuilder", counts: Counter[str]
) -> Rejection | None:
    from auditor.index.layout import Reference

    counts["records"] += 1
    if record.origin is None:
        return Rejection(record.row, "no-origin", "names neither a provider nor a known model")
    origin = builder.origin_number(record.origin)
    prompt = "\n".join(u.text for u in record.units if u.kind is UnitKind.PROMPT)
    prompt = prompt[-_PROMPT_CHARACTERS:]
    outputs = [u for u in record.units if u.kind is not UnitKind.PROMPT and u.text.strip()]
    for unit in outputs:
        counts["characters"] += len(unit.text)
        kept = Reference(unit.text, prompt, record.id, source, record.row, unit.field, origin)
        builder.add(kept, record.origin.provider)
    return None if outputs else Rejection(record.row, "no-output", "holds no output text")


def _outcome(
    path: Path,
    manifest: Mapping[str, Any],
    taken: int,
    reasons: Mapping[str, tuple[int, str]],
) -> IndexOutcome:
    counts = manifest["counts"]
    return IndexOutcome(
        path=path,
        digest=str(manifest["digest"]),
        references=int(counts["references"]),
        taken=taken,
        rejections=tuple((reason, *reasons[reason]) for reason in sorted(reasons)),
        providers=tuple(counts["providers"].items()),
    )
