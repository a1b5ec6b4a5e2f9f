"""Grade criterion: recoverable grade in primary-ore equivalents, several products at once."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.appraisal.distributions import even_mean
from prioritizer.appraisal.evidence_errors import EvidenceReader, ends_of
from prioritizer.appraisal.measurement import BoolArray, Context, Ends, FloatArray, Measurement
from prioritizer.appraisal.primary import (
    primary_grades,
    with_primary_grade,
    without_primary_grade,
)
from prioritizer.domain.evidence_rule import EndsKind
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Site

PPM_PER_UNIT = {"%": 1e4, "g/t": 1.0, "ppm": 1.0, "mg/kg": 1.0}

# A total must not be counted beside its own members.
TOTALS = {
    "TREO": frozenset(
        [
            "La",
            "Ce",
            "Pr",
            "Nd",
            "Sm",
            "Eu",
            "Gd",
            "Tb",
            "Dy",
            "Ho",
            "Er",
            "Tm",
            "Yb",
            "Lu",
            "Y",
        ]
    ),
    "PGM": frozenset(["Pt", "Pd", "Rh", "Ir", "Ru", "Os"]),
}


@dataclass(frozen=True, slots=True, eq=False)
class Grades:
    """Grades of all sites as padded arrays, ``(sites, products)``, g/t of element.

    ``symbol`` holds indices into ``symbols``, -1 where a site has fewer products; grades are 0
    there. ``ranged`` marks grades of which only a range was published: their ``best`` is the
    mean of what is drawn between the ends, and nobody's figure.
    """

    symbols: tuple[str, ...]
    symbol: NDArray[np.int64]
    low: FloatArray
    best: FloatArray
    high: FloatArray
    ranged: BoolArray

    @property
    def ends(self) -> Ends:
        """Return low, best and high."""
        return self.low, self.best, self.high

    def lookup(self, table: Mapping[str, float], *, default: float = 0.0) -> FloatArray:
        """Return a fact per product, ``(sites, products)``; 0 where padded."""
        facts = np.array([table.get(symbol, default) for symbol in self.symbols] + [0.0])
        return np.asarray(facts[self.symbol])


def grade_ppm(
    assay: Assay, tonnage_t: float | None, reference: Reference
) -> tuple[str, float, float | None, float] | None:
    """Return the element and its low, best, high grade in g/t, or None if there is none to use.

    Oxides and minerals are converted by mass factor; a contained amount is divided by the
    tonnage it belongs to. A range published without a mean has no best. A bound published
    alone: an upper one spans from 0, a lower one counts as it is. Ends that are single samples
    are none of a mean with a best of its own.
    """
    analyte = reference.analytes.get(assay.analyte)
    if analyte is None or not assay.is_used:
        return None
    grade = assay.grade
    if not grade.is_known:
        if assay.contained_t is None or not tonnage_t:
            return None
        ppm = assay.contained_t / tonnage_t * 1e6
        return analyte.symbol, ppm, ppm, ppm
    if grade.best is None and grade.low is None:
        low, high = 0.0, grade.high or 0.0
    else:
        low = grade.low if grade.low is not None else (grade.best or 0.0)
        high = (
            grade.high
            if grade.high is not None
            else (grade.best if grade.best is not None else low)
        )
    best = grade.best
    if best is None and (low == high or low <= 0):
        best = (low + high) / 2
    if grade.best is not None and ends_of(assay, reference) is EndsKind.SAMPLES:
        low = high = grade.best
    factor = PPM_PER_UNIT[assay.unit] * analyte.factor
    return analyte.symbol, low * factor, None if best is None else best * factor, high * factor


def collect_grades(sites: Sequence[Site], reference: Reference) -> Grades:
    """Return the grades of all sites; rows of one element span its range, mean as best."""
    index: dict[str, int] = {}
    # Flat, since a dictionary of each of many sites would take more than all the rest.
    numbers, counts, places, ranges = array("d"), array("q"), array("q"), array("b")
    for site in sites:
        found = assayed(site, reference)
        bounds = _bounds(site, found)
        counts.append(len(found))
        for name, rows in found.items():
            low, best, high = _known(rows)
            places.append(index.setdefault(name, len(index)))
            numbers.extend((low, even_mean(low, high) if best is None else best, high))
            ranges.append(best is None or name in bounds)
    return _padded(
        index,
        np.array(counts, dtype=np.int64),
        np.array(places, dtype=np.int64),
        np.array(numbers, dtype=np.float64).reshape(-1, 3),
        np.array(ranges, dtype=bool),
    )


def _padded(
    index: Mapping[str, int],
    counts: NDArray[np.int64],
    places: NDArray[np.int64],
    numbers: FloatArray,
    ranges: BoolArray,
) -> Grades:
    """Return products in a row, those of one site together, as tables with a row a site.

    Parameters
    ----------
    index
        The number of each symbol, by which ``places`` name it.
    """
    symbols = sorted(index)
    sorted_place = np.zeros(len(index), dtype=np.int64)
    sorted_place[[index[name] for name in symbols]] = np.arange(len(symbols))
    width = int(counts.max(initial=0)) or 1
    row = np.repeat(np.arange(len(counts)), counts)
    column = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    symbol = np.full((len(counts), width), -1, dtype=np.int64)
    symbol[row, column] = sorted_place[places]
    table = np.zeros((3, len(counts), width))
    table[:, row, column] = numbers.T
    ranged = np.zeros((len(counts), width), dtype=bool)
    ranged[row, column] = ranges
    return Grades(tuple(symbols), symbol, table[0], table[1], table[2], ranged)


def grades_of(sites: Sequence[Site], context: Context) -> Grades:
    """Return the grades of all sites, read once for all measures of a context."""
    return context.once("grades", lambda: collect_grades(sites, context.reference))


def site_grades(site: Site, reference: Reference) -> dict[str, tuple[float, float, float]]:
    """Return low, best and high grade by element, g/t.

    The best of a range that was published without a mean is the mean of what is drawn.
    """
    return {
        symbol: (low, even_mean(low, high) if best is None else best, high)
        for symbol, (low, best, high) in known_grades(site, reference).items()
    }


Known = tuple[float, float | None, float]
Row = tuple[Known, Assay]


def known_grades(site: Site, reference: Reference) -> dict[str, Known]:
    """Return low, best and high grade by element, g/t; no best where only ranges are known."""
    return {symbol: _known(rows) for symbol, rows in assayed(site, reference).items()}


def _known(rows: Sequence[Row]) -> Known:
    if len(rows) == 1:
        low, best, high = rows[0][0]
        # The same bits as a sum of one, which has no zero below 0.
        return low, None if best is None else best + 0.0, high
    bests = [best for (_, best, _), _ in rows if best is not None]
    return (
        min(low for (low, _, _), _ in rows),
        sum(bests) / len(bests) if bests else None,
        max(high for (_, _, high), _ in rows),
    )


def assayed(site: Site, reference: Reference) -> dict[str, list[Row]]:
    """Return the assays in use by element, with low, best and high grade, g/t."""
    tonnage_t = site.tonnage_t.best
    found: dict[str, list[Row]] = {}
    for assay in site.assays:
        converted = grade_ppm(assay, tonnage_t, reference)
        if converted is not None:
            found.setdefault(converted[0], []).append((converted[1:], assay))
    for total, members in TOTALS.items():
        if total in found and members & found.keys():
            del found[total]
    return dict(sorted(found.items())) if len(found) > 1 else found


def grade_errors(
    sites: Sequence[Site], grades: Grades, reference: Reference
) -> tuple[FloatArray, BoolArray]:
    """Return the log standard deviation of bare points, and where ends are hard.

    Of several assays of one element the best evidence counts; a range of reports has points of
    its error instead.

    Returns
    -------
    tuple
        ``(sites, products)`` each, in the order of the grades.
    """
    reader = EvidenceReader(reference)
    log_sd = np.zeros(grades.symbol.shape)
    is_hard = np.zeros(grades.symbol.shape, dtype=bool)
    for row, site in enumerate(sites):
        for column, rows in enumerate(assayed(site, reference).values()):
            read = [reader.grade(assay, site) for _, assay in rows]
            log_sd[row, column] = min(sd for sd, _ in read)
            is_hard[row, column] = all(ends is not EndsKind.QUANTILES for _, ends in read)
    return log_sd, is_hard


def recoveries(
    grades: Grades, reference: Reference
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return low, middle, high recovery, ``(sites, products)``; 0 to 1 where unknown."""
    low, best, high = {}, {}, {}
    for symbol, recovery in reference.recoveries.items():
        low[symbol], high[symbol] = recovery.low or 0.0, recovery.high or 0.0
        best[symbol] = (
            recovery.best if recovery.best is not None else (low[symbol] + high[symbol]) / 2
        )
    return (
        grades.lookup(low),
        grades.lookup(best, default=0.5),
        grades.lookup(high, default=1.0),
    )


