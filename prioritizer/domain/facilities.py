"""Which facilities a ranking is about: historical and closed ones, working ones, or all."""

from __future__ import annotations

from enum import StrEnum

from prioritizer.languages.speech import noop


class Facilities(StrEnum):
    """Which facilities an answer is about."""

    ALL = "all"
    HISTORICAL = "historical"
    ACTIVE = "active"


WORKING, NOT_WORKING = noop("working facility"), noop("not a working facility")
"""What stands where a veto would, at a site that is set aside for its status."""
ASIDE = frozenset({WORKING, NOT_WORKING})
REASONS = {
    "operating": noop("The mine or smelter of this body operates."),
    "reprocessing": noop("This body is being reworked."),
}
REPORTED = {
    "operating": noop("reported as operating (not verified, to be confirmed): confirm first"),
    "reprocessing": noop(
        "reported as being reprocessed (not verified, to be confirmed): confirm first"
    ),
}
"""What is said of a site whose status is told but not verified; it sets nothing aside."""
NOT_ASKED = noop("Only working facilities are asked for.")
