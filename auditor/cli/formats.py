"""`auditor formats`: what can be read and written."""

import click


@click.command()
def formats() -> None:
    """List the formats that can be read, and the reports that can be written."""
    from auditor import readers
    from auditor.reporting import RENDERERS

    for name, kind, description in readers.formats():
        click.echo(f"{kind:<10} {name:<22} {description}")
    for name in RENDERERS.names():
        summary = (type(RENDERERS.create(name)).__doc__ or "").strip().splitlines()[0]
        click.echo(f"{'report':<10} {name:<22} {summary}")
