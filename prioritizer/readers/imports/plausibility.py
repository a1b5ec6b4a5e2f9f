"""The improbable: grades beyond their mineral, sizes at odds, points abroad, doubles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site, SiteRegister
from prioritizer.errors import OTHER_SITES, Issue, Severity
from prioritizer.readers.imports.duplicates import find_duplicates
from prioritizer.readers.imports.places.outlines import country_at, is_in_country
from prioritizer.readers.imports.words.vocabulary import country_label
from prioritizer.readers.plausible_grades import PER_CENT, plausible_maxima

# Defaults of this tool for a bulk material in a heap or pond, wide on purpose.
DENSITIES_T_M3 = (0.6, 4.5)
THICKNESS_M = (0.05, 150.0)
UNIT_SLIP = 1_000.0
# Degrees: points that lie together, and how far from them a mirrored one may lie.
FAR_FROM_ZERO, TOGETHER, NEAR = 10.0, 30.0, 2.0
Found = Iterator[Issue]


def check_register(
    register: SiteRegister, reference: Reference, file: str
) -> tuple[Issue, ...]:
    """Return a warning for everything improbable in a register; nothing is changed."""
    issues: list[Issue] = []
    for site in register.sites:
        for check in CHECKS:
            issues += check(site, reference, file)
    issues += _slips(register.sites, file)
    issues += _abroad(register.sites, file)
    issues += _mirrored(register.sites, file)
    issues += [
        _double(pair.first, pair.second, pair.distance_km, pair.reason, file)
        for pair in find_duplicates(register.sites)
    ]
    return tuple(issues)


def _warning(
    file: str,
    site: Site,
    column: str,
    found: str,
    expected: str,
    hint: str,
    *,
    rests_on: tuple[str, ...] = (),
) -> Issue:
    return Issue(
        Severity.WARNING,
        file,
        site.row or None,
        column,
        found,
        expected,
        hint,
        site.site_id,
        rests_on,
    )


def _grades(site: Site, reference: Reference, file: str) -> Found:
    total = 0.0
    for assay in site.assays:
        analyte = reference.analytes.get(assay.analyte)
        value = _largest(assay)
        if analyte is None or value is None:
            continue
        if assay.is_used:
            total += value
        most, reason = plausible_maxima().get(analyte.symbol, (100.0, ""))
        element = value * analyte.factor
        if element > most:
            yield _warning(
                file,
                site,
                assay.analyte,
                f"{assay.analyte} {_grade(assay)}",
                f"at most {most:g} % {analyte.symbol} ({reason})",
                "It is not used until confirmed: check the unit and the decimal mark; if it is "
                "right, write yes as its 'use' in the grades table."
                if assay.is_quarantined
                else "Check the unit and the decimal mark.",
                rests_on=(f"assays/{assay.analyte}",),
            )
    if total > 100.5:
        yield _warning(
            file,
            site,
            "grades",
            f"grades that add up to {total:.0f} %",
            "at most 100 %",
            "Check the units; one material may be counted twice.",
            rests_on=("assays",),
        )


def _largest(assay: Assay) -> float | None:
    known = [v for v in (assay.grade.low, assay.grade.best, assay.grade.high) if v is not None]
    return max(known) * PER_CENT[assay.unit] if known and assay.unit in PER_CENT else None


def _grade(assay: Assay) -> str:
    known = [v for v in (assay.grade.low, assay.grade.best, assay.grade.high) if v is not None]
    return f"{max(known):g} {assay.unit}"


def _middle(value: Range) -> float | None:
    if value.best is not None:
        return value.best
    if value.low is not None and value.high is not None:
        return (value.low + value.high) / 2
    return value.low if value.low is not None else value.high


def _sizes(site: Site, reference: Reference, file: str) -> Found:
    tonnage, volume = _middle(site.tonnage_t), _middle(site.volume_m3)
    if tonnage and volume:
        density, stated = tonnage / volume, site.dry_density_t_m3
        low, high = (0.75 * stated, 1.25 * stated) if stated else DENSITIES_T_M3
        if not low <= density <= high:
            expected = (
                f"{stated:g} t/m3 as stated, within a quarter"
                if stated
                else f"{low:g} to {high:g} t/m3"
            )
            yield _warning(
                file,
                site,
                "tonnage_t",
                f"{tonnage:g} t in {volume:g} m3, that is {density:.2g} t/m3",
                expected,
                "Check the units of mass and volume, and wet against dry.",
                rests_on=("volume_m3", "dry_density_t_m3"),
            )
    if volume and site.area_ha:
        thickness = volume / (site.area_ha * 10_000)
        low, high = THICKNESS_M
        if not low <= thickness <= high:
            yield _warning(
                file,
                site,
                "volume_m3",
                f"{volume:g} m3 on {site.area_ha:g} ha, that is {thickness:.3g} m thick",
                f"{low:g} to {high:g} m",
                "Check the units of volume and area.",
                rests_on=("area_ha",),
            )


def _contents(site: Site, reference: Reference, file: str) -> Found:
    tonnage = _middle(site.tonnage_t)
    for assay in site.assays:
        analyte, grade = reference.analytes.get(assay.analyte), _middle(assay.grade)
        if not (tonnage and grade and analyte and assay.contained_t and assay.unit in PER_CENT):
            continue
        expected = tonnage * grade * PER_CENT[assay.unit] / 100 * analyte.factor
        if not 0.5 <= assay.contained_t / expected <= 2:
            yield _warning(
                file,
                site,
                assay.analyte,
                f"{assay.contained_t:g} t contained",
                f"about {expected:.3g} t from mass and grade",
                "Check the units of content, mass and grade.",
                rests_on=(f"assays/{assay.analyte}", "tonnage_t"),
            )


CHECKS: tuple[Callable[[Site, Reference, str], Found], ...] = (_grades, _sizes, _contents)


def _slips(sites: Sequence[Site], file: str) -> Found:
    by_analyte: dict[str, list[tuple[float, Site, Assay]]] = {}
    for site in sites:
        for assay in site.assays:
            value = _largest(assay)
            if value and assay.is_used:
                by_analyte.setdefault(assay.analyte, []).append((value, site, assay))
    for analyte, found in by_analyte.items():
        if len(found) < 20:
            continue
        usual = sorted(value for value, _, _ in found)[len(found) // 2]
        for value, site, assay in found:
            if value > UNIT_SLIP * usual:
                yield _warning(
                    file,
                    site,
                    analyte,
                    f"{analyte} {_grade(assay)}",
                    f"a grade nearer to the usual {usual:.2g} %",
                    "A thousand times the middle of this file may be a slip of the unit.",
                    rests_on=(f"assays/{analyte}", OTHER_SITES),
                )


def _abroad(sites: Sequence[Site], file: str) -> Found:
    by_country: dict[str, list[Site]] = {}
    for site in sites:
        if site.country and site.latitude is not None and site.longitude is not None:
            by_country.setdefault(site.country, []).append(site)
    for code, members in by_country.items():
        longitudes = [site.longitude or 0.0 for site in members]
        latitudes = [site.latitude or 0.0 for site in members]
        for site, is_inside in zip(
            members, is_in_country(code, longitudes, latitudes), strict=True
        ):
            if not is_inside:
                yield _stranger(site, code, file)


def _mirrored(sites: Sequence[Site], file: str) -> Found:
    """Yield a warning for each point that lies among the others but for its sign.

    Signed beside unsigned figures in one column look so. Only where most points lie together,
    far from the line at which the sign changes.
    """
    for axis in ("longitude", "latitude"):
        told = [(value, site) for site in sites if (value := getattr(site, axis)) is not None]
        sides = [
            [one for one in told if (one[0] < 0) == is_minus] for is_minus in (True, False)
        ]
        few, many = sorted(sides, key=len)
        if not few or len(many) < 2 or 2 * len(few) >= len(many):
            continue
        low, high = (end(abs(value) for value, _ in many) for end in (min, max))
        if low < FAR_FROM_ZERO or high - low > TOGETHER:
            continue
        for value, site in few:
            if low - NEAR <= abs(value) <= high + NEAR:
                expected = f"the sign of the other {len(many)} sites"
                hint = f"The sign of the {axis} may be missing, or one too many."
                found = f"{axis} {value:g}"
                yield _warning(file, site, axis, found, expected, hint, rests_on=(OTHER_SITES,))


def _stranger(site: Site, code: str, file: str) -> Issue:
    longitude, latitude = site.longitude or 0.0, site.latitude or 0.0
    turned = {
        "Latitude and longitude may be swapped.": (latitude, longitude),
        "The sign of the longitude may be wrong.": (-longitude, latitude),
        "The sign of the latitude may be wrong.": (longitude, -latitude),
    }
    hint = next(
        (
            text
            for text, (x, y) in turned.items()
            if abs(y) <= 90 and is_in_country(code, [x], [y])[0]
        ),
        "Check the coordinates, their system and the country.",
    )
    there = country_at(longitude, latitude)
    place = f"in {country_label(there)}" if there else "at sea or in no country of the outlines"
    return _warning(
        file,
        site,
        "latitude",
        f"{latitude:g}, {longitude:g}, which lies {place}",
        f"a point in {country_label(code)}",
        hint,
        rests_on=("country",),
    )


def _double(first: Site, second: Site, distance: float, reason: str, file: str) -> Issue:
    where = "at the same point" if distance < 0.005 else f"{distance:.2g} km away"
    return _warning(
        file,
        second,
        "name",
        f"'{second.name[:40]}', {where} from '{first.name[:40]}' "
        f"(row {first.row}), with {reason}",
        "each waste body once",
        "Keep one if they are the same; otherwise let them be.",
        rests_on=(OTHER_SITES,),
    )