def has_unknown_recovery(grades: Grades, counted: BoolArray, reference: Reference) -> BoolArray:
    """Return which sites count a product without a default recovery, ``(sites,)``."""
    known = grades.lookup(dict.fromkeys(reference.recoveries, 1.0)) > 0
    return np.asarray((counted & ~known).any(axis=1))


def _bounds(site: Site, found: Mapping[str, Sequence[Row]]) -> set[str]:
    """Return the elements of which only bounds from 0 are known, such as detection limits."""
    if all(one.grade.best is not None or one.grade.high is None for one in site.assays):
        return set()
    return {
        symbol
        for symbol, rows in found.items()
        if all(low <= 0 < high and one.grade.best is None for (low, _, high), one in rows)
    }


def rests_on_range(grades: Grades, counted: BoolArray) -> BoolArray:
    """Return which sites have no best because of a range without a mean, ``(sites,)``.

    A bound from 0, such as a detection limit, is a measurement of its own: beside a known grade
    it leaves the best as it is.
    """
    of_two_ends = (counted & grades.ranged & (grades.low > 0)).any(axis=1)
    only_ranges = counted.any(axis=1) & ~(counted & ~grades.ranged).any(axis=1)
    return np.asarray(of_two_ends | only_ranges)


def grade_equivalent(sites: Sequence[Site], context: Context) -> Measurement:
    """Return GE = sum over products of (grade / typical primary grade) x recovery.

    A primary grade quoted as a range widens the ends. Products without a primary grade can only
    add: they are left out, and ``missing_for_grade`` names them. An unknown recovery is the
    whole range 0 to 1 and a gap, and so is a grade of which only a range is known: it has no
    best. A site without a usable assay is a gap: not assayed is not absent.
    """
    grades = grades_of(sites, context)
    per_ppm = per_ppm_of_primary(grades, context.reference)
    counted = per_ppm[1] > 0
    ends = [
        (grade * factor * recovery).sum(axis=1)
        for grade, factor, recovery in zip(
            grades.ends, per_ppm, recoveries(grades, context.reference), strict=True
        )
    ]
    unknown = ~counted.any(axis=1)
    ranged = rests_on_range(grades, counted)
    low, high = (np.where(unknown, np.nan, end) for end in (ends[0], ends[2]))
    gap = unknown | ranged | has_unknown_recovery(grades, counted, context.reference)
    return Measurement(low, np.where(unknown | ranged, np.nan, ends[1]), high, gap)


