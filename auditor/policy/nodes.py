"""YAML with its line numbers kept, so that every complaint can name file, line and reason."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

import yaml

from auditor.errors import PolicyError

E = TypeVar("E", bound=StrEnum)

MAX_BYTES = 8 * 1024 * 1024
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HINT = "`auditor policy check PATH` checks a pack; policies/pack.schema.json describes it"


class Entry:
    """One YAML node that is asked for what it should hold, and complains with its line."""

    def __init__(self, node: yaml.Node, file: str) -> None:
        self._node = node
        self._file = file

    def refuse(self, reason: str) -> NoReturn:
        line = self._node.start_mark.line + 1
        raise PolicyError(f"{self._file}, line {line}: {reason}", hint=_HINT)

    @property
    def is_null(self) -> bool:
        return self._node.tag == "tag:yaml.org,2002:null"

    def text(self) -> str:
        """A non-empty scalar."""
        if not isinstance(self._node, yaml.ScalarNode) or self.is_null:
            self.refuse("a text was expected")
        value: str = self._node.value.strip()
        if not value:
            self.refuse("an empty text stands here")
        return value

    def choice(self, kind: type[E]) -> E:
        """One of the values of `kind`."""
        value = self.text()
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(kind)
            self.refuse(f"{value!r} is not one of: {known}")

    def day(self) -> date:
        """A day as year-month-day."""
        value = self.text()
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.refuse(f"{value!r} is not a possible date (year-month-day)")

    def each(self) -> Iterator["Entry"]:
        """The members of a list."""
        if not isinstance(self._node, yaml.SequenceNode):
            self.refuse("a list was expected")
        for child in self._node.value:
            yield Entry(child, self._file)

    def texts(self) -> tuple[str, ...]:
        return tuple(child.text() for child in self.each())

    def fields(self, required: frozenset[str], optional: frozenset[str]) -> dict[str, "Entry"]:
        """A mapping with exactly these keys. A key whose value is null counts as absent."""
        if not isinstance(self._node, yaml.MappingNode):
            self.refuse("a mapping was expected")
        found: dict[str, Entry] = {}
        for key_node, value_node in self._node.value:
            key = Entry(key_node, self._file)
            name = key.text()
            if name not in required | optional:
                key.refuse(
                    f"unknown key {name!r}; known: {', '.join(sorted(required | optional))}"
                )
            if name in found:
                key.refuse(f"key {name!r} is given twice")
            found[name] = Entry(value_node, self._file)
        present = {name: value for name, value in found.items() if not value.is_null}
        if missing := sorted(required - set(present)):
            self.refuse(f"key {missing[0]!r} is missing")
        return present


def parse_yaml(data: bytes, file: str) -> Entry:
    """The root of one YAML document.

    Raises:
        PolicyError: not UTF-8, not YAML, empty, too large, too deep, or with aliases.
    """
    if len(data) > MAX_BYTES:
        raise PolicyError(f"{file}: larger than {MAX_BYTES} bytes", hint=_HINT)
    try:
        text = data.decode("utf-8")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_LOADER)):
            raise PolicyError(f"{file}: YAML aliases are not read", hint="write the value out")
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PolicyError(f"{file}, line {line}: {error.problem}", hint=_HINT) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise PolicyError(f"{file}, line 1: not readable as YAML ({error})", hint=_HINT) from error
    if node is None:
        raise PolicyError(f"{file}, line 1: the file is empty", hint=_HINT)
    return Entry(node, file)
