"""The interface of a report format."""

from collections.abc import Mapping
from typing import Any, Protocol


class Renderer(Protocol):
    """One report format. Sees the published document and nothing else."""

    def render(self, document: Mapping[str, Any]) -> bytes:
        """The report's bytes; the same for the same document.

        Raises:
            RenderError: a template or engine failed.
        """
