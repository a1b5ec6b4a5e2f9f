"""The first page of a report: which pilots, how sure, what it costs, what it is not."""

from __future__ import annotations

from prioritizer.domain.pilot import ZERO, Estimate
from prioritizer.domain.robustness import Band
from prioritizer.domain.words import counted, listed, percent
from prioritizer.exports.blocks import (
    Block,
    Callout,
    Table,
    bullets,
    facts,
    name_of,
    paragraph,
    plain,
    table,
)
from prioritizer.exports.report.input import ReportInput
from prioritizer.exports.report.words import (
    RISK_NAMES,
    kilo_eur,
    method_words,
    million_eur,
    weights_words,
)
from prioritizer.pilots.definition.testwork import derive
from prioritizer.workflow.sites.audience import MEANING

MOST_NAMED = 3
MOST_ON_PAGE = 12


def answer(found: ReportInput) -> tuple[Block, ...]:
    """Return the blocks of the first page."""
    return (
        Callout("The answer", plain(_sentence(found))),
        answer_table(found),
        bullets(_how_sure(found)),
        paragraph(
            "This is a screening of published evidence. It says where a pilot study would be "
            "best placed, not that a project would pay. Costs are screening ranges; every "
            "default is marked as one in the pilot definitions.",
            is_quiet=True,
        ),
        facts(
            [
                ("Date", found.options.date),
                ("For whom", _audience(found)),
                ("Inventory", found.register.title),
                ("Method", method_words(found.assessment.settings)),
                ("Weights", weights_words(found.assessment)),
                ("Environmental risk", RISK_NAMES[found.assessment.settings.risk]),
                (
                    "Critical according to",
                    ", ".join(found.assessment.settings.policy_lists) or "no policy list",
                ),
                ("Record", found.fingerprint),
            ]
        ),
    )


def _sentence(found: ReportInput) -> str:
    entries = found.listed
    if not entries:
        return "No site is on the shortlist."
    names = [name_of(entry.name) for entry in entries[:MOST_NAMED]]
    more = len(entries) - len(names)
    rest = f" and {counted(more, 'more')}" if more > 0 else ""
    start = (
        f"Of {counted(len(found.register), 'site')} in the inventory, "
        f"{len(found.assessment.matrix)} can be ranked. Prepare pilot studies at "
        f"{listed(names) if not rest else ', '.join(names)}{rest}."
    )
    budget = total_budget(found)
    return (
        f"{start} All {len(entries)} pilots together would cost {million_eur(budget)} "
        "(low – best – high) if each ran to its end; each has a point at which it stops."
    )


def total_budget(found: ReportInput) -> Estimate:
    """Return what the pilots of the shortlist would cost together."""
    total = ZERO
    for pilot in found.pilots:
        total = total + derive(pilot).budget_eur
    return total


def answer_table(found: ReportInput) -> Table:
    """Return the shortlist as a table, a dozen rows at most."""
    pilots = {pilot.site_id: pilot for pilot in found.pilots}
    sites = found.register.by_id()
    rows = []
    for entry in found.listed[:MOST_ON_PAGE]:
        known = entry.rank is not None
        rows.append(
            (
                str(entry.rank) if known else "–",
                name_of(entry.name) + (f" ({entry.lock})" if entry.lock else ""),
                sites[entry.site_id].country,
                f"{entry.rank_low}–{entry.rank_high}" if known else "not ranked",
                "–" if entry.probability is None else percent(entry.probability),
                entry.evidence,
                str(found.classes[entry.site_id].unfc),
                kilo_eur(derive(pilots[entry.site_id]).budget_eur, with_unit=False),
            )
        )
    more = len(found.listed) - len(rows)
    rest = f" The first {len(rows)} of {len(found.listed)}." if more else ""
    return table(
        ("", "Site", "Land", "Could be", "Shortlist", "Ev.", "UNFC", "Pilot, k EUR"),
        rows,
        (0.6, 3.3, 1.0, 1.4, 1.8, 0.8, 2.1, 3.0),
        right=(0, 3, 4, 7),
        caption=(
            f"The shortlist ({found.shortlist.rule.text}): place, places that the evidence "
            "allows, "
            "probability of a place on the shortlist, evidence class (A mass and grade, B one "
            f"of them), UNFC class, cost of the pilot.{rest}"
        ),
    )


def _how_sure(found: ReportInput) -> list[str]:
    said = []
    draws = found.robustness
    if draws is None:
        said.append("Robustness was not computed; the places are those at the weights below.")
    else:
        bands = draws.bands
        core = [draws.names[r] for r in draws.order().tolist() if bands[r] is Band.CORE]
        n_between = bands.count(Band.BORDERLINE)
        named = listed([name_of(n) for n in core[:MOST_NAMED]])
        certain = (
            f"{counted(len(core), 'site')} ({named}{' …' if len(core) > MOST_NAMED else ''}) "
            "are" if len(core) > 1 else f"{named or 'No site'} is"
        )  # fmt: skip
        said.append(
            f"{certain} on the shortlist in at least {percent(draws.limits.core)} of "
            f"{draws.draws} draws over weights and evidence; "
            f"{counted(n_between, 'site')} {'are' if n_between != 1 else 'is'} borderline."
        )
    gaps = [
        entry
        for entry in found.listed
        if entry.row is not None and found.assessment.ranking.gap_share[entry.row] > 0.5
    ]
    if gaps:
        said.append(
            f"For {len(gaps)} of {len(found.listed)} more than half of the score rests on "
            "something unknown: high there means promising and unproven."
        )
    left = found.assessment.not_ranked
    n_gated = sum(1 for entry in left if entry.gate)
    said.append(
        f"{counted(n_gated, 'site')} held back by a veto and {len(left) - n_gated} without "
        "enough evidence are listed at the end with the reason."
    )
    return said


def _audience(found: ReportInput) -> str:
    words = MEANING[found.options.audience]
    if not (found.n_sites_withheld or found.n_values_withheld):
        return f"{words} (none was withheld)" if "left out" in words else words
    return (
        f"{words}: {counted(found.n_sites_withheld, 'site')} and "
        f"{counted(found.n_values_withheld, 'value')}. The ranking is made from what is shown"
    )
