"""The demonstration: the same steps a person would take, on shipped data."""

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from auditor.app.audit import AuditRequest, run_audit
from auditor.app.index import IndexRequest, build_index
from auditor.app.render import ReportTarget, render
from auditor.execution.progress import Progress
from auditor.model.decisions import UseCase

REFERENCES = ("usage_log.jsonl", "labelled_outputs.jsonl")
AUDITED = "training_set.jsonl"


@dataclass(frozen=True, slots=True)
class DemoOutcome:
    """Where the reports are, the one-line answer, and the console summary."""

    reports: tuple[Path, ...]
    answer: str
    summary: bytes


def run_demo(folder: Path, started: str, progress: Progress) -> DemoOutcome:
    """Builds an index, audits the shipped training set, writes HTML, PDF and JSON to `folder`.

    Raises:
        AuditorError: as `build_index`, `run_audit` and `render` do.
    """
    from auditor.reporting.document import publish

    index = folder / "references.idx"
    targets = [ReportTarget(name, folder / f"report.{name}") for name in ("html", "pdf", "json")]
    with as_file(files("auditor.demo_data")) as data:
        known = tuple(str(data / name) for name in REFERENCES)
        build_index(IndexRequest(index, known, {}), progress)
        case = UseCase("train_competing_model")
        request = AuditRequest((str(data / AUDITED),), (index,), case)
        document = publish(run_audit(request, started, progress))
    summary = render(document, [*targets, ReportTarget("console", None)])
    places = tuple(target.path for target in targets if target.path)
    return DemoOutcome(places, str(document["summary"]["answer"]), summary or b"")
