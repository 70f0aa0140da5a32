from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.model.decisions import USES


def _version(**changes: Any) -> dict[str, Any]:
    version = {
        "id": "2024-01-01",
        "label": "January 2024",
        "url": "https://example.org/terms",
        "effective_from": "2024-01-01",
        "date_basis": "stated",
        "channels": ["api"],
        "confidence": "high",
        "source": "written for a test",
        "clauses": [
            {
                "id": "c1",
                "section": "1",
                "topic": "competing-models",
                "scope": "competing",
                "paraphrase": "Outputs may not train a rival.",
                "key_phrases": ["may not train a rival"],
                "confidence": "high",
            }
        ],
        "effects": {use: {"effect": "prohibited", "clause": "c1"} for use in USES},
    }
    return version | changes


def _pack(*versions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    document = {"id": "terms", "title": "Terms", "versions": list(versions) or [_version()]}
    pack = {
        "id": "acme",
        "title": "Acme",
        "version": "1",
        "providers": ["acme"],
        "documents": [document],
    }
    return pack | changes


@pytest.fixture
def a_version() -> Callable[..., dict[str, Any]]:
    return _version


@pytest.fixture
def a_pack() -> Callable[..., dict[str, Any]]:
    return _pack


@pytest.fixture
def written(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    def write(pack: dict[str, Any]) -> Path:
        folder = tmp_path / pack["id"]
        folder.mkdir(exist_ok=True)
        file = folder / "pack.yaml"
        file.write_text(yaml.safe_dump(pack, sort_keys=False), "utf-8")
        return file

    return write
