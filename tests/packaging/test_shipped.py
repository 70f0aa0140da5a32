"""What an installation must hold besides code."""

import pytest

from auditor.resources import shipped


@pytest.mark.parametrize(
    "parts",
    [
        ("policies", "openai", "pack.yaml"),
        ("policies", "pack.schema.json"),
        ("templates", "html", "report.html.j2"),
        ("templates", "pdf", "report.typ"),
        ("templates", "schema", "auditor-report-1.schema.json"),
    ],
)
def test_data_folders_are_found(parts: tuple[str, ...]) -> None:
    place = shipped(parts[0])

    for part in parts[1:]:
        place = place.joinpath(part)

    assert place.is_file()


@pytest.mark.parametrize("room", ["policies", "templates"])
def test_data_folders_hold_no_code(room: str) -> None:
    waiting = [shipped(room)]
    names = []
    while waiting:
        for place in waiting.pop().iterdir():
            names.append(place.name)
            waiting += [place] if place.is_dir() else []

    assert not [name for name in names if name.endswith(".py")]
