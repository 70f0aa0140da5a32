"""Files that break, lie or attack: each ends as an inert text or a counted rejection."""

import gzip
import json
import random
from pathlib import Path

import pytest
import zstandard

from auditor.errors import InputError
from auditor.model.records import Record, Rejection
from auditor.readers import compression, open_sources
from auditor.readers.containers import lines, plain_text

GOOD = b'{"text": "a text that can be read"}'
PACKS = [pytest.param(gzip.compress, id="gzip"), pytest.param(zstandard.compress, id="zstd")]


def _outcomes(place: Path, content: bytes) -> list[Record | Rejection]:
    place.write_bytes(content)
    (opened,) = open_sources([str(place)])
    return list(opened.records())


def _reasons(outcomes: list[Record | Rejection]) -> list[str]:
    return ["" if isinstance(one, Record) else one.reason for one in outcomes]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "cut', "invalid-json"),
        (b"[1, 2]", "not-an-object"),
        (b"17", "not-an-object"),
        (b'{"text": "\xff\xfe"}', "invalid-utf8"),
        (b'{"text": "raw \x00 byte"}', "invalid-json"),
        (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested-too-deep"),
        (b'{"text": ""}', "no-text"),
        (b'{"a": 1}', "unknown-shape"),
    ],
)
def test_an_unreadable_line_keeps_its_number(tmp_path: Path, line: bytes, reason: str) -> None:
    outcomes = _outcomes(tmp_path / "f", GOOD + b"\n" + line + b"\n" + GOOD)

    assert _reasons(outcomes) == ["", reason, ""]
    assert [one.row for one in outcomes] == [0, 1, 2]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b'"nul \\u0000 inside"', "nul \0 inside"),
        (b'"lone \\ud800 half"', "lone \ufffd half"),
        (b'"<script>\\u001b[31m\\u202e"', "<script>\x1b[31m\u202e"),
        (b'"x", "score": NaN', "x"),
        (b'"x", "seed": 123456789012345678901234567890', "x"),
        (b'"first", "text": "last"', "last"),
    ],
)
def test_a_strange_value_is_an_inert_text(tmp_path: Path, value: bytes, text: str) -> None:
    outcomes = _outcomes(tmp_path / "f", GOOD + b'\n{"text": ' + value + b"}\n")

    assert isinstance(outcomes[1], Record)
    assert outcomes[1].units[0].text == text


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\n\n \n"])
def test_lines_end_as_they_like(tmp_path: Path, end: bytes) -> None:
    outcomes = _outcomes(tmp_path / "f", b"\xef\xbb\xbf" + end.join([GOOD] * 3) + end)

    assert _reasons(outcomes) == ["", "", ""]


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_line_that_is_too_long_is_counted_and_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, position: int
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE_BYTES", 1 << 20)
    parts = [GOOD] * 3
    parts[position] = b'{"text": "' + b"a" * (3 << 20) + b'"}'

    outcomes = _outcomes(tmp_path / "f", b"\n".join(parts))

    expected = [""] * 3
    expected[position] = "line-too-long"
    assert _reasons(outcomes) == expected


def test_a_first_line_longer_than_what_is_looked_at_first_is_read(tmp_path: Path) -> None:
    long = b'{"text": "' + b"word " * 100_000 + b'"}'

    outcomes = _outcomes(tmp_path / "f", long + b"\n" + GOOD)

    assert _reasons(outcomes) == ["", ""]


def _noise(rows: int) -> bytes:
    source = random.Random(7)  # noqa: S311
    return b"".join(
        b'{"text": "row %d %x"}\n' % (n, source.getrandbits(2000)) for n in range(rows)
    )


