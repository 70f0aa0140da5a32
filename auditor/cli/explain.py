"""`auditor explain NAME`: what a rule, signal or format means."""

import click


@click.command()
@click.argument("name")
@click.option("--store", metavar="URL", help="The policy database.")
def explain(name: str, store: str | None) -> None:
    """Say what a rule, signal or format means."""
    from auditor.app import explain as explanations

    click.echo(explanations.explain(name, store))
