"""The time that goes into reports: passed in, so that the same run gives the same bytes."""

import os
from datetime import UTC, datetime

from auditor.errors import UsageError


def now() -> str:
    """The day in UTC, or the exact time of `SOURCE_DATE_EPOCH`, as ISO 8601.

    Finer than a day, the clock would give the same command other bytes at every run.

    Raises:
        UsageError: `SOURCE_DATE_EPOCH` is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).strftime("%Y-%m-%dT00:00:00Z")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds",
            hint="unset it or correct it",
        ) from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
