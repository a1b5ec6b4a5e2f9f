"""A day that a person types is a day on which there can have been evidence."""

from __future__ import annotations

from datetime import date

import pytest

from prioritizer.readers.days import parse_day

TODAY = date(2026, 5, 4)


@pytest.mark.parametrize("text", ["2026-05-04", "2026-05-05", "1800-01-01", "1999-12-31"])
def test_a_day_of_evidence_is_read(text: str) -> None:
    assert str(parse_day(text, TODAY)) == text


@pytest.mark.parametrize(
    "text", ["0001-01-01", "1799-12-31", "2026-05-06", "9999-12-31", "20260504", "4 May", ""]
)
def test_another_day_is_refused(text: str) -> None:
    assert parse_day(text, TODAY) is None
