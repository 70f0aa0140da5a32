"""What a name means, from the docstring or pack that defines it."""

import inspect

from auditor.errors import UnknownNameError


def explain(name: str, store: str | None = None) -> str:
    """The explanation of a signal, format, report, verdict, relation or rule.

    Raises:
        UnknownNameError: nothing has that name.
    """
    from auditor.readers import formats
    from auditor.reporting import RENDERERS
    from auditor.signals import DETECTORS

    for registry in (DETECTORS, RENDERERS):
        if name in registry.names():
            return inspect.getdoc(type(registry.create(name))) or ""
    for format_name, kind, description in formats():
        if format_name == name:
            return f"{name} ({kind}): {description}"
    found = _rule(name, store)
    if found:
        return found
    raise UnknownNameError(
        f"nothing is called {name!r}",
        hint="names are those of `auditor formats`, a signal or rule id from a report, "
        "or a pack from `auditor policy list`",
    )


def _rule(name: str, store: str | None) -> str | None:
    from auditor.app.policies import explain_rule

    return explain_rule(name, store)
