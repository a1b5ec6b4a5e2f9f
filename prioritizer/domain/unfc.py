"""UNFC codes: an E, F and G category; read, compare, describe, and name where a class exists.

Wording of the categories is a paraphrase of UNFC Update 2019 (ECE Energy Series 61).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from prioritizer.errors import InputError

CATEGORIES: dict[str, str] = {
    "E1": "confirmed to be environmentally, socially and economically viable",
    "E1.1": "viable on current conditions and realistic assumptions",
    "E1.2": "viable only through government subsidy or other considerations",
    "E2": "expected to become viable in the foreseeable future",
    "E3": "not expected to become viable, or too early to say",
    "E3.1": "produced but not saleable, or used in operation",
    "E3.2": "viability cannot yet be determined: information is lacking",
    "E3.3": "no reasonable prospect of viability",
    "F1": "technical feasibility confirmed",
    "F1.1": "recovery under way",
    "F1.2": "funds committed, implementation started",
    "F1.3": "studies complete enough to show feasibility, approvals reasonably expected",
    "F2": "technical feasibility subject to further evaluation",
    "F2.1": "project activities ongoing",
    "F2.2": "project activities on hold, or possibly much delayed",
    "F2.3": "no plan to acquire data because of limited potential",
    "F3": "technical feasibility cannot be evaluated: limited data",
    "F3.1": "site-specific studies justify testing",
    "F3.2": "local studies indicate potential",
    "F3.3": "earliest stage of studies",
    "F4": "no project identified",
    "F4.1": "technology under development after a successful pilot",
    "F4.2": "technology researched, no pilot yet",
    "F4.3": "technology not researched",
    "G1": "high confidence in the quantity",
    "G2": "moderate confidence in the quantity",
    "G3": "low confidence in the quantity",
    "G4": "quantity estimated mainly from indirect evidence",
}
CODE_ONLY = "code only"
_PATTERN = re.compile(
    r"E(?P<e>\d(?:\.\d)?)[\s;,/]*F(?P<f>\d(?:\.\d)?)[\s;,/]*G(?P<g>\d(?:\+G?\d)*)",
    re.IGNORECASE,
)
_G_PARTS = ("1", "1+2", "1+2+3", "2", "2+3", "3", "4")

# The first row that fits gives the name; "" stands for any category of known quantities.
_CLASSES: tuple[tuple[str, str, str, str], ...] = (
    ("E1", "F1.1", "", "viable project, on production"),
    ("E1", "F1.2", "", "viable project, approved for development"),
    ("E1", "F1.3", "", "viable project, justified for development"),
    ("E1", "F1", "", "viable project"),
    ("E2", "F2.1", "", "potentially viable project, development pending"),
    ("E2", "F2.2", "", "potentially viable project, development on hold"),
    ("E2", "F2", "", "potentially viable project"),
    ("E3.2", "F2.2", "", "non-viable project, development unclarified"),
    ("E3.3", "F2.3", "", "non-viable project, development not viable"),
    ("E3", "F2", "", "non-viable project"),
    ("E3", "F4", "", "remaining products not developed from identified projects"),
    ("E3.2", "F3", "G4", "prospective project"),
    ("E3", "F4", "G4", "remaining products not developed from prospective projects"),
)


@dataclass(frozen=True, slots=True)
class UnfcClass:
    """One triple, for example ``E3.2``, ``F3.1``, ``G3``; ``g`` may be ``G1+G2``."""

    e: str
    f: str
    g: str

    def __post_init__(self) -> None:
        faults = [code for code in (self.e, self.f) if code not in CATEGORIES]
        if self.g.replace("G", "") not in _G_PARTS:
            faults.append(self.g)
        if faults or (self.e[0], self.f[0], self.g[0]) != ("E", "F", "G"):
            raise InputError(
                f"UNFC class: found '{self.e};{self.f};{self.g}'. Expected categories such as "
                "E3.2;F3.1;G3 (UNFC 2019). Correct the code."
            )

    @classmethod
    def parse(cls, text: str) -> UnfcClass:
        """Return the class that a text such as ``E3.2;F3.1;G3`` or ``e1f1.1g1+2`` writes.

        Raises
        ------
        InputError
            If it is no triple, or a category does not exist.
        """
        match = _PATTERN.fullmatch(text.strip())
        if match is None:
            raise InputError(
                f"UNFC class: found '{text}'. Expected three categories such as E3.2;F3.1;G3. "
                "Write E, F and G in this order."
            )
        g = "+".join(f"G{part}" for part in match["g"].upper().replace("G", "").split("+"))
        return cls(f"E{match['e']}", f"F{match['f']}", g)

    def __str__(self) -> str:
        return f"{self.e};{self.f};{self.g}"

    @property
    def name(self) -> str:
        """Return the name of the class, or ``code only`` for a triple that has none."""
        is_potential = self.g == "G4"
        for e, f, g, name in _CLASSES:
            if (g == "G4") == is_potential and self.e.startswith(e) and self.f.startswith(f):
                return name
        return CODE_ONLY

    @property
    def has_name(self) -> bool:
        """Return whether UNFC names this triple."""
        return self.name != CODE_ONLY

    def describe(self) -> tuple[str, str, str]:
        """Return what each of the three categories says, in words."""
        first = self.g.split("+", maxsplit=1)[0]
        confidence = (
            CATEGORIES[first] if first == self.g else f"sum of {self.g.replace('+', ', ')}"
        )
        return CATEGORIES[self.e], CATEGORIES[self.f], confidence

    def at_least_as_good(self, other: UnfcClass) -> bool:
        """Return whether no axis is worse than the other's; lower numbers are better."""
        return all(
            mine <= theirs for mine, theirs in zip(self._levels(), other._levels(), strict=True)
        )

    def compare(self, other: UnfcClass) -> int | None:
        """Return -1 if better, 1 if worse, 0 if equal, None where the axes disagree."""
        better, worse = self.at_least_as_good(other), other.at_least_as_good(self)
        if better and worse:
            return 0
        return -1 if better else 1 if worse else None

    def _levels(self) -> tuple[str, str, str]:
        return self.e, self.f, self.g.split("+")[-1]


def main_category(code: str) -> str:
    """Return the category without its sub-category: ``E3`` of ``E3.2``."""
    return code.split(".", maxsplit=1)[0]
