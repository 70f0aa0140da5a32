"""The fonts of the PDF: from installed packages, never from the system, and what they cover."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from auditor.errors import RenderError

_PACKAGES = ("manimgx_fonts", "noto_cjk_sans_otc")


@cache
def font_folders() -> tuple[Path, ...]:
    """Folders of the installed font packages; the second, for Han, kana and Hangul, is an extra.

    Raises:
        RenderError: the first is missing.
    """
    folders = []
    for name in _PACKAGES:
        spec = find_spec(name)
        if spec and spec.origin:
            folders.append(Path(spec.origin).parent)
        elif name == _PACKAGES[0]:
            raise RenderError("the fonts of the PDF are missing", hint="pip install manimgx-fonts")
    return tuple(folders)


def has_cjk() -> bool:
    return len(font_folders()) > 1


@cache
def covered() -> frozenset[int]:
    """Code points that some font has a glyph for."""
    from fontTools.ttLib import TTCollection, TTFont

    points: set[int] = set()
    for folder in font_folders():
        for path in sorted(
            [*folder.rglob("*.ttf"), *folder.rglob("*.ttc"), *folder.rglob("*.otf")]
        ):
            faces = (
                TTCollection(path, lazy=True).fonts
                if path.suffix == ".ttc"
                else [TTFont(path, lazy=True)]
            )
            for face in faces:
                points.update(face.getBestCmap())
    return frozenset(points)
