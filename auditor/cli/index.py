"""`auditor index`: build, add, info, verify, merge."""

from pathlib import Path

import click

from auditor.app.index import DEFAULT_THRESHOLD, IndexOutcome, IndexRequest
from auditor.cli import exit_codes
from auditor.cli.options import parse_pairs
from auditor.cli.progress import listener

_PATH = click.Path(path_type=Path)


@click.group()
def index() -> None:
    """Build, extend and check reference indexes: fingerprints of known provider outputs."""


@index.command()
@click.option(
    "-o", "--output", type=_PATH, required=True, metavar="INDEX", help="The index folder."
)
@click.option(
    "--origin", multiple=True, metavar="KEY=VALUE", help="provider=, model=, channel=, date=."
)
@click.option(
    "--threshold",
    type=click.FloatRange(0.1, 0.95),
    default=DEFAULT_THRESHOLD,
    show_default=True,
    help="Jaccard similarity the LSH bands are laid out for.",
)
@click.argument("sources", nargs=-1, required=True)
def build(
    output: Path, origin: tuple[str, ...], threshold: float, sources: tuple[str, ...]
) -> None:
    """Read usage logs and labelled data sets into a new index."""
    from auditor.app.index import build_index

    named = parse_pairs(origin, "--origin")
    tell(build_index(IndexRequest(output, sources, named, threshold), listener()))


@index.command()
@click.option(
    "--origin", multiple=True, metavar="KEY=VALUE", help="provider=, model=, channel=, date=."
)
@click.argument("target", type=_PATH, metavar="INDEX")
@click.argument("sources", nargs=-1, required=True)
def add(origin: tuple[str, ...], target: Path, sources: tuple[str, ...]) -> None:
    """Add outputs to an index that is there."""
    from auditor.app.index import build_index

    named = parse_pairs(origin, "--origin")
    tell(build_index(IndexRequest(target, sources, named, keep=True), listener()))


@index.command()
@click.option("-o", "--output", type=_PATH, required=True, metavar="INDEX", help="The new index.")
@click.argument("parts", nargs=-1, required=True, type=_PATH)
def merge(output: Path, parts: tuple[Path, ...]) -> None:
    """Join indexes that were built with the same parameters."""
    from auditor.app.index import merge_indexes

    tell(merge_indexes(output, parts))


@index.command()
@click.argument("target", type=_PATH, metavar="INDEX")
def info(target: Path) -> None:
    """Say what an index holds."""
    from auditor.index.mapped import MappedIndex

    described = MappedIndex(target).info()
    click.echo(f"{described.path}: {described.references:,} references, digest {described.digest}")
    for provider, count in described.providers:
        click.echo(f"  {provider:<16} {count:>12,}")
    for name, value in described.parameters:
        click.echo(f"  {name} = {value}")


@index.command()
@click.argument("target", type=_PATH, metavar="INDEX")
@click.pass_context
def verify(ctx: click.Context, target: Path) -> None:
    """Read every byte of an index and compare with its digests."""
    from auditor.index.mapped import MappedIndex

    faults = MappedIndex(target).verify()
    for fault in faults:
        click.echo(f"{target}: {fault}")
    if faults:
        click.echo("hint: build the index again from its sources", err=True)
        ctx.exit(exit_codes.UNUSABLE)
    click.echo(f"{target}: sound")


def tell(outcome: IndexOutcome) -> None:
    """What was done, and what was left out and why."""
    click.echo(
        f"{outcome.path}: {outcome.references:,} references "
        f"({outcome.taken:,} taken now), digest {outcome.digest}"
    )
    for provider, count in outcome.providers:
        click.echo(f"  {provider:<16} {count:>12,}")
    for reason, count, example in outcome.rejections:
        printable = "".join(c if c.isprintable() else "?" for c in example)
        click.echo(f"  left out: {count:,} {reason} (first: {printable})")
