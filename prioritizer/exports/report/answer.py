"""The first page of a report: which pilots, how sure, what it costs, what it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prioritizer.domain.answer import Section
from prioritizer.domain.pilot import ZERO, Estimate
from prioritizer.domain.robustness import Robustness
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
from prioritizer.workflow.pilots.shortlist import Entry
from prioritizer.workflow.ranking.activity import ranked_sentence, unsaid_sentence
from prioritizer.workflow.ranking.answer_words import (
    SETTLES_MOST,
    answer_sentences,
    apart_words,
    assumption_sentence,
    facilities_sentence,
    likely_range,
    veto_sentence,
    without_evidence,
)
from prioritizer.workflow.sites.audience import MEANING

MOST_NAMED = 3
MOST_ON_PAGE = 12
HALF = 0.5


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
    start = (
        f"Of {counted(len(found.register), 'site')} in the inventory, "
        f"{len(found.assessment.matrix)} can be ranked. {' '.join(_recommended(entries))}"
    )
    budget = total_budget(found)
    return (
        f"{start} All {len(entries)} pilots together would cost {million_eur(budget)} "
        "(low – best – high) if each ran to its end; each has a point at which it stops."
    )


_PREPARE = {
    Section.SECURE: "Secure: prepare pilot studies at {names}.",
    Section.LIKELY: "Likely: prepare next {names}.",
    Section.OPEN: "Open: settle first whether a pilot belongs at {names}.",
    Section.OUT: "Out by their chances, on the list by a lock or a tie: {names}.",
    Section.TOO_LITTLE_KNOWN: "Too little known, on the list by a lock: {names}.",
}


def _recommended(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield what to do at the sites of each section; sure and unsure ones differ in words."""
    if all(entry.section is None for entry in entries):
        yield f"Prepare pilot studies at {_named(entries)}."
        return
    for section, sentence in _PREPARE.items():
        some = [entry for entry in entries if entry.section is section]
        if some:
            yield sentence.format(names=_named(some))
    rest = [entry for entry in entries if entry.section is None]
    if rest:
        yield f"Without mass, volume or grade, on the list by a lock: {_named(rest)}."


def _named(entries: Sequence[Entry]) -> str:
    """Return the first few names, each with its chance on the list."""
    names = [
        name_of(entry.name)
        + ("" if entry.probability is None else f" ({percent(entry.probability)})")
        for entry in entries[:MOST_NAMED]
    ]
    more = len(entries) - len(names)
    return listed(names) if more <= 0 else f"{', '.join(names)} and {counted(more, 'more')}"


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
        chance, likely = _chance(found, entry)
        rows.append(
            (
                str(entry.rank) if known else "–",
                name_of(entry.name) + (f" ({entry.lock})" if entry.lock else ""),
                sites[entry.site_id].country,
                likely if known else "not ranked",
                chance,
                entry.evidence,
                str(found.classes[entry.site_id].unfc),
                kilo_eur(derive(pilots[entry.site_id]).budget_eur, with_unit=False),
            )
        )
    more = len(found.listed) - len(rows)
    rest = f" The first {len(rows)} of {len(found.listed)}." if more else ""
    return table(
        ("", "Site", "Country", "Likely places", "Chance", "Ev.", "UNFC", "Pilot, k EUR"),
        rows,
        (0.6, 3.3, 1.0, 1.4, 1.8, 0.8, 2.1, 3.0),
        right=(0, 3, 4, 7),
        caption=(
            f"The shortlist ({found.shortlist.rule.text}): place, likely places "
            f"({_range_words(found)}), chance of a place on the list, evidence class (A mass "
            f"and grade, B one of them), UNFC class, cost of the pilot.{rest}"
        ),
    )


def _chance(found: ReportInput, entry: Entry) -> tuple[str, str]:
    """Return the chance with its section, and the likely places, of a site of the list."""
    answer = found.assessment.answer
    if answer is None or entry.row is None:
        return "–", f"{entry.rank_low}–{entry.rank_high}"
    section = answer.sections[entry.row]
    chance = f"{percent(float(answer.chance[entry.row]))} {section}"
    return chance, likely_range(answer, entry.row)


def _range_words(found: ReportInput) -> str:
    if found.assessment.answer is None:
        return "those that the evidence allows"
    return "5 to 95 % of the draws"


def _how_sure(found: ReportInput) -> list[str]:
    said = list(answer_sentences(found.assessment))
    if found.assessment.answer is not None:
        said.append(assumption_sentence(found.assessment.answer))
    draws = found.robustness
    if draws is None:
        said.append("Robustness was not computed; the places are those at the weights below.")
    else:
        said.append(_if_weights_vary(found, draws))
    said += _to_settle(found)
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
    return [*said, *_left_out(found)]


def _if_weights_vary(found: ReportInput, draws: Robustness) -> str:
    """Return how the chances of the list change when weights are drawn too, in numbers."""
    of = dict(zip(draws.alternatives, draws.shortlist.tolist(), strict=True))
    entries = [entry for entry in found.listed if entry.site_id in of]
    if not entries:
        return f"No site of the list is among the {len(of)} drawn."
    shares = [of[entry.site_id] for entry in entries]
    fewer = [entry for entry in entries if of[entry.site_id] < HALF]
    name = draws.uncertainty.chance_name
    return (
        f"{name[0].upper()}{name[1:]} ({draws.draws} draws over weights and evidence): from "
        f"{percent(min(shares))} to {percent(max(shares))} for the sites of the list, under "
        f"{percent(HALF)} for {len(fewer)} of them."
    )


def _to_settle(found: ReportInput) -> list[str]:
    """Return the work that settles most of the list for its cost, as pages and commands do.

    It may be work at a site that is not on the list, or too little known to be ranked.
    """
    told = [f"{SETTLES_MOST}: {step.sentence}" for step in found.steps.first]
    n_open = sum(entry.section is Section.OPEN for entry in found.listed)
    if told and n_open:
        told.append(
            f"The next {'step of the open site' if n_open == 1 else 'steps of the open sites'} "
            f"of the list ({n_open}) stand{'s' if n_open == 1 else ''} in the dossiers."
        )
    return told


def _left_out(found: ReportInput) -> list[str]:
    """Return who stands behind a veto, and where all that are not ranked are listed."""
    left = found.assessment.not_ranked
    whole, ranked = found.register.sites, found.assessment.matrix.alternatives
    working = ranked_sentence(whole, ranked) or unsaid_sentence(whole, ranked)
    # Where the answer holds chances, its sentences say already who stands aside.
    aside = "" if found.assessment.answer is not None else facilities_sentence(left)
    said = [working, aside, veto_sentence(left)]
    blank = without_evidence(left)
    if blank and found.assessment.answer is None:
        said.append(apart_words(0, len(blank)))
    if left or (found.assessment.answer is not None and found.assessment.answer.apart):
        said.append("Sites that are not ranked are listed at the end, with the reason.")
    return [sentence for sentence in said if sentence]


def _audience(found: ReportInput) -> str:
    words = MEANING[found.options.audience]
    if not (found.n_sites_withheld or found.n_sites_partial):
        return f"{words} (none was withheld)" if "left out" in words else words
    return (
        f"{words}: {counted(found.n_sites_withheld, 'site')}, and columns of "
        f"{counted(found.n_sites_partial, 'site')}. The ranking is made from what is shown"
    )
