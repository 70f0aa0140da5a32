"""Reports to files: the same document in as many formats as were asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.errors import UsageError
from auditor.execution.writing import write_whole


@dataclass(frozen=True, slots=True)
class ReportTarget:
    """One report to be made; `path` None means the caller's standard output."""

    format: str
    path: Path | None


def parse_targets(values: Iterable[str]) -> tuple[ReportTarget, ...]:
    """`FORMAT[=PATH]` strings as targets.

    Raises:
        UnknownNameError: no renderer has that name.
        UsageError: two reports want standard output, or one path is named twice.
    """
    from auditor.reporting import RENDERERS

    targets = []
    for value in values:
        name, equals, path = value.partition("=")
        if name not in RENDERERS.names():
            RENDERERS.create(name)
        targets.append(ReportTarget(name, Path(path) if equals and path else None))
    places = [target.path for target in targets]
    if len(set(places)) < len(places):
        raise UsageError(
            "two reports are to be written to one place",
            hint="give each --report FORMAT=PATH a path of its own",
        )
    return tuple(targets)


def render(document: Mapping[str, Any], targets: Iterable[ReportTarget]) -> bytes | None:
    """Writes each report to its path; gives the bytes of the one without.

    Nothing is written unless all could be rendered.

    Raises:
        RenderError: an engine failed, or a path cannot be written.
    """
    from auditor.reporting import RENDERERS

    rendered = [(t, RENDERERS.create(t.format).render(document)) for t in targets]
    answer = None
    for target, data in rendered:
        if target.path is None:
            answer = data
        else:
            write_whole(target.path, data)
    return answer
