"""The interface of a row shape: how one parsed row becomes one record."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any, Protocol

from auditor.model.records import Record, Rejection


class Sniff(IntEnum):
    """How surely a row has a shape. The highest answer wins, the table's order among equals."""

    NO = 0
    MAYBE = 1
    YES = 2


class RowShape(Protocol):
    """One shape of data set rows or logged calls."""

    def sniff(self, row: Mapping[str, Any]) -> Sniff:
        """Does `row` have this shape, judged by its keys and values, never by a file name."""

    def read(self, row: Mapping[str, Any], number: int) -> Record | Rejection:
        """The record of one row; exactly one outcome a row, numbered `number`."""
