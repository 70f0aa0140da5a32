"""Options that several commands share, and how their values are parsed."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor.model.decisions import USES, UseCase

F = TypeVar("F", bound=Callable[..., Any])


def audit_options(function: F) -> F:
    """Sources, indexes, use case, reports and store: what `audit` and `gate` have in common."""
    for decorate in reversed(
        (
            click.argument("sources", nargs=-1, required=True),
            click.option(
                "--index", "indexes", multiple=True, type=click.Path(path_type=Path),
                help="A reference index; may be repeated.",
            ),
            click.option(
                "--use", type=click.Choice(USES), default="train_competing_model",
                show_default=True, help="What the data will be used for.",
            ),
            click.option(
                "--deployer", multiple=True, metavar="KEY=VALUE",
                help="An attribute of who will use the data; may be repeated.",
            ),
            click.option(
                "--target", multiple=True, metavar="KEY=VALUE",
                help="An attribute of the model to be trained; may be repeated.",
            ),
            click.option(
                "--agreement", multiple=True, metavar="ID",
                help="A negotiated agreement that is held; may be repeated.",
            ),
            click.option(
                "--report", "reports", multiple=True, metavar="FORMAT[=PATH]",
                help="Write a report: json, html, pdf or console; stdout without a path.",
            ),
            click.option("--store", metavar="URL", help="The policy database."),
        )
    ):  # fmt: skip
        function = decorate(function)
    return function


def parse_pairs(values: Iterable[str], option: str) -> dict[str, str]:
    """`KEY=VALUE` strings as a dictionary.

    Raises:
        click.BadParameter: one has no equals sign.
    """
    pairs = {}
    for value in values:
        key, equals, rest = value.partition("=")
        if not equals or not key.strip():
            raise click.BadParameter(f"{value!r} is not KEY=VALUE", param_hint=option)
        pairs[key.strip()] = rest.strip()
    return pairs


def use_case(
    use: str, deployer: Iterable[str], target: Iterable[str], agreements: Iterable[str]
) -> UseCase:
    """The use case a command line asks about."""
    return UseCase(
        use,
        parse_pairs(deployer, "--deployer"),
        parse_pairs(target, "--target"),
        tuple(agreements),
    )
