"""Which files a path stands for, and what is said where there are none."""

import hashlib
import pickle
from pathlib import Path

import pytest

from auditor.errors import InputError, NothingAuditedError
from auditor.model.records import Record
from auditor.readers import open_sources, skipped_files

ROW = b'{"text": "a text that can be read"}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.jsonl", "a.jsonl", "sub/c.txt", ".hidden", "README.md", "dataset_infos.json"):
        place = tmp_path / "data" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(ROW)
    (tmp_path / "data" / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "data" / "empty.jsonl").touch()
    return tmp_path / "data"


def _names(paths: list[str]) -> list[str]:
    return [Path(one.source.path).name for one in open_sources(paths)]


def test_a_folder_stands_for_its_data_files_in_order(folder: Path) -> None:
    assert _names([str(folder)]) == ["a.jsonl", "b.jsonl", "c.txt"]


def test_a_glob_stands_for_what_it_matches_in_order(folder: Path) -> None:
    assert _names([f"{folder}/*.jsonl"])[:2] == ["a.jsonl", "b.jsonl"]


def test_what_is_not_read_is_told(folder: Path) -> None:
    skipped = [Path(one).name for one in skipped_files([str(folder)])]

    assert skipped == [".hidden", "README.md", "dataset_infos.json", "empty.jsonl", "picture.png"]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    paths = [str(folder / "a.jsonl"), str(folder), f"{folder}/../data/a.jsonl"]

    assert _names(paths) == ["a.jsonl", "b.jsonl", "c.txt"]


def test_a_card_that_stands_alone_is_data(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("A text.")

    assert _names([str(tmp_path)]) == ["README.md"]


def test_a_path_that_is_missing_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.jsonl does not exist"):
        open_sources([str(tmp_path / "missing.jsonl")])


@pytest.mark.parametrize("path", ["", "*.jsonl"])
def test_a_place_without_data_leaves_nothing_to_audit(tmp_path: Path, path: str) -> None:
    with pytest.raises(NothingAuditedError):
        open_sources([str(tmp_path / path)])


@pytest.mark.parametrize("content", [b"", b"\n\n", b"[]"])
def test_a_file_without_rows_leaves_nothing_to_audit(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "rows.jsonl").write_bytes(content)

    with pytest.raises(NothingAuditedError):
        open_sources([str(tmp_path / "rows.jsonl")])


def test_a_source_carries_the_digest_and_size_of_its_bytes(folder: Path) -> None:
    (opened,) = open_sources([str(folder / "a.jsonl")])

    assert opened.source.sha256 == hashlib.sha256(ROW).hexdigest()
    assert opened.source.size_bytes == len(ROW)
    assert (opened.source.container, opened.source.format) == ("json-lines", "text")


def test_a_source_can_be_sent_to_another_process(folder: Path) -> None:
    (opened,) = open_sources([str(folder / "a.jsonl")], origin={"provider": "OpenAI"})

    sent = pickle.loads(pickle.dumps(opened))  # noqa: S301

    assert list(sent.records()) == list(opened.records())


def test_a_given_origin_wins_over_the_rows(folder: Path) -> None:
    (opened,) = open_sources(
        [str(folder / "a.jsonl")], origin={"model": "claude-3-opus", "date": "2024-08-01T09:00"}
    )

    (record,) = opened.records()

    assert isinstance(record, Record)
    assert record.origin is not None
    assert (record.origin.provider, record.origin.model) == ("anthropic", "claude-3-opus")
    assert record.origin.generated_from == "2024-08-01"


@pytest.mark.parametrize("origin", [{"vendor": "openai"}, {"date": "soon"}])
def test_an_origin_that_makes_no_sense_is_refused(folder: Path, origin: dict[str, str]) -> None:
    with pytest.raises(InputError):
        open_sources([str(folder)], origin=origin)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "a zip archive"),
        (b"%PDF-1.7", "a PDF"),
        ('{"text": "a"}'.encode("utf-16"), "UTF-16"),
        (bytes(range(256)) * 8, "neither UTF-8 text nor a format"),
        (b'{"width": 3}', "no row shape has the keys width"),
        (b'{"text": "broken', "not valid JSON"),
        (b"\x1f\x8b\x08\x00", "neither|no text|cannot be read"),
        (b"a,b,c,d,e\n1,2,3,4,5\n1,2,3,4,5\n", "no row shape has the keys a, b, c, d, e"),
        (b'{"input_ids": [1, 2]}\n' * 3, "tokens without their text"),
        (b"PAR1 and then nothing of use", "cannot be read"),
        (b"ARROW1 and then nothing of use", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_recognized_is_named_with_a_reason(
    tmp_path: Path, content: bytes, said: str
) -> None:
    place = tmp_path / "data.jsonl"
    place.write_bytes(content)

    with pytest.raises((InputError, NothingAuditedError), match=said) as caught:
        open_sources([str(place)])

    assert str(place) in str(caught.value)
    assert caught.value.hint


def test_a_saved_folder_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"_data_files": [{"filename": "../secret.arrow"}]}')

    with pytest.raises(InputError, match="lacks its data files"):
        open_sources([str(tmp_path)])
