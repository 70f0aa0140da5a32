"""Parquet, Arrow IPC files and streams, and folders saved by Hugging Face datasets."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.model.records import Rejection
from auditor.readers.compression import open_bytes
from auditor.readers.containers.cells import STRUCTURES, structured

Row = dict[str, Any] | Rejection
_BATCH_ROWS = 512


def read_parquet(path: Path) -> Iterator[Row]:
    """Rows of a Parquet file."""
    import pyarrow.parquet as pq

    def batches() -> Iterator[Any]:
        with pq.ParquetFile(path, memory_map=True) as file:
            yield from file.iter_batches(_BATCH_ROWS, use_threads=False)

    yield from _rows(path, batches)


def read_arrow(path: Path) -> Iterator[Row]:
    """Rows of an Arrow IPC file or stream."""
    import pyarrow as pa

    def batches() -> Iterator[Any]:
        with open_bytes(path) as stream:
            magic = stream.read(6)
        with pa.memory_map(str(path)) as source:
            if magic == b"ARROW1":
                reader = pa.ipc.open_file(source)
                for number in range(reader.num_record_batches):
                    yield reader.get_batch(number)
            else:
                yield from pa.ipc.open_stream(source)

    yield from _rows(path, batches)


def _rows(path: Path, batches: Callable[[], Iterator[Any]]) -> Iterator[Row]:
    """Dictionaries without empty fields.

    Raises:
        InputError: damage before the first row; damage later ends in a rejection.
    """
    import pyarrow as pa

    number = 0
    try:
        for batch in batches():
            for start in range(0, batch.num_rows, _BATCH_ROWS):
                for row in batch.slice(start, _BATCH_ROWS).to_pylist():
                    yield _row(row)
                    number += 1
    except (pa.ArrowException, OSError, EOFError, UnicodeDecodeError, OverflowError) as error:
        if not number:
            raise InputError(
                f"{path} cannot be read: {error}", hint="copy or write the file again"
            ) from error
        yield Rejection(number, "truncated-stream", str(error)[:200])


def _row(row: dict[str, Any]) -> dict[str, Any]:
    full = {name: without_nulls(value) for name, value in row.items()}
    for name in STRUCTURES & full.keys():
        full[name] = structured(name, full[name])
    return full


def without_nulls(value: Any) -> Any:
    """The value without dictionary keys that hold null: Arrow fills every struct with all keys."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [without_nulls(one) for one in value]
    return value


def saved_files(folder: Path) -> list[Path] | None:
    """The Arrow files of a `save_to_disk` folder in order, None where it is none.

    Raises:
        InputError: its state is damaged, or a file it names is missing or elsewhere.
    """
    state = folder / "state.json"
    if not state.is_file():
        return None
    try:
        listed = json.loads(state.read_text("utf-8"))["_data_files"]
        names = [Path(entry["filename"]) for entry in listed]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise InputError(
            f"{state} does not list data files: {error}", hint="copy the folder again, whole"
        ) from error
    missing = [n for n in names if n.name != str(n) or not (folder / n).is_file()]
    if missing or not names:
        raise InputError(
            f"{folder} lacks its data files: {', '.join(map(str, missing)) or 'none is listed'}",
            hint="copy the folder again, whole",
        )
    return [folder / name for name in names]
