"""Dates of HTTP, in any of their three forms (RFC 9110, 5.6.7)."""

import datetime as dt
from email.utils import parsedate_to_datetime


def moment(date: str) -> dt.datetime | None:
    """When a date is; None for what is none. A date without a zone, as asctime writes it, is of UTC."""
    try:
        read = parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)
