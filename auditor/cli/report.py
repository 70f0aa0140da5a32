"""`auditor report`: renders a finished run again, from its stored document alone."""

import sys
from pathlib import Path

import click


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT[=PATH]",
    help="json, html, pdf or console; console to stdout where none is given.",
)
def report(run: Path, reports: tuple[str, ...]) -> None:
    """Render RUN, the JSON document of a finished audit, in other formats."""
    from auditor.app.render import parse_targets, render
    from auditor.errors import RenderError
    from auditor.reporting.document import load

    targets = parse_targets(reports or ("console",))
    try:
        data = run.read_bytes()
    except OSError as error:
        raise RenderError(
            f"{run} cannot be read: {error.strerror}",
            hint="name the file written by --report json=PATH",
        ) from error
    answer = render(load(data), targets)
    if answer:
        sys.stdout.buffer.write(answer)
