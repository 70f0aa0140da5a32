"""The time that goes into reports: passed in, so that the same run gives the same bytes."""

import os
from datetime import UTC, datetime

from auditor.errors import UsageError


def now() -> str:
    """The time as ISO 8601 in UTC; `SOURCE_DATE_EPOCH` is honored.

    Raises:
        UsageError: `SOURCE_DATE_EPOCH` is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds", hint="unset it or correct it"
        ) from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