def per_ppm_of_primary(grades: Grades, reference: Reference) -> Ends:
    """Return 1 / typical primary grade, t/g: low, best, high, ``(sites, products)``.

    It is 0 where there is no primary grade; the low end comes from the high primary grade.
    """
    known = primary_grades(reference)
    low, best, high = (
        grades.lookup({symbol: 1.0 / end for symbol, end in ends.items() if end})
        for ends in (
            {symbol: grade.high for symbol, grade in known.items()},
            {symbol: grade.best for symbol, grade in known.items()},
            {symbol: grade.low for symbol, grade in known.items()},
        )
    )
    return low, best, high


def missing_for_grade(site: Site, context: Context) -> tuple[str, ...]:
    """Return what to find out so that the grade rests on no gap and leaves no product out."""
    assayed = site_grades(site, context.reference)
    counted = with_primary_grade(assayed, context.reference).keys()
    unknown = sorted(counted - context.reference.recoveries.keys())
    recovery = (f"recovery of {', '.join(unknown)}",) if unknown else ()
    return (*missing_for_ratio(site, context), *without_mean(site, context), *recovery)


def without_mean(site: Site, context: Context) -> tuple[str, ...]:
    """Return that a mean grade is missing of the products that only a range is known of."""
    grades = known_grades(site, context.reference)
    counted = with_primary_grade(grades, context.reference)
    ranged = sorted(symbol for symbol in counted if grades[symbol][1] is None)
    return (f"mean grade of {', '.join(ranged)}, known as a range only",) if ranged else ()


def missing_for_ratio(site: Site, context: Context) -> tuple[str, ...]:
    """Return what to find out so that every product has an ore to be compared with."""
    assayed = site_grades(site, context.reference).keys()
    if not assayed:
        return ("a representative assay of a recoverable metal",)
    counted = with_primary_grade(assayed, context.reference)
    unreferenced = without_primary_grade(assayed, context.reference)
    if not counted and not unreferenced:
        return (f"assay of a main metal, not only of {', '.join(sorted(assayed))}",)
    return (f"typical primary grade of {', '.join(unreferenced)}",) if unreferenced else ()


def unread_assays(site: Site, reference: Reference) -> dict[str, str]:
    """Return the assays in use that no product comes from, with the reason."""
    found = {}
    grades = site_grades(site, reference)
    for assay in site.assays:
        analyte = reference.analytes.get(assay.analyte)
        if assay.is_used and analyte is None:
            found[assay.analyte] = "no mass factor to an element"
        elif assay.is_used and analyte is not None and analyte.symbol not in grades:
            found[assay.analyte] = (
                "a total beside its own members"
                if assay.grade.is_known
                else "a contained mass without the tonnage it belongs to"
            )
    return found
