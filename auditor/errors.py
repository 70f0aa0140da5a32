"""Every error raised on purpose: what went wrong, what to do, and how the process ends."""

from typing import ClassVar


class AuditorError(Exception):
    """The work cannot go on. Says what to do about it, and how the process ends.

    Args:
        message: what is wrong and where, in one sentence.
        hint: what the reader can do next.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class InputError(AuditorError):
    """A source could not be read at all, or its format is not known."""

    exit_code = 4


class UnknownNameError(AuditorError):
    """A name given by a person is not in the table it was looked up in."""

    exit_code = 4


class ReferenceIndexError(AuditorError):
    """A reference index is missing, corrupt, of another version or with other parameters."""

    exit_code = 4


class PolicyError(AuditorError):
    """A pack is malformed, or the policy store cannot be used."""

    exit_code = 4


class RenderError(AuditorError):
    """A template, a stored document or a report engine could not be used."""

    exit_code = 4


class NothingAuditedError(AuditorError):
    """No source held a single readable record."""

    exit_code = 3


class UsageError(AuditorError):
    """Options that cannot be combined, or a value out of its range."""

    exit_code = 2
