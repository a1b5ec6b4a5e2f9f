"""Which answers make a report, and for whom."""
