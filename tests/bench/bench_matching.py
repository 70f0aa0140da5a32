"""Throughput of `index build` and `audit`, and the same shingles through datasketch and rensa.

    python tests/bench/bench_matching.py [--reference PATH] [--suspects GLOB] [--smoke]

All figures of one run are from one process on one core, medians of three, so their ratios
compare. Nothing here fails on time.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from datasketch import MinHash

from auditor.fingerprint import batches
from auditor.fingerprint.parameters import FingerprintParams
from auditor.model.records import Record, UnitKind
from auditor.readers import open_sources

TRIAL = Path(__file__).resolve().parents[3] / "shared" / "trials" / "open"


def median_seconds(work: Callable[[], object], repeats: int = 3) -> float:
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def outputs(paths: list[str]) -> list[str]:
    return [
        unit.text
        for source in open_sources(paths)
        for record in source.records()
        if isinstance(record, Record)
        for unit in record.units
        if unit.kind is not UnitKind.PROMPT
    ]


def python_shingles(text: str) -> list[str]:
    """The shingles the kernel makes, in plain Python."""
    import re
    import unicodedata

    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
    return [" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))]


def with_rensa(texts: list[str]) -> None:
    from rensa import RMinHash

    for text in texts:
        sketch = RMinHash(num_perm=128, seed=1)
        sketch.update(python_shingles(text))
        sketch.digest()


def with_datasketch(texts: list[str]) -> None:
    for text in texts:
        sketch = MinHash(num_perm=128, seed=1)
        sketch.update_batch([shingle.encode() for shingle in python_shingles(text)])


def with_auditor(texts: list[str]) -> None:
    for start in range(0, len(texts), 2000):
        batches.fingerprint(texts[start : start + 2000], FingerprintParams())


def whole_process(arguments: list[str]) -> tuple[float, int]:
    """(seconds, peak bytes) of one command line."""
    code = (
        "import resource, subprocess, sys, time; t = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "print(time.perf_counter() - t, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, sys.executable, "-m", "auditor", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) * 1024


def main() -> None:  # noqa: PLR0915
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", default=str(TRIAL / "reference" / "outputs.jsonl.zst"))
    parser.add_argument("--suspects", default=str(TRIAL / "suspects"))
    parser.add_argument("--smoke", action="store_true", help="a few texts, for correctness only")
    chosen = parser.parse_args()
    if not Path(chosen.reference).exists():
        data = Path(__file__).resolve().parents[2] / "auditor" / "demo_data"
        chosen.reference = str(data / "labelled_outputs.jsonl")
        chosen.suspects = str(data / "training_set.jsonl")
    texts = outputs([chosen.reference])
    if chosen.smoke:
        texts = texts[:200]
    megabytes = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    with_auditor(texts[:50])
    ways = {"auditor": with_auditor, "rensa": with_rensa, "datasketch": with_datasketch}
    taken = {name: median_seconds(lambda way=way: way(texts)) for name, way in ways.items()}
    print(f"{len(texts):,} texts, {megabytes:.1f} MB, one core; fingerprints alone:")
    for name, seconds in taken.items():
        ratio = seconds / taken["auditor"]
        print(
            f"  {name:<12}{len(texts) / seconds:>12,.0f} texts/s{megabytes / seconds:>9.1f} MB/s"
            f"   auditor is {ratio:.1f} times as fast"
        )
    if chosen.smoke:
        return
    with tempfile.TemporaryDirectory() as folder:
        index = f"{folder}/refs.idx"
        runs = {
            "index build": ["index", "build", "-o", index, chosen.reference],
            "audit": [
                "audit",
                chosen.suspects,
                "--index",
                index,
                "--report",
                f"json={folder}/r.json",
            ],
        }
        for name, arguments in runs.items():
            measured = [whole_process(arguments) for _ in range(3)]
            seconds = statistics.median(s for s, _ in measured)
            peak = max(p for _, p in measured) / 1e6
            size = megabytes
            if name == "audit":
                report = json.loads(Path(f"{folder}/r.json").read_text())
                size = report["coverage"]["characters"] / 1e6
            print(
                f"{name}: {seconds:.1f} s, {size / seconds:.1f} MB/s of text, peak {peak:.0f} MB"
            )


if __name__ == "__main__":
    main()
