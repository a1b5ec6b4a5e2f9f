"""Gates of a criteria set: what sets a site aside, and where that cannot be told."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.domain.words import format_number, listed, number
from prioritizer.languages.speech import gettext, ngettext

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
    names = "; ".join(
        gettext("{site} is {reason}", site=one.site_id, reason=gettext(one.rule.reason))
        for one in told[:MOST_NAMED]
    )
    if rest := len(told) - min(len(told), MOST_NAMED):
        last = gettext("{n} more", n=rest)
        names = gettext("{names} and {last}", names=names, last=last)
    return gettext("Not set aside: {sites}.", sites=names)


def open_gates_sentence(found: tuple[OpenGate, ...]) -> str:
    """Return how many ranked sites may stand behind a veto; blank where none may."""
    found = tuple(one for one in found if not one.is_reported)
    if not found:
        return ""
    n_crossing = len({one.site_id for one in found if one.is_known})
    unknown = {one.site_id for one in found if not one.is_known}
    parts = []
    if n_crossing:
        parts.append(
            ngettext(
                "the range of {n} site crosses a limit",
                "the range of {n} sites crosses a limit",
                n_crossing,
                n=number(n_crossing),
            )
        )
    if unknown:
        parts.append(
            ngettext(
                "what a veto asks is not known for {n} site",
                "what a veto asks is not known for {n} sites",
                len(unknown),
                n=number(len(unknown)),
            )
        )
    return gettext(
        "A veto cannot be decided: {parts}. These stay in the ranking.", parts=listed(parts)
    )
