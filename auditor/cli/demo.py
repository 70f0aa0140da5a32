"""`auditor demo`: the whole job on shipped data."""

import sys
from pathlib import Path

import click

from auditor.cli.progress import listener
from auditor.execution import clock


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("auditor-demo"),
    show_default=True,
    help="Folder for the index and the reports.",
)
def demo(output: Path) -> None:
    """Build an index, audit a small shipped data set and usage log, write HTML, PDF and JSON."""
    from auditor.app.demo import run_demo

    outcome = run_demo(output, clock.now(), listener())
    sys.stdout.buffer.write(outcome.summary)
    click.echo()
    for path in outcome.reports:
        click.echo(f"report: {path}")
    click.echo(f"answer: {outcome.answer}")
