"""The commands as a person uses them: exit codes, messages, and what lands on disk."""

import gzip
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from auditor.resources import shipped

DATA = files("auditor.demo_data")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def run(home: Path):
    import os

    environment = {**os.environ, "XDG_DATA_HOME": str(home / "data")}

    def call(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "auditor", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=environment,
            cwd=cwd or home,
            check=False,
        )

    return call


@pytest.fixture(scope="module")
def index(run, home: Path) -> Path:
    path = home / "refs.idx"
    done = run(
        "index", "build", "-o", path, DATA / "usage_log.jsonl", DATA / "labelled_outputs.jsonl"
    )
    assert done.returncode == 0, done.stderr
    return path


def test_help_answers_without_loading_anything_heavy() -> None:
    code = (
        "import sys; from auditor.cli.main import cli\n"
        "try: cli.main(['--help'], standalone_mode=False)\n"
        "finally: print(sorted({'spacy', 'numba', 'numpy', 'pyarrow', 'sqlalchemy', 'jinja2'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_building_an_index_counts_the_calls_it_left_out(run, home: Path) -> None:
    done = run("index", "build", "-o", home / "log.idx", DATA / "usage_log.jsonl")

    assert done.returncode == 0
    assert "16 references (16 taken now)" in done.stdout
    assert "left out: 1 call-failed" in done.stdout
    assert "left out: 1 no-content" in done.stdout


def test_an_audit_finds_every_planted_output_of_the_demonstration(run, index, home: Path) -> None:
    out = home / "out.json"
    done = run("audit", DATA / "training_set.jsonl", "--index", index, "--report", f"json={out}")
    document = json.loads(out.read_text("utf-8"))
    truth = [json.loads(line) for line in (DATA / "truth.jsonl").read_text("utf-8").splitlines()]
    matched = {
        f["location"]["row"] for f in document["findings"] if "reference-match" in f["signals"]
    }
    hinted = {f["location"]["row"] for f in document["findings"]} - matched

    assert done.returncode == 0
    assert matched == {one["row"] for one in truth if one["expected"] == "reference"}
    assert hinted == {one["row"] for one in truth if one["expected"] == "clue"}
    assert document["sources"][0]["rejected"] == 2


def test_the_document_keeps_to_its_published_schema(run, index, home: Path) -> None:
    out = home / "schema.json"
    run("audit", DATA / "training_set.jsonl", "--index", index, "--report", f"json={out}")
    schema = json.loads(
        (shipped("templates") / "schema" / "auditor-report-1.schema.json").read_text()
    )

    jsonschema.validate(json.loads(out.read_text("utf-8")), schema)


def test_the_same_command_twice_gives_the_same_bytes(run, index, home: Path) -> None:
    reports = [[home / f"{n}.{kind}" for kind in ("json", "html", "pdf")] for n in (1, 2)]

    for paths in reports:
        asked = [part for p in paths for part in ("--report", f"{p.suffix[1:]}={p}")]
        assert run("audit", DATA / "training_set.jsonl", "--index", index, *asked).returncode == 0

    first, second = ([path.read_bytes() for path in paths] for paths in reports)
    assert first == second
    assert first[2].startswith(b"%PDF")


def test_a_stored_document_renders_again_to_the_same_page(run, index, home: Path) -> None:
    out, page, again = home / "r.json", home / "r.html", home / "again.html"
    run("audit", DATA / "training_set.jsonl", "--index", index,
        "--report", f"json={out}", "--report", f"html={page}")  # fmt: skip

    done = run("report", out, "--report", f"html={again}")

    assert done.returncode == 0
    assert again.read_bytes() == page.read_bytes()


def test_a_document_that_was_changed_is_not_rendered(run, index, home: Path) -> None:
    out = home / "changed.json"
    run("audit", DATA / "training_set.jsonl", "--index", index, "--report", f"json={out}")
    out.write_text(out.read_text("utf-8").replace('"prohibited"', '"allowed"'), "utf-8")

    done = run("report", out)

    assert done.returncode == 4
    assert "does not have the digest it was written with" in done.stderr


def test_the_gate_fails_with_10_on_a_prohibited_record(run, index) -> None:
    done = run("gate", DATA / "training_set.jsonl", "--index", index, "--fail-on", "prohibited")

    assert done.returncode == 10
    assert "gate failed: " in done.stderr


def test_the_gate_passes_where_only_clues_are_found(run, index, home: Path) -> None:
    rows = home / "clues.jsonl"
    row = {
        "prompt": "Who are you?",
        "completion": "I am ChatGPT, a language model made by OpenAI.",
    }
    rows.write_text(json.dumps(row) + "\n", "utf-8")

    done = run("gate", rows, "--index", index, "--fail-on", "info")

    assert done.returncode == 0
    assert "findings by clues alone                1" in done.stdout


def test_an_unknown_term_of_fail_on_is_a_usage_error(run, index) -> None:
    done = run("gate", DATA / "training_set.jsonl", "--index", index, "--fail-on", "severe")

    assert done.returncode == 2
    assert "--fail-on does not know 'severe'" in done.stderr


def test_a_folder_without_data_ends_with_3(run, index, home: Path) -> None:
    (home / "empty").mkdir(exist_ok=True)

    done = run("audit", home / "empty", "--index", index)

    assert done.returncode == 3
    assert "holds no data files" in done.stderr


def test_a_missing_source_ends_with_4_and_a_hint(run, index) -> None:
    done = run("audit", "nowhere.jsonl", "--index", index)

    assert done.returncode == 4
    assert "nowhere.jsonl" in done.stderr
    assert "hint: " in done.stderr


def test_a_folder_that_is_no_index_ends_with_4_and_writes_no_report(run, home: Path) -> None:
    (home / "wrong").mkdir(exist_ok=True)

    done = run(
        "audit",
        DATA / "training_set.jsonl",
        "--index",
        home / "wrong",
        "--report",
        f"json={home / 'no.json'}",
    )

    assert done.returncode == 4
    assert "is not a reference index" in done.stderr
    assert not (home / "no.json").exists()


def test_a_missing_pack_ends_with_4(run) -> None:
    done = run("policy", "import", "no-such-pack")

    assert done.returncode == 4
    assert "no-such-pack" in done.stderr


def test_a_cut_gzip_file_is_read_up_to_the_cut_and_counted(run, index, home: Path) -> None:
    whole = gzip.compress(DATA.joinpath("training_set.jsonl").read_bytes())
    cut = home / "cut.jsonl.gz"
    cut.write_bytes(whole[: len(whole) // 2])

    done = run("audit", cut, "--index", index)

    assert done.returncode == 0
    assert "truncated-stream" in done.stdout


def test_an_unknown_report_format_names_the_known_ones(run, index) -> None:
    done = run("audit", DATA / "training_set.jsonl", "--index", index, "--report", "docx=x.docx")

    assert done.returncode == 4
    assert "known names: json, html, pdf, console" in done.stderr


def test_verify_notices_a_flipped_byte_and_a_cut_tail(run, home: Path) -> None:
    path = home / "verified.idx"
    run("index", "build", "-o", path, DATA / "labelled_outputs.jsonl")
    section = next(path.glob("data-*/blocks"))
    sound = section.read_bytes()

    assert run("index", "verify", path).returncode == 0
    section.write_bytes(sound[:10] + bytes([sound[10] ^ 1]) + sound[11:])
    flipped = run("index", "verify", path)
    section.write_bytes(sound[:-1])
    cut = run("index", "verify", path)

    assert flipped.returncode == 4
    assert "section blocks does not have the digest" in flipped.stdout
    assert cut.returncode == 4
    assert "section blocks has" in cut.stderr


def test_adding_and_merging_give_what_building_at_once_gives(run, index, home: Path) -> None:
    one, two, both = home / "one.idx", home / "two.idx", home / "both.idx"
    run("index", "build", "-o", one, DATA / "usage_log.jsonl")
    run("index", "build", "-o", two, DATA / "labelled_outputs.jsonl")
    run("index", "merge", "-o", both, one, two)
    run("index", "add", one, DATA / "labelled_outputs.jsonl")

    digests = {
        run("index", "info", path).stdout.splitlines()[0].split()[-1]
        for path in (index, both, one)
    }

    assert len(digests) == 1


def test_a_file_of_options_is_used_and_an_option_wins_over_it(run, index, home: Path) -> None:
    folder = home / "configured"
    folder.mkdir(exist_ok=True)
    (folder / "auditor.toml").write_text(f'use = "publish_dataset"\nindex = "{index}"\n', "utf-8")
    out = folder / "out.json"

    run("audit", DATA / "training_set.jsonl", "--report", f"json={out}", cwd=folder)
    from_file = json.loads(out.read_text("utf-8"))
    run(
        "audit",
        DATA / "training_set.jsonl",
        "--use",
        "evaluate_model",
        "--report",
        f"json={out}",
        cwd=folder,
    )
    from_option = json.loads(out.read_text("utf-8"))

    assert from_file["use_case"]["use"] == "publish_dataset"
    assert from_file["run"]["indexes"][0]["path"] == str(index)
    assert from_option["use_case"]["use"] == "evaluate_model"


def test_formats_and_explain_answer_for_what_they_list(run) -> None:
    listed = run("formats")
    explained = run("explain", "self-identification")

    assert listed.returncode == 0
    assert "anthropic-messages" in listed.stdout
    assert explained.returncode == 0
    assert "Benign causes" in explained.stdout