@pytest.mark.parametrize("pack", PACKS)
def test_a_cut_stream_gives_all_before_the_cut_and_one_rejection(tmp_path: Path, pack) -> None:
    packed = pack(_noise(3000))

    outcomes = _outcomes(tmp_path / "f", packed[: len(packed) // 2])

    *read, last = outcomes
    assert len(read) > 500
    assert set(_reasons(read)) == {""}
    assert isinstance(last, Rejection)
    assert (last.reason, last.row) == ("truncated-stream", len(read))


@pytest.mark.parametrize("pack", PACKS)
def test_a_stream_of_several_parts_is_one(tmp_path: Path, pack) -> None:
    outcomes = _outcomes(tmp_path / "f", pack(GOOD + b"\n") + pack(b"") + pack(GOOD))

    assert _reasons(outcomes) == ["", ""]


@pytest.mark.parametrize("pack", PACKS)
def test_a_cut_stream_with_nothing_before_the_cut_is_an_input_error(tmp_path: Path, pack) -> None:
    place = tmp_path / "f"
    place.write_bytes(pack(b'{"text": "' + _noise(3).hex().encode() + b'"}')[:400])

    with pytest.raises(InputError, match="ends before its end mark"):
        open_sources([str(place)])


@pytest.mark.parametrize("pack", PACKS)
def test_a_bomb_is_stopped_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack) -> None:
    monkeypatch.setattr(compression, "_BOMB_BYTES", 1 << 22)

    outcomes = _outcomes(tmp_path / "f", pack(GOOD + b"\n" + b"\n" * (1 << 25) + GOOD))

    assert _reasons(outcomes) == ["", "decompression-bomb"]


def test_a_zstd_chunk_stays_bounded_whatever_its_ratio(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(zstandard.compress(b"a" * (200 << 20)))

    longest = max(map(len, compression.read_chunks(tmp_path / "f")))

    assert longest <= 17 << 20


ARRAY = [{"text": f"number {n}", "more": [{"text": "inner"}]} for n in range(40)]


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_goes_on_after_a_broken_element(tmp_path: Path, indent: int | None) -> None:
    whole = json.dumps(ARRAY, indent=indent)

    outcomes = _outcomes(tmp_path / "f", whole.replace('"number 7"', '"number 7').encode())

    assert _reasons(outcomes).count("") >= 38
    assert "invalid-json" in _reasons(outcomes)


def test_an_array_that_breaks_off_ends_in_one_rejection(tmp_path: Path) -> None:
    outcomes = _outcomes(tmp_path / "f", json.dumps(ARRAY).encode()[:-20])

    assert _reasons(outcomes) == [""] * 39 + ["truncated-stream"]


def test_a_large_element_is_not_parsed_again_at_every_chunk(tmp_path: Path) -> None:
    big = [{"text": "word " * 3_000_000}, {"text": "small"}]

    outcomes = _outcomes(tmp_path / "f", json.dumps(big).encode())

    assert _reasons(outcomes) == ["", ""]


def test_what_follows_an_array_is_told(tmp_path: Path) -> None:
    outcomes = _outcomes(tmp_path / "f", b'[{"text": "a"}]\n{"text": "b"}')

    assert _reasons(outcomes) == ["", "invalid-json"]


def test_a_very_long_text_is_read_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_text, "LARGEST_TEXT_BYTES", 1 << 19)
    text = "A line of a book.\n" * 60_000

    outcomes = _outcomes(tmp_path / "f", text.encode())

    assert len(outcomes) > 1
    assert "".join(one.units[0].text for one in outcomes if isinstance(one, Record)) == text


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        ("a,b\n1,2,3\nc,d\n", ["", "column-count", ""]),
        ('a,"two\nlines"\n', [""]),
        ("", []),
    ],
)
def test_a_table_counts_what_does_not_fit(tmp_path: Path, body: str, reasons: list[str]) -> None:
    outcomes = _outcomes(tmp_path / "f", f"prompt,completion\nx,y\n{body}".encode())

    assert _reasons(outcomes) == ["", *reasons]


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    place = tmp_path / "f"
    place.write_text("Sure, text, of course.\nHe said so, and left.\n")

    (opened,) = open_sources([str(place)])

    assert opened.source.container == "text"


@pytest.mark.parametrize("text", ["{{name}} is here", "[1] A footnote", '"Yes," she said.'])
def test_prose_that_begins_like_json_is_a_text(tmp_path: Path, text: str) -> None:
    outcomes = _outcomes(tmp_path / "f", text.encode())

    assert isinstance(outcomes[0], Record)
    assert outcomes[0].units[0].text == text


def test_a_streamed_answer_is_one_logged_call(tmp_path: Path) -> None:
    events = [
        {
            "object": "chat.completion.chunk",
            "model": "gpt-4o",
            "choices": [{"index": 0, "delta": d}],
        }
        for d in ({"role": "assistant", "content": "Hel"}, {"content": "lo"})
    ]
    stream = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"

    (record,) = _outcomes(tmp_path / "f", stream.encode())

    assert isinstance(record, Record)
    assert [unit.text for unit in record.units] == ["Hello"]


def test_reading_changes_no_byte(tmp_path: Path) -> None:
    place = tmp_path / "f"
    _outcomes(place, GOOD)

    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("f", GOOD)]
