"""A table of names to implementations, each imported only when it is asked for."""

import pkgutil
from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from typing import Generic, TypeVar

from auditor.errors import UnknownNameError

T = TypeVar("T")


class Registry(Generic[T]):
    """Built-in names first, then entry points of the group `auditor.<group>`.

    Args:
        group: what the names stand for, such as `reader`.
        builtin: name to `"package.module:Factory"`.
    """

    def __init__(self, group: str, builtin: Mapping[str, str]) -> None:
        self._group = group
        self._builtin = builtin

    def names(self) -> tuple[str, ...]:
        """All names, built-in ones in table order, then plugins by name."""
        plugins = {point.name for point in entry_points(group=f"auditor.{self._group}")}
        return (*self._builtin, *sorted(plugins - set(self._builtin)))

    def create(self, name: str) -> T:
        """The implementation called `name`.

        Raises:
            UnknownNameError: no built-in and no plugin has that name.
        """
        factory: Callable[[], T]
        if target := self._builtin.get(name):
            factory = pkgutil.resolve_name(target)
        elif plugins := tuple(entry_points(group=f"auditor.{self._group}", name=name)):
            factory = plugins[0].load()
        else:
            known = ", ".join(self.names())
            raise UnknownNameError(
                f"no {self._group} is called {name!r}", hint=f"known names: {known}"
            )
        return factory()
