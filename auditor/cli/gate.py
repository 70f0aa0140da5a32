"""`auditor gate`: the audit for CI, failing on what reaches the threshold."""

from pathlib import Path
from typing import Any

import click

from auditor.cli import exit_codes, options
from auditor.cli.audit import run, tell


@click.command()
@options.audit_options
@click.option(
    "--fail-on",
    multiple=True,
    default=("prohibited", "undetermined", "confidence=medium"),
    show_default=True,
    help="Verdicts, a least severity, confidence=LEVEL; comma-separated or repeated.",
)
@click.pass_context
def gate(
    ctx: click.Context,
    /,
    sources: tuple[str, ...],
    indexes: tuple[Path, ...],
    store: str | None,
    fail_on: tuple[str, ...],
    **asked: Any,
) -> None:
    """Audit, and end with 10 where a finding reaches the threshold. Clues alone never do."""
    from auditor.app.render import parse_targets
    from auditor.findings.gate import failing, parse_rule

    rule = parse_rule(fail_on)
    parse_targets(asked["reports"])
    report = run(sources, indexes, store, **asked)
    tell(report, asked["reports"])
    failed = failing(report.findings, rule)
    terms = ", ".join(fail_on)
    if failed:
        click.echo(f"gate failed: {len(failed)} findings reach {terms}", err=True)
        ctx.exit(exit_codes.GATE_FAILED)
    click.echo(f"gate passed: no finding reaches {terms}", err=True)
