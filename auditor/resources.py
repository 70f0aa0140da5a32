"""The data folders shipped with the package, in a wheel and in a checkout alike."""

from importlib.abc import Traversable
from importlib.resources import files
from pathlib import Path

from auditor.errors import AuditorError


def shipped(room: str) -> Traversable:
    """The folder `policies` or `templates`.

    Raises:
        AuditorError: the installation lacks the folder.
    """
    packaged = files("auditor").joinpath("_shipped", room)
    if packaged.is_dir():
        return packaged
    # An editable install maps the package, not the folders beside it.
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / room).is_dir():
        return checkout / room
    raise AuditorError(f"this installation has no {room}", hint="reinstall the package")
