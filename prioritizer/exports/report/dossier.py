"""The dossier of a shortlisted site: place, criteria, products, UNFC class, evidence."""

from __future__ import annotations

from collections.abc import Iterator

from prioritizer.domain.published import figures
from prioritizer.domain.robustness import Robustness
from prioritizer.domain.site import Range, Site
from prioritizer.domain.words import format_number, percent
from prioritizer.exports.blocks import Block, Heading, bullets, facts, name_of, paragraph, table
from prioritizer.exports.report.charts import is_position_verified
from prioritizer.exports.report.input import ReportInput
from prioritizer.workflow.pilots.shortlist import Entry
from prioritizer.workflow.ranking.assess import missing
from prioritizer.workflow.ranking.explain import Parts, parts
from prioritizer.workflow.ranking.performance_words import criterion_text
from prioritizer.workflow.ranking.values import known_cells
from prioritizer.workflow.sites.appraisal import SiteAppraisal

MOST_FIGURES = 60
MOST_PRODUCTS = 8
NOT_SHOWN = frozenset({"site_id", "country"})


def dossiers(found: ReportInput) -> Iterator[Block]:
    """Yield one dossier per shortlisted site."""
    yield Heading("Site dossiers", starts_page=True)
    made_of = parts(found.assessment)
    appraised = {one.site.site_id: one for one in found.appraisal.sites}
    by_id = found.register.by_id()
    for entry in found.listed:
        site = by_id[entry.site_id]
        yield Heading(name_of(site.name), 2)
        yield facts(_facts(found, entry, site))
        if entry.row is not None:
            yield from _criteria(found, entry.row, made_of)
        yield from _products(appraised[site.site_id])
        yield from _unfc(found, site)
        yield from _figures(site)
        asked = missing(site, found.criteria, found.reference)
        if asked:
            yield Heading("What is missing", 3)
            yield paragraph(", ".join(asked) + ".")


def _facts(found: ReportInput, entry: Entry, site: Site) -> list[tuple[str, str]]:
    place = "not ranked" if entry.rank is None else (
        f"{entry.rank} of {len(found.assessment.matrix)}; the evidence allows "
        f"{entry.rank_low} to {entry.rank_high}"
    )  # fmt: skip
    names = ("other_names", "region", "commodity_mined", "owner", "site_status")
    texts = [(name.replace("_", " ").capitalize(), site.texts.get(name, "")) for name in names]
    return [
        ("Id", site.site_id),
        ("Place", place),
        ("On the shortlist", _probability(entry, found.robustness)),
        ("Next step", found.steps.words(site.site_id)),
        ("Evidence class", site.evidence_class),
        ("UNFC class", str(found.classes[site.site_id].unfc)),
        ("Country", site.country),
        ("Position", _position(site)),
        ("Waste", site.waste_type.value.replace("_", " ")),
        ("Mass", _range(site.tonnage_t, "t dry")),
        *texts,
    ]


def _probability(entry: Entry, draws: Robustness | None) -> str:
    if entry.probability is None:
        return "probability not computed"
    section = "" if entry.section is None else entry.section.value
    return f"in {percent(entry.probability)} of the draws: {section}"


def _position(site: Site) -> str:
    if site.latitude is None or site.longitude is None:
        return "not known"
    error = "" if site.coordinate_error_km is None else f", ± {site.coordinate_error_km:g} km"
    verified = "" if is_position_verified(site) else ", not verified"
    return f"{site.latitude:.4f}, {site.longitude:.4f}{error}{verified}"


def _range(known: Range, unit: str) -> str:
    ends = [end for end in (known.low, known.best, known.high) if end is not None]
    unique = list(dict.fromkeys(ends))
    return f"{' – '.join(format_number(end) for end in unique)} {unit}" if unique else ""


def _criteria(found: ReportInput, row: int, made_of: Parts) -> Iterator[Block]:
    matrix, values = found.assessment.matrix, found.assessment.values
    known = known_cells(matrix, values)
    added = made_of.secured + made_of.on_gaps if made_of.is_additive else made_of.to_ideal
    rows = [
        (
            criterion.name,
            criterion_text(
                criterion, matrix.low[row, k], matrix.best[row, k], matrix.high[row, k]
            )
            if known[row, k]
            else "not known",
            f"{values.expected[row, k]:.2f} "
            f"({values.low[row, k]:.2f}–{values.high[row, k]:.2f})",
            f"{added[row, k]:.3f}" if made_of.is_additive else percent(added[row, k]),
            "gap" if matrix.gap[row, k] else "",
        )
        for k, criterion in enumerate(matrix.criteria)
    ]
    what = "adds to the score" if made_of.is_additive else "share of the gap to the ideal"
    yield table(
        ("Criterion", "Measured", "Value", what.capitalize(), ""),
        rows,
        (2.2, 4, 2, 1.6, 0.6),
        right=(2, 3),
        caption="What the site was measured to be, its value on the fixed scale, and what that "
        "does; gap: rests on something unknown.",
    )


def _products(one: SiteAppraisal) -> Iterator[Block]:
    if not one.products:
        return
    yield Heading("What it holds", 3)
    rows = []
    for product in one.products[:MOST_PRODUCTS]:
        factor, unit = (1000.0, "kg") if product.is_precious else (1.0, "t")
        rows.append(
            (
                f"{product.name} ({product.symbol})",
                _range(product.grade_ppm, "") or "–",
                _scaled(product.contained_t, factor, unit),
                _scaled(product.recoverable_t, factor, unit),
                "–" if product.share is None else percent(product.share),
            )
        )
    more = len(one.products) - len(rows)
    yield table(
        ("Product", "Grade, g/t", "Contained", "Recoverable", "Of value"),
        rows,
        (2.4, 2.2, 2.4, 2.6, 0.9),
        right=(1, 2, 3, 4),
        caption="Grade, contained and recoverable mass (low – best – high where known), share "
        f"of the recoverable value.{f' {more} more are not shown.' if more else ''}",
    )


def _scaled(known: Range, factor: float, unit: str) -> str:
    scaled = Range(
        *(
            None if end is None else float(f"{end * factor:.3g}")
            for end in (known.low, known.best, known.high)
        )
    )
    return _range(scaled, unit) or "–"


def _unfc(found: ReportInput, site: Site) -> Iterator[Block]:
    one = found.classes[site.site_id]
    yield Heading("Why this UNFC class", 3)
    yield table(
        ("Axis", "Class", "Because", "What would lift it"),
        [
            (axis, verdict.code, f"{verdict.reason} [{verdict.rule}]", "; ".join(verdict.lift))
            for axis, verdict in (("E", one.e), ("F", one.f), ("G", one.g))
        ],
        (0.6, 0.9, 5, 4.5),
    )


def _figures(site: Site) -> Iterator[Block]:
    shown = [figure for figure in figures(site) if figure.field not in NOT_SHOWN]
    if not shown:
        return
    yield Heading("Evidence as published", 3)
    yield table(
        ("Figure", "Value", "Source", "Remark"),
        [
            (
                figure.field.replace("_", " "),
                f"{_value(figure.value)} {figure.unit}".strip(),
                figure.source.replace(";", ", "),
                figure.remark,
            )
            for figure in shown[:MOST_FIGURES]
        ],
        (2.3, 3.6, 1.3, 3.6),
    )
    if len(shown) > MOST_FIGURES:
        yield bullets([f"{len(shown) - MOST_FIGURES} more figures are in the inventory."])


def _value(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else format_number(value)
