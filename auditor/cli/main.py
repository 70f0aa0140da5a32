"""The command group, and the one place that turns errors into exits."""

import importlib
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import click

from auditor import __version__
from auditor.cli import exit_codes
from auditor.errors import AuditorError

# A new command is one file and one line: name -> (module, attribute, what it does).
COMMANDS = {
    "demo": ("auditor.cli.demo", "demo", "Build an index, audit shipped data, write reports."),
    "index": ("auditor.cli.index", "index", "Build, extend and check reference indexes."),
    "audit": ("auditor.cli.audit", "audit", "Audit data sets and usage logs."),
    "gate": ("auditor.cli.gate", "gate", "Audit, and fail on findings: for CI."),
    "report": ("auditor.cli.report", "report", "Render a finished run again."),
    "policy": ("auditor.cli.policy", "policy", "Terms, rules and decisions."),
    "formats": ("auditor.cli.formats", "formats", "List what can be read and written."),
    "explain": ("auditor.cli.explain", "explain", "Say what a rule, signal or format means."),
}

CONFIG_NAME = "auditor.toml"

# What `auditor.toml` may hold, and the parameter of the commands each key sets.
CONFIG_KEYS = {
    "use": "use", "index": "indexes", "report": "reports", "store": "store",
    "fail_on": "fail_on", "agreement": "agreement", "deployer": "deployer", "target": "target",
}  # fmt: skip
_REPEATED = {"index", "report", "fail_on", "agreement"}


class LazyGroup(click.Group):
    """Imports a command's module only when the command is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{attribute} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry[2]) for name, entry in COMMANDS.items()])


def read_config(path: Path | None) -> dict[str, Any]:
    """Option values of `auditor.toml`, for every command that has the option.

    Raises:
        click.UsageError: the file is not TOML or holds an unknown key.
    """
    chosen = path or Path(CONFIG_NAME)
    if path is None and not chosen.is_file():
        return {}
    try:
        content = tomllib.loads(chosen.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise click.UsageError(f"{chosen} cannot be used: {error}") from error
    shared = {}
    for key, parameter in CONFIG_KEYS.items():
        value = content.get(key)
        if isinstance(value, dict):
            shared[parameter] = [f"{name}={one}" for name, one in value.items()]
        elif value is not None:
            shared[parameter] = [value] if key in _REPEATED and isinstance(value, str) else value
    unknown = set(content) - set(CONFIG_KEYS)
    if unknown:
        raise click.UsageError(
            f"{chosen} has unknown keys: {', '.join(sorted(unknown))}; "
            f"known: {', '.join(sorted(CONFIG_KEYS))}"
        )
    subcommands = dict.fromkeys(("decide", "list", "show", "import", "check", "test"), shared)
    return {name: {**shared, **subcommands} for name in COMMANDS}


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "AUDITOR"},
)
@click.version_option(__version__, prog_name="auditor")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help=f"Option values; {CONFIG_NAME} in the current folder where not given.",
)
@click.pass_context
def cli(ctx: click.Context, config: Path | None) -> None:
    r"""Which records of a training set came out of which provider's model, and may they be used.

    \b
    Exit codes: 0 audited, nothing at or above the threshold · 2 usage · 3 nothing was audited ·
    4 an input, index, pack or template could not be used · 10 the gate failed.
    """
    ctx.default_map = read_config(config)


def main() -> None:
    """Runs the command line; errors raised on purpose become one message and their exit code."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    os.environ.setdefault("NUMBA_CACHE_DIR", str(cache / "auditor" / "kernels"))
    try:
        code = cli.main(standalone_mode=False)
    except AuditorError as error:
        complain(str(error), error.hint)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(exit_codes.USAGE)
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted", None)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away; what was asked for on disk is done.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(exit_codes.OK)
    sys.exit(code if isinstance(code, int) else exit_codes.OK)


def complain(message: str, hint: str | None) -> None:
    """One message on stderr, with what to do next."""
    click.echo(f"error: {message}", err=True)
    if hint:
        click.echo(f"hint: {hint}", err=True)


if __name__ == "__main__":
    main()
