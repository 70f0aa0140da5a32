"""Files that appear whole or not at all."""

import os
import tempfile
from pathlib import Path

from auditor.errors import RenderError


def write_whole(path: Path, data: bytes) -> None:
    """Writes beside a temporary name, then renames.

    Raises:
        RenderError: the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise RenderError(
            f"{path} cannot be written: {error.strerror}", hint="name a place you may write to"
        ) from error
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        fresh.chmod(0o644)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise RenderError(f"{path} cannot be written: {error.strerror}") from error
