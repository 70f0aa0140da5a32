"""`auditor policy`: terms, rules and decisions."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli.options import use_case as parse_use_case
from auditor.model.decisions import USES, Decision

if TYPE_CHECKING:
    from auditor.policy.rules import Pack

_STORE = click.option("--store", metavar="URL", help="The policy database.")
_PATH = click.argument("path", type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def policy() -> None:
    """Terms, rules and decisions."""


@policy.command("import")
@_PATH
@_STORE
def import_(path: Path, store: str | None) -> None:
    """Make the packs at PATH the current ones (a pack.yaml, or a folder with packs)."""
    from auditor.app.policies import import_packs

    changed = import_packs(path, store)
    for info in changed:
        click.echo(f"imported {info.id} {info.version} {info.digest[:12]}")
    if not changed:
        click.echo("nothing changed")


@policy.command("list")
@_STORE
def list_(store: str | None) -> None:
    """List the current packs."""
    from auditor.app.policies import list_packs

    for one in list_packs(store):
        click.echo(
            f"{one.info.id}  {one.info.version}  {one.info.digest[:12]}  {one.documents} documents, "
            f"{one.versions} versions, {one.clauses} clauses  {one.title}"
        )


@policy.command()
@click.argument("pack")
@_STORE
def show(pack: str, store: str | None) -> None:
    """Print the documents, versions, clauses and effects of PACK."""
    from auditor.app.policies import show_pack

    click.echo("\n".join(_shown(show_pack(pack, store))))


@policy.command()
@_PATH
def check(path: Path) -> None:
    """Check the packs at PATH without importing them."""
    from auditor.app.policies import check_packs

    for one in check_packs(path):
        click.echo(f"{one.info.id}: {one.versions} versions, {one.clauses} clauses, no complaint")


@policy.command()
@click.option("--provider", help="A provider id; from the model where not given.")
@click.option("--model", help="A model name, as a log spells it.")
@click.option("--date", "day", metavar="DAY", help="When the text was generated.")
@click.option("--from", "start", metavar="DAY", help="Not generated before this day.")
@click.option("--until", metavar="DAY", help="Not generated after this day.")
@click.option("--channel", type=click.Choice(["api", "app", "weights", "reseller"]))
@click.option("--use", type=click.Choice(USES), default="train_competing_model", show_default=True)
@click.option("--deployer", multiple=True, metavar="KEY=VALUE", help="For example region=eea.")
@click.option("--target", multiple=True, metavar="KEY=VALUE")
@click.option("--agreement", multiple=True, metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the decision as JSON.")
@_STORE
def decide(  # noqa: PLR0913
    *,
    provider: str | None,
    model: str | None,
    day: str | None,
    start: str | None,
    until: str | None,
    channel: str | None,
    use: str,
    deployer: Sequence[str],
    target: Sequence[str],
    agreement: Sequence[str],
    as_json: bool,
    store: str | None,
) -> None:
    """Decide on one output: facts in, verdict and the whole reasoning out."""
    from auditor.app import policies

    if day and (start or until):
        raise click.UsageError("--date is given beside --from or --until; use one of them")
    if not provider and not model:
        raise click.UsageError("give --provider, or a --model that names it")
    origin = policies.origin_of(provider, model, channel, (start or day, until or day))
    case = parse_use_case(use, deployer, target, agreement)
    decision = policies.decide(origin, case, store)
    if as_json:
        document = policies.decision_document(origin, case, decision)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_reasoned(decision)))


@policy.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
def test(path: Path | None) -> None:
    """Run the cases beside the packs at PATH; the shipped ones where not given."""
    from auditor.app.policies import require_passed, run_cases

    outcomes = run_cases(path)
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for one in failed:
        click.echo(
            f"FAILED {one.file}: {one.case.name}: expected {one.case.verdict} by "
            f"{one.case.clause}, got {one.decision.verdict} by {one.deciding_clause}"
        )
    click.echo(f"{len(outcomes)} cases, {len(failed)} failed")
    require_passed(outcomes)


def _shown(pack: "Pack") -> Iterator[str]:
    yield f"{pack.id} {pack.version}: {pack.title}"
    yield f"providers: {', '.join(pack.providers)}"
    for document in pack.documents:
        yield f"\n{document.id}: {document.title}"
        if document.models:
            yield f"  models: {', '.join(document.models)}"
        for version in document.versions:
            channels = ", ".join(version.channels)
            yield (
                f"  {version.id}: from {version.effective_from or 'unknown'} until "
                f"{version.effective_until or 'now'} ({version.date_basis}), {channels}, "
                f"confidence {version.confidence}, {version.url}"
            )
            for clause in version.clauses:
                yield f"    section {clause.section} [{clause.id}]: {clause.paraphrase}"
            for effect in version.effects:
                kind = f" ({effect.kind})" if effect.kind else ""
                yield f"    {effect.use}: {effect.effect}{kind} {effect.note}".rstrip()


def _reasoned(decision: Decision) -> Iterator[str]:
    yield f"verdict: {decision.verdict} (severity {decision.severity})"
    yield f"reason: {decision.reason}"
    yield f"remedy: {decision.remedy}"
    yield from _listed("assumptions", decision.assumptions)
    yield from _listed(
        "obligations", [f"{one.kind}: {one.text} ({one.trigger})" for one in decision.obligations]
    )
    yield from _listed(
        "clauses that fired",
        [
            f"{one.rule}\n      {one.effect}, section {one.section}, confidence {one.confidence}: "
            f"{one.paraphrase}\n      {one.url}"
            for one in decision.clauses
        ],
    )
    yield from _listed(
        "documents considered",
        [
            f"{one.document}, {one.version}: {one.effect}\n      chosen as: {one.chosen_because}"
            f"\n      {one.note}\n      {one.url}"
            for one in decision.considered
        ],
    )


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  - {line}" for line in lines)
