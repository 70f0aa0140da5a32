"""Parquet, Arrow IPC files and streams, and folders saved by Hugging Face datasets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.model.records import Rejection

Row = dict[str, Any] | Rejection
_BATCH_ROWS = 512


def read_parquet(path: Path) -> Iterator[Row]:
    """Rows of a Parquet file."""
    import pyarrow.parquet as pq

    yield from _rows(path, lambda: pq.ParquetFile(path).iter_batches(_BATCH_ROWS))


def read_arrow(path: Path) -> Iterator[Row]:
    """Rows of an Arrow IPC file or stream."""
    import pyarrow as pa

    def batches() -> Iterator[Any]:
        with pa.memory_map(str(path)) as source:
            if path.open("rb").read(6) == b"ARROW1":
                reader = pa.ipc.open_file(source)
                for number in range(reader.num_record_batches):
                    yield reader.get_batch(number)
            else:
                yield from pa.ipc.open_stream(source)

    yield from _rows(path, batches)


def _rows(path: Path, batches: Any) -> Iterator[Row]:
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
                    yield without_nulls(row)
                    number += 1
    except (pa.ArrowException, OSError, EOFError) as error:
        if not number:
            raise InputError(
                f"{path} cannot be read: {error}", hint="copy or write the file again"
            ) from error
        yield Rejection(number, "truncated-stream", str(error)[:200])


def without_nulls(value: Any) -> Any:
    """The value without dictionary keys that hold null: Arrow fills every struct with all keys."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [without_nulls(one) for one in value]
    return value


def saved_files(folder: Path) -> list[Path] | None:
    """The Arrow files of a `save_to_disk` folder in order, None where it is none."""
    splits = folder / "dataset_dict.json"
    if splits.is_file():
        names = json.loads(splits.read_text("utf-8")).get("splits", [])
        parts = [saved_files(folder / name) or [] for name in names]
        return [path for part in parts for path in part]
    state = folder / "state.json"
    if not state.is_file():
        return None
    listed = json.loads(state.read_text("utf-8")).get("_data_files", [])
    return [folder / entry["filename"] for entry in listed]
