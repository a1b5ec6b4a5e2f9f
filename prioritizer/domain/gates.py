"""Gates of a criteria set: what sets a site aside, and where that cannot be told."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.domain.words import counted, format_number, listed

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class GateRule:
    """A rule that sets sites aside before anything is scored, with its reason.

    Parameters
    ----------
    reason
        What is told of each site that the rule sets aside.
    column
        The own column that is read; blank where it is a measure.
    measure
        The measure that is read, a key of the table of measures.
    when
        The classes, words, or ``yes`` and ``no`` of the column that set a site aside.
    below, above
        Limits in ``unit``. A site is set aside whose whole interval lies beyond one of them;
        one that equals the limit is not.
    unit
        Of the limits; of a column as its owner declared it.
    """

    reason: str
    column: str = ""
    measure: str = ""
    when: tuple[str, ...] = ()
    below: float | None = None
    above: float | None = None
    unit: str = ""
    source: str = ""

    @property
    def words(self) -> str:
        """Return what sets a site aside, such as ``tonnage below 100 000 t``."""
        name = self.column or self.measure.replace("_", " ")
        if self.when:
            return f"{name} is {' or '.join(self.when)}"
        limits = [
            f"{word} {format_number(limit)}"
            for word, limit in (("below", self.below), ("above", self.above))
            if limit is not None
        ]
        return f"{name} {' or '.join(limits)} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class OpenGate:
    """A site of which nobody can say whether a rule sets it aside; it is ranked all the same.

    ``is_known`` says whether something is known, so that an interval crosses the limit;
    ``is_reported`` that the status of its facility is told, but not verified.
    """

    site_id: str
    name: str
    rule: GateRule
    is_known: bool
    is_reported: bool = False

    @property
    def why(self) -> str:
        """Return why the gate is open for this site."""
        return "its range crosses the limit" if self.is_known else "this is not known"

    @property
    def known_text(self) -> str:
        """Return what is known of it, for a cell of a table."""
        if self.is_reported:
            return "not verified"
        return "range crosses the limit" if self.is_known else "not known"


def reported_sentence(found: tuple[OpenGate, ...]) -> str:
    """Return which sites are told to be working, unverified; blank where none is."""
    told = [one for one in found if one.is_reported]
    if not told:
        return ""
    more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    names = "; ".join(f"{one.site_id} is {one.rule.reason}" for one in told[:MOST_NAMED])
    return f"Not set aside: {names}{more}."


def open_gates_sentence(found: tuple[OpenGate, ...]) -> str:
    """Return how many ranked sites may stand behind a veto; blank where none may."""
    found = tuple(one for one in found if not one.is_reported)
    if not found:
        return ""
    n_crossing = len({one.site_id for one in found if one.is_known})
    unknown = {one.site_id for one in found if not one.is_known}
    parts = []
    if n_crossing:
        parts.append(f"the range of {counted(n_crossing, 'site')} crosses a limit")
    if unknown:
        parts.append(f"what a veto asks is not known for {counted(len(unknown), 'site')}")
    return f"A veto cannot be decided: {listed(parts)}. These stay in the ranking."
