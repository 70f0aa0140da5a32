"""The report as one HTML file that works offline: sortable, filterable, inert."""

import base64
import gzip
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from auditor.errors import RenderError
from auditor.reporting import wording
from auditor.reporting.charts import bars
from auditor.reporting.console import worst_first
from auditor.reporting.segments import segments
from auditor.reporting.visible import visible
from auditor.resources import shipped

_ROWS_SERVED = 50
_CARDS_SERVED = 24
_CARDS_KEPT = 1_000
_CLIP_CHARACTERS = 1_600
_PLAIN_BYTES = 2_000_000
COLORS = {
    "prohibited": "#c2410c",
    "conditional": "#e69f00",
    "undetermined": "#2b74b4",
    "allowed": "#868f9c",
}
_COLUMNS = (
    "n",
    "verdict",
    "confidence",
    "provider",
    "model",
    "relation",
    "tokens",
    "jaccard",
    "source",
    "row",
    "id",
    "field",
)


class HtmlReport:
    """One self-contained page: answer, findings table, evidence side by side, reasoning, limits."""

    def render(self, document: Mapping[str, Any]) -> bytes:
        import jinja2

        environment = jinja2.Environment(
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            loader=jinja2.FunctionLoader(_template),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["visible"] = lambda value: visible(str(value))
        environment.filters["number"] = lambda value: f"{value:,}"
        style, script = _template("html/report.css") or "", _template("html/report.js") or ""
        findings = worst_first(document["findings"])
        try:
            page = environment.get_template("html/report.html.j2").render(
                document=document,
                wording=wording,
                colors=COLORS,
                style=style,
                script=script,
                style_hash=_hash(style),
                script_hash=_hash(script),
                data=_embedded(findings),
                rows=_rows(findings[:_ROWS_SERVED], 0),
                cards=[_card(f, n) for n, f in enumerate(findings[:_CARDS_SERVED])],
                charts=_charts(document["summary"]),
                shown=_CARDS_KEPT,
            )
        except jinja2.TemplateError as error:
            raise RenderError(
                f"the HTML template failed: {error}", hint="reinstall the package"
            ) from error
        return page.encode("utf-8", "replace")


def _template(name: str) -> str | None:
    place = shipped("templates")
    for part in name.split("/"):
        place = place.joinpath(part)
    return place.read_text("utf-8") if place.is_file() else None


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _charts(summary: Mapping[str, Any]) -> list[str]:
    verdicts = [
        (wording.VERDICTS[name], count, COLORS[name])
        for name, count in summary["by_verdict"].items()
    ]
    providers = [(name, count, "#16324f") for name, count in summary["by_provider"].items()][:12]
    charts = [bars("Findings by verdict", verdicts)]
    return [*charts, bars("Findings by provider", providers)] if providers else charts


def _rows(findings: Sequence[Mapping[str, Any]], first: int) -> list[list[Any]]:
    """Table cells of findings, in the order of `_COLUMNS`."""
    rows = []
    for number, finding in enumerate(findings, first + 1):
        best = finding["evidence"][0]
        matched = best["kind"] == "reference-match"
        place = finding["location"]
        rows.append(
            [
                number,
                finding["verdict"],
                finding["confidence"],
                visible(finding["origin"]["provider"]),
                visible(finding["origin"]["model"] or ""),
                best["relation"] if matched else "clue only",
                best["matched_tokens"] if matched else 0,
                best["jaccard"] if matched else 0,
                visible(place["source"]),
                place["row"],
                visible(place["id"] or ""),
                visible(place["field"]),
            ]
        )
    return rows


def _embedded(findings: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The data the script reads: columns with dictionaries, and evidence cards."""
    rows = _rows(findings, 0)
    columns: dict[str, Any] = {}
    for position, name in enumerate(_COLUMNS):
        values = [row[position] for row in rows]
        distinct = list(dict.fromkeys(values))
        if isinstance(values[0] if values else None, str) and len(distinct) < len(values) / 2:
            numbers = {value: number for number, value in enumerate(distinct)}
            columns[name] = {"words": distinct, "values": [numbers[value] for value in values]}
        else:
            columns[name] = {"values": values}
    cards = [_card(finding, number) for number, finding in enumerate(findings[:_CARDS_KEPT])]
    raw = orjson.dumps({"size": len(rows), "columns": columns, "cards": cards})
    if len(raw) > _PLAIN_BYTES:
        packed = base64.b64encode(gzip.compress(raw, 9, mtime=0)).decode()
        return {"encoding": "gzip", "text": packed}
    text = raw.decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return {"encoding": "plain", "text": text}


def _card(finding: Mapping[str, Any], number: int) -> dict[str, Any]:
    """What the evidence of one finding shows: texts as (piece, highlighted)."""
    matches = [e for e in finding["evidence"] if e["kind"] == "reference-match"]
    clues = [e for e in finding["evidence"] if e["kind"] != "reference-match"]
    best = matches[0] if matches else None
    place, origin = finding["location"], finding["origin"]
    since, until = origin["generated"]
    return {
        "n": number + 1,
        "key": finding["key"],
        "verdict": finding["verdict"],
        "confidence": finding["confidence"],
        "decision": finding["decision"],
        "place": visible(f"{place['source']} row {place['row']} {place['field']}"),
        "id": visible(place["id"] or ""),
        "origin": visible(f"{origin['provider']}, {origin['model'] or 'model not known'}"),
        "generated": f"{since or 'date not known'}" + (f" to {until}" if until not in {None, since} else ""),
        "basis": origin["basis"],
        "reason": visible(finding["reason"]),
        "remedy": visible(finding["remedy"]),
        "scores": _scores(best) if best else "",
        "reference": visible(_reference(best)) if best else "",
        "record": _pieces(best, "record") if best else [],
        "known": _pieces(best, "reference") if best else [],
        "others": [visible(f"{_reference(m)} ({m['origin']['model'] or m['origin']['provider']}): {_scores(m)}") for m in matches[1:]],
        "clues": [visible(f"{clue['kind']}: {clue['detail']}") for clue in clues],
    }  # fmt: skip


def _scores(match: Mapping[str, Any]) -> str:
    return (
        f"{match['relation']}; {match['matched_tokens']:,} matched tokens; "
        f"Jaccard {match['jaccard']:.3f}; {match['containment_of_record']:.1%} of the record, "
        f"{match['containment_of_reference']:.1%} of the known output"
    )


def _reference(match: Mapping[str, Any]) -> str:
    known = match["reference"]
    name = f" id {known['id']}" if known["id"] else ""
    return f"{known['source']} row {known['row']}{name}"


def _pieces(match: Mapping[str, Any], side: str) -> list[list[Any]]:
    window = match[f"{side}_excerpt"]
    spans = [(span[side][0], span[side][1]) for span in match["spans"]]
    text = window["text"]
    cut = max(0, len(text) - _CLIP_CHARACTERS)
    pieces = [
        [visible(piece), marked]
        for piece, marked in segments(text[: len(text) - cut], window["offset"], spans)
    ]
    before, after = window["offset"], window["length"] - window["offset"] - len(text) + cut
    if before > 0:
        pieces.insert(0, [f"[{before:,} characters before] ", False])
    if after > 0:
        pieces.append([f" [{after:,} characters after]", False])
    return pieces
