"""Days that people type: written as 2026-05-31, and no day before there was evidence."""

from __future__ import annotations

from datetime import date, timedelta

EARLIEST = date(1800, 1, 1)
A_DAY = "a day from 1800 until today, such as 2026-05-31"


def parse_day(text: str, today: date | None = None) -> date | None:
    """Return the day that a text says; None where it is none, too early or in the future.

    Parameters
    ----------
    today
        The day it is, by default that of this machine. The next one is let through, as it has
        begun elsewhere.
    """
    latest = (today or date.today()) + timedelta(days=1)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    is_plain = day.isoformat() == text
    return day if is_plain and EARLIEST <= day <= latest else None
