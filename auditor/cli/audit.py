"""`auditor audit`: the audit, a summary on stdout, and the reports asked for."""

import sys
from pathlib import Path
from typing import Any

import click

from auditor.cli import options
from auditor.cli.progress import listener
from auditor.execution import clock
from auditor.model.reports import AuditReport


def run(
    sources: tuple[str, ...], indexes: tuple[Path, ...], store: str | None, **asked: Any
) -> AuditReport:
    """Runs the audit that the shared options describe."""
    from auditor.app.audit import AuditRequest, run_audit

    case = options.use_case(asked["use"], asked["deployer"], asked["target"], asked["agreement"])
    return run_audit(AuditRequest(sources, indexes, case, store), clock.now(), listener())


def tell(report: AuditReport, reports: tuple[str, ...]) -> None:
    """Writes the reports; the console summary is the result unless one goes to stdout."""
    from auditor.app.render import ReportTarget, parse_targets, render
    from auditor.reporting.document import publish

    targets = parse_targets(reports)
    document = publish(report)
    if all(target.path for target in targets):
        targets = (*targets, ReportTarget("console", None))
    answer = render(document, targets)
    if answer:
        sys.stdout.buffer.write(answer)
    for target in targets:
        if target.path:
            click.echo(f"{target.format}: {target.path}", err=True)


@click.command()
@options.audit_options
def audit(
    sources: tuple[str, ...], indexes: tuple[Path, ...], store: str | None, **asked: Any
) -> None:
    """Audit data sets and usage logs: which records came from whom, and may they be used."""
    from auditor.app.render import parse_targets

    parse_targets(asked["reports"])
    tell(run(sources, indexes, store, **asked), asked["reports"])
