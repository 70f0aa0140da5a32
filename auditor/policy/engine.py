"""Decisions by the million: each distinct set of facts is judged once."""

from collections.abc import Iterable

from auditor.model.decisions import Decision, UseCase
from auditor.model.origins import Origin
from auditor.policy.evaluation import decide
from auditor.policy.rulebook import Rulebook
from auditor.policy.rules import Pack

# A hostile data set can declare a new model in every row; the cache starts over instead of growing.
_CACHED_DECISIONS = 8192


class PolicyEngine:
    """The rules of a set of packs. Keeps no connection; safe to send to a worker."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._book = Rulebook(packs)
        self._decisions: dict[tuple[object, ...], Decision] = {}

    @property
    def providers(self) -> tuple[str, ...]:
        """Ids of the providers that any pack covers."""
        return self._book.providers()

    def decide(self, origin: Origin, use_case: UseCase) -> Decision:
        """May an output of `origin` be used as planned, with the whole reasoning.

        Raises:
            UsageError: the use is unknown.
        """
        key = (
            origin.provider,
            origin.model,
            origin.channel,
            origin.generated_from,
            origin.generated_until,
            use_case.use,
            tuple(sorted(use_case.deployer.items())),
            tuple(sorted(use_case.target.items())),
            use_case.agreements,
        )
        known = self._decisions.get(key)
        if known is None:
            if len(self._decisions) >= _CACHED_DECISIONS:
                self._decisions.clear()
            known = self._decisions[key] = decide(self._book, origin, use_case)
        return known
