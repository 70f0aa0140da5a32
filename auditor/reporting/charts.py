"""Charts as inline SVG: no style attributes, no script, the numbers in the description."""

from collections.abc import Sequence
from html import escape

_WIDTH, _ROW, _LABEL = 640, 26, 190


def bars(title: str, parts: Sequence[tuple[str, int, str]]) -> str:
    """Horizontal bars of (label, count, color); the color is also a class `bar-<n>`."""
    height = _ROW * len(parts) + 6
    most = max((count for _, count, _ in parts), default=0) or 1
    described = "; ".join(f"{label}: {count:,}" for label, count, _ in parts)
    rows = []
    for number, (label, count, color) in enumerate(parts):
        y = number * _ROW + 4
        width = max(round((_WIDTH - _LABEL - 90) * count / most), 2 if count else 0)
        rows.append(
            f'<text x="{_LABEL - 10}" y="{y + 14}" text-anchor="end" class="chart-label" '
            f'fill="#1f2937" font-size="13">{escape(label)}</text>'
            f'<rect x="{_LABEL}" y="{y}" width="{width}" height="18" rx="2" fill="{color}"/>'
            f'<text x="{_LABEL + width + 8}" y="{y + 14}" class="chart-label" fill="#1f2937" '
            f'font-size="13">{count:,}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'width="{_WIDTH}" height="{height}"><title>{escape(title)}</title>'
        f"<desc>{escape(described)}</desc>{''.join(rows)}</svg>"
    )
