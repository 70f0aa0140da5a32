"""What every container and every row shape promises."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.records import Record, Rejection, UnitKind
from auditor.readers import formats, open_sources
from auditor.readers.formats import CONTAINERS, SHAPES
from auditor.readers.reader import Sniff
from auditor.readers.rows import ShapeFinder

Rows = list[dict[str, Any]]


def _json_lines(rows: Rows) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def _table(rows: Rows, delimiter: str) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(rows[0])
    writer.writerows(
        [v if isinstance(v, str) else json.dumps(v) for v in row.values()] for row in rows
    )
    return stream.getvalue().encode()


def _parquet(rows: Rows) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows), sink, row_group_size=2)
    return sink.getvalue().to_pybytes()


def _arrow(rows: Rows, opener: Callable[..., Any]) -> bytes:
    sink = pa.BufferOutputStream()
    table = pa.Table.from_pylist(rows)
    with opener(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return sink.getvalue().to_pybytes()


PACKED: dict[str, Callable[[Rows], bytes]] = {
    "json-lines": _json_lines,
    "json-lines-crlf": lambda rows: _json_lines(rows).replace(b"\n", b"\r\n"),
    "json-lines-bom": lambda rows: b"\xef\xbb\xbf" + _json_lines(rows),
    "json-array": lambda rows: json.dumps(rows).encode(),
    "json-array-printed": lambda rows: json.dumps(rows, indent=2).encode(),
    "json-document": lambda rows: json.dumps({"version": 1, "data": rows}, indent=1).encode(),
    "json-document-one-line": lambda rows: json.dumps({"records": rows}).encode(),
    "csv": lambda rows: _table(rows, ","),
    "tsv": lambda rows: _table(rows, "\t"),
    "parquet": _parquet,
    "arrow-file": lambda rows: _arrow(rows, pa.ipc.new_file),
    "arrow-stream": lambda rows: _arrow(rows, pa.ipc.new_stream),
    "gzip": lambda rows: gzip.compress(_json_lines(rows)),
    "zstd": lambda rows: zstandard.compress(_json_lines(rows)),
    "zstd-csv": lambda rows: zstandard.compress(_table(rows, ",")),
    "gzip-array": lambda rows: gzip.compress(json.dumps(rows).encode()),
}

ROWS: dict[str, Rows] = {
    "messages": [
        {
            "id": f"m{n}",
            "messages": [
                {"role": "user", "content": f"question, number {n}?"},
                {"role": "assistant", "content": f'answer "{n}"\nin two lines — naïve 🙂'},
            ],
        }
        for n in range(5)
    ],
    "alpaca": [
        {"instruction": f"do {n}", "input": "", "output": f"[{n}, {n}]", "generator": "gpt-4"}
        for n in range(5)
    ],
    "preference": [
        {"prompt": f"p {n}", "chosen": f"good {n}", "rejected": f"<think>hm</think>bad {n}"}
        for n in range(5)
    ],
    "labelled": [
        {"id": f"r{n}", "provider": "OpenAI", "model": "gpt-4o", "prompt": "p", "text": f"t {n}"}
        for n in range(5)
    ],
    "text": [{"text": f"A text, with number {n}.", "source": "web"} for n in range(5)],
}


def _records(place: Path) -> list[Record | Rejection]:
    (opened,) = open_sources([str(place)])
    return list(opened.records())


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize("packing", PACKED)
def test_the_same_rows_are_the_same_records_in_any_container(
    tmp_path: Path, packing: str, rows: str
) -> None:
    # The name lies on purpose: only content counts.
    place = tmp_path / "data.bin"
    place.write_bytes(PACKED[packing](ROWS[rows]))

    records = _records(place)

    assert records == list(ShapeFinder().read(ROWS[rows]))
    assert [one.row for one in records] == [0, 1, 2, 3, 4]


def test_a_saved_data_set_is_one_source_over_all_its_files(tmp_path: Path) -> None:
    for split in ("train", "test"):
        folder = tmp_path / split
        folder.mkdir()
        names = ["data-00000-of-00002.arrow", "data-00001-of-00002.arrow"]
        (folder / names[0]).write_bytes(_arrow(ROWS["text"][:2], pa.ipc.new_stream))
        (folder / names[1]).write_bytes(_arrow(ROWS["text"][2:], pa.ipc.new_stream))
        listed = [{"filename": name} for name in names]
        (folder / "state.json").write_text(json.dumps({"_data_files": listed}))
        (folder / "dataset_info.json").write_text("{}")
    (tmp_path / "dataset_dict.json").write_text('{"splits": ["train", "test"]}')

    opened = open_sources([str(tmp_path)])

    expected = list(ShapeFinder().read(ROWS["text"]))
    assert [Path(one.source.path).name for one in opened] == ["test", "train"]
    assert [list(one.records()) for one in opened] == [expected, expected]


def test_fields_that_arrow_fills_with_null_are_not_there(tmp_path: Path) -> None:
    rows = [
        {"messages": [{"role": "user", "content": "q", "x": 1}, {"role": "assistant", "content": "a"}], "text": None},
        {"messages": None, "text": "alone"},
    ]  # fmt: skip
    (tmp_path / "f").write_bytes(_parquet([*rows, {"messages": None, "text": None}]))

    first, second, third = _records(tmp_path / "f")

    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert [unit.field for unit in first.units] == ["messages[0].content", "messages[1].content"]
    assert [unit.field for unit in second.units] == ["text"]
    assert third == Rejection(2, "no-text", "the row holds no text: messages, text")


def test_a_list_as_python_prints_it_is_read_from_a_table(tmp_path: Path) -> None:
    cell = repr(ROWS["messages"][0]["messages"]).replace('"', '""')
    (tmp_path / "f").write_text(f'id,messages\nm0,"{cell}"\n', "utf-8")

    assert _records(tmp_path / "f") == list(ShapeFinder().read(ROWS["messages"][:1]))


def test_every_container_and_shape_is_listed_with_a_description() -> None:
    listed = formats()

    assert {name for name, _, _ in listed} >= {*CONTAINERS, *SHAPES.names()}
    assert all(len(description) > 5 for _, _, description in listed)


def test_the_same_source_is_read_the_same_twice(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(PACKED["zstd"](ROWS["messages"]))
    (opened,) = open_sources([str(tmp_path / "f")])

    assert list(opened.records()) == list(opened.records())


KEYS = st.sampled_from(
    ["id", "text", "messages", "conversations", "role", "content", "from", "value", "chosen", "rejected",
     "prompt", "completion", "completions", "instruction", "input", "output", "request", "response", "body",
     "choices", "message", "model", "provider", "type", "object", "result", "error", "params", "custom_id",
     "segments", "history", "metadata", "replies", "message_id", "message_tree_id", "data", "answers", "url",
     "status", "call_type", "startTime", "spend", "request_id", "usage", "stop_reason", "created", "headers"]
)  # fmt: skip
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from(
        ["assistant", "gpt", "user", "message", "response", "text", "thinking", "</think>", "<think>",
         '{"choices": [1]}', "data: {}\n\ndata: [1]", "[[", "chat.completion", "succeeded", "{}", "[]"]
    ),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@pytest.mark.parametrize("name", SHAPES.names())
@given(row=st.dictionaries(KEYS, VALUES, max_size=6))
def test_a_shape_makes_one_outcome_of_any_row_it_knows(name: str, row: dict[str, Any]) -> None:
    shape = SHAPES.create(name)

    outcome = shape.read(row, 7) if shape.sniff(row) is not Sniff.NO else Rejection(7, "other")

    assert outcome.row == 7
    assert isinstance(outcome, Record | Rejection)


@given(rows=st.lists(st.dictionaries(KEYS, VALUES, max_size=6), max_size=6))
def test_every_row_has_one_outcome_in_order(rows: Rows) -> None:
    outcomes = list(ShapeFinder().read(rows))

    assert [one.row for one in outcomes] == list(range(len(rows)))


@given(turns=st.lists(st.tuples(st.sampled_from(["user", "assistant"]), st.text()), min_size=1))
def test_every_text_of_a_conversation_is_found_at_its_place(turns: list[tuple[str, str]]) -> None:
    messages = [{"role": role, "content": text} for role, text in turns]
    (outcome,) = ShapeFinder().read([{"messages": messages}])
    units = outcome.units if isinstance(outcome, Record) else []

    for unit in units:
        place = int(unit.field.removeprefix("messages[").removesuffix("].content"))
        role, text = turns[place]
        assert text[unit.start : unit.start + len(unit.text)] == unit.text
        assert (role == "user") == (unit.kind is UnitKind.PROMPT)
