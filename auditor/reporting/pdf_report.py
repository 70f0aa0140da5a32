"""The report as a PDF that can be filed: PDF/A-3a and PDF/UA-1, the JSON document attached."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from auditor.errors import RenderError
from auditor.reporting import wording
from auditor.reporting.console import worst_first
from auditor.reporting.fonts import has_cjk
from auditor.reporting.printable import printable
from auditor.reporting.segments import segments
from auditor.resources import shipped

_SECONDS = 600
_LISTED = 5_000
_SHOWN = 80
_CLIP_CHARACTERS = 1_800
_ATTACHED_BYTES = 64 << 20


class PdfReport:
    """Cover, contents, findings, evidence side by side, clauses, limits and certification pages."""

    def render(self, document: Mapping[str, Any]) -> bytes:
        template = shipped("templates").joinpath("pdf", "report.typ").read_text("utf-8")
        attached = orjson.dumps(document, option=orjson.OPT_INDENT_2)
        request = {
            "template": template,
            "data": orjson.dumps(_model(document)).decode(),
            "attached": attached.decode() if len(attached) <= _ATTACHED_BYTES else "",
            "started": document["run"]["started"],
        }
        # A child process: hostile text that makes the engine grow or hang is stopped from outside.
        try:
            done = subprocess.run(
                [sys.executable, "-m", "auditor.reporting.pdf_worker"],
                input=orjson.dumps(request),
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise RenderError(
                f"the PDF was not ready after {_SECONDS} seconds",
                hint="audit fewer sources at once, or use the HTML report",
            ) from error
        if done.returncode or not done.stdout.startswith(b"%PDF"):
            detail = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [
                "no answer"
            ]
            raise RenderError(
                f"the PDF engine failed: {detail[0][:400]}", hint="use the HTML report meanwhile"
            )
        return done.stdout


def _model(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the template reads: the document with printable texts, sorted and clipped."""
    findings = worst_first(document["findings"])
    matched = [f for f in findings if "reference-match" in f["signals"]]
    hinted = [f for f in findings if "reference-match" not in f["signals"]]
    numbers = {id(finding): n for n, finding in enumerate(findings, 1)}
    model = {
        "run": document["run"],
        "use": document["use_case"]["use"].replace("_", " "),
        "summary": document["summary"],
        "coverage": document["coverage"],
        "sources": document["sources"],
        "decisions": document["decisions"],
        "verdicts": wording.VERDICTS,
        "meanings": [[wording.VERDICTS[k], v] for k, v in wording.VERDICT_MEANINGS.items()]
        + list(wording.RELATIONS.items())
        + [[f"confidence {k}", v] for k, v in wording.CONFIDENCES.items()],
        "limits": wording.LIMITS,
        "findings": [_row(f, numbers[id(f)]) for f in findings[:_LISTED]],
        "unlisted": max(0, len(findings) - _LISTED),
        "cards": [_card(f, numbers[id(f)]) for f in matched[:_SHOWN]],
        "unshown": max(0, len(matched) - _SHOWN),
        "clues": [_clue(f, numbers[id(f)]) for f in hinted[:_LISTED]],
        "cjk": has_cjk(),
    }
    printed: dict[str, Any] = _printed(model)
    return printed


def _printed(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printed(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [_printed(one) for one in value]
    return value


def _place(finding: Mapping[str, Any]) -> str:
    place = finding["location"]
    name = f", id {place['id']}" if place["id"] else ""
    return f"{place['source']} row {place['row']}{name}, {place['field']}"


def _row(finding: Mapping[str, Any], number: int) -> list[str]:
    best = finding["evidence"][0]
    matched = best["kind"] == "reference-match"
    place = finding["location"]
    source = place["source"].replace("\\", "/").rpartition("/")[2]
    return [
        str(number),
        finding["verdict"],
        finding["confidence"],
        f"{finding['origin']['provider']}, {finding['origin']['model'] or 'model not known'}",
        best["relation"] if matched else "clue only",
        f"{best['matched_tokens']:,}" if matched else "",
        f"{source} row {place['row']}",
    ]


def _card(finding: Mapping[str, Any], number: int) -> dict[str, Any]:
    best = finding["evidence"][0]
    origin, known = finding["origin"], best["reference"]
    since, until = origin["generated"]
    name = f", id {known['id']}" if known["id"] else ""
    others = sum(e["kind"] == "reference-match" for e in finding["evidence"]) - 1
    return {
        "number": number,
        "key": finding["key"],
        "verdict": finding["verdict"],
        "confidence": finding["confidence"],
        "decision": finding["decision"],
        "place": _place(finding),
        "known": f"{known['source']} row {known['row']}{name}",
        "origin": f"{origin['provider']}, {origin['model'] or 'model not known'}, "
        f"generated {since or 'on a date not known'}"
        + (f" to {until}" if until not in {None, since} else ""),
        "scores": f"{best['relation']}; {best['matched_tokens']:,} matched tokens; Jaccard "
        f"{best['jaccard']:.3f}; {best['containment_of_record']:.1%} of the record, "
        f"{best['containment_of_reference']:.1%} of the known output",
        "others": f"{others} more known outputs match this record" if others else "",
        "record": _pieces(best, "record"),
        "reference": _pieces(best, "reference"),
    }


def _pieces(match: Mapping[str, Any], side: str) -> list[list[Any]]:
    window = match[f"{side}_excerpt"]
    spans = [(span[side][0], span[side][1]) for span in match["spans"]]
    text = window["text"][:_CLIP_CHARACTERS]
    pieces: list[list[Any]] = [list(p) for p in segments(text, window["offset"], spans)]
    after = window["length"] - window["offset"] - len(text)
    if window["offset"]:
        pieces.insert(0, [f"[{window['offset']:,} characters before] ", False])
    if after > 0:
        pieces.append([f" [{after:,} characters after]", False])
    return pieces


def _clue(finding: Mapping[str, Any], number: int) -> list[str]:
    first = finding["evidence"][0]
    return [
        str(number),
        finding["origin"]["provider"],
        _place(finding),
        first["kind"],
        first["detail"],
    ]
