"""The first page of a report: which pilots, how sure, what it costs, what it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prioritizer.domain.answer import Section
from prioritizer.domain.pilot import ZERO, Estimate
from prioritizer.domain.robustness import Robustness
from prioritizer.domain.words import listed, number, percent
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
from prioritizer.languages.speech import SOURCE, gettext, ngettext, noop, spoken
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
from prioritizer.workflow.sites.audience import MEANING, Audience

MOST_NAMED = 3
LOCKS = (noop("must"), noop("must not"))
WIDTHS = (0.6, 3.3, 1.0, 1.4, 1.8, 0.8, 2.1, 3.0)
# Other languages have longer words for a land and for a section.
WIDER = (0.6, 3.0, 1.2, 1.5, 2.4, 0.9, 2.1, 2.7)
HEADS = (
    noop("Site"),
    noop("Country"),
    noop("Likely places"),
    noop("Chance"),
    noop("Ev."),
    "UNFC",
    noop("Pilot, k EUR"),
)
MOST_ON_PAGE = 12
HALF = 0.5


def answer(found: ReportInput) -> tuple[Block, ...]:
    """Return the blocks of the first page."""
    return (
        Callout(gettext("The answer"), plain(_sentence(found))),
        answer_table(found),
        bullets(_how_sure(found)),
        paragraph(
            gettext(
                "This is a screening of published evidence. It says where a pilot study would "
                "be best placed, not that a project would pay. Costs are screening ranges; "
                "every default is marked as one in the pilot definitions."
            ),
            is_quiet=True,
        ),
        facts(
            [
                (gettext("Date"), found.options.date),
                (gettext("For whom"), _audience(found)),
                (gettext("Inventory"), found.register.title),
                (gettext("Method"), method_words(found.assessment.settings)),
                (gettext("Weights"), weights_words(found.assessment)),
                (
                    gettext("Environmental risk"),
                    gettext(RISK_NAMES[found.assessment.settings.risk]),
                ),
                (
                    gettext("Critical according to"),
                    ", ".join(found.assessment.settings.policy_lists)
                    or gettext("no policy list"),
                ),
                (gettext("Record"), found.fingerprint),
            ]
        ),
    )


def _sentence(found: ReportInput) -> str:
    entries = found.listed
    if not entries:
        return gettext("No site is on the shortlist.")
    n = len(found.register)
    start = ngettext(
        "Of {n} site in the inventory, {ranked} can be ranked.",
        "Of {n} sites in the inventory, {ranked} can be ranked.",
        n,
        n=number(n),
        ranked=len(found.assessment.matrix),
    )
    cost = ngettext(
        "All {n} pilots together would cost {cost} (low – best – high) if each ran to its end; "
        "each has a point at which it stops.",
        "All {n} pilots together would cost {cost} (low – best – high) if each ran to its end; "
        "each has a point at which it stops.",
        len(entries),
        n=len(entries),
        cost=million_eur(total_budget(found)),
    )
    return " ".join((start, *_recommended(entries), cost))


_PREPARE = {
    Section.SECURE: noop("Secure: prepare pilot studies at {names}."),
    Section.LIKELY: noop("Likely: prepare next {names}."),
    Section.OPEN: noop("Open: settle first whether a pilot belongs at {names}."),
    Section.OUT: noop("Out by their chances, on the list by a lock or a tie: {names}."),
    Section.TOO_LITTLE_KNOWN: noop("Too little known, on the list by a lock: {names}."),
}


def _recommended(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield what to do at the sites of each section; sure and unsure ones differ in words."""
    if all(entry.section is None for entry in entries):
        yield gettext("Prepare pilot studies at {names}.", names=_named(entries))
        return
    for section, sentence in _PREPARE.items():
        some = [entry for entry in entries if entry.section is section]
        if some:
            yield gettext(sentence, names=_named(some))
    rest = [entry for entry in entries if entry.section is None]
    if rest:
        yield gettext(
            "Without mass, volume or grade, on the list by a lock: {names}.", names=_named(rest)
        )


def _named(entries: Sequence[Entry]) -> str:
    """Return the first few names, each with its chance on the list."""
    names = [
        name_of(entry.name)
        + ("" if entry.probability is None else f" ({percent(entry.probability)})")
        for entry in entries[:MOST_NAMED]
    ]
    more = len(entries) - len(names)
    if more <= 0:
        return listed(names)
    rest = gettext("{n} more", n=number(more))
    return gettext("{names} and {last}", names=", ".join(names), last=rest)


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
                name_of(entry.name) + (f" ({gettext(entry.lock)})" if entry.lock else ""),
                sites[entry.site_id].country,
                likely if known else gettext("not ranked"),
                chance,
                entry.evidence,
                str(found.classes[entry.site_id].unfc),
                kilo_eur(derive(pilots[entry.site_id]).budget_eur, with_unit=False),
            )
        )
    more = len(found.listed) - len(rows)
    rest = ""
    if more:
        rest = gettext("The first {n} of {of}.", n=len(rows), of=len(found.listed))
    caption = gettext(
        "The shortlist ({rule}): place, likely places ({range}), chance of a place on the "
        "list, evidence class (A mass and grade, B one of them), UNFC class, cost of the "
        "pilot.",
        rule=found.shortlist.rule.text,
        range=_range_words(found),
    )
    return table(
        ("", *map(gettext, HEADS)),
        rows,
        WIDTHS if spoken() == SOURCE else WIDER,
        right=(0, 3, 4, 7),
        caption=f"{caption} {rest}".rstrip(),
    )


def _chance(found: ReportInput, entry: Entry) -> tuple[str, str]:
    """Return the chance with its section, and the likely places, of a site of the list."""
    answer = found.assessment.answer
    if answer is None or entry.row is None:
        return "–", f"{entry.rank_low}–{entry.rank_high}"
    section = answer.sections[entry.row]
    chance = f"{percent(float(answer.chance[entry.row]))} {gettext(section.value)}"
    return chance, likely_range(answer, entry.row)


def _range_words(found: ReportInput) -> str:
    if found.assessment.answer is None:
        return gettext("those that the evidence allows")
    return gettext("5 to 95 % of the draws")


def _how_sure(found: ReportInput) -> list[str]:
    said = list(answer_sentences(found.assessment))
    if found.assessment.answer is not None:
        said.append(assumption_sentence(found.assessment.answer))
    draws = found.robustness
    if draws is None:
        said.append(
            gettext("Robustness was not computed; the places are those at the weights below.")
        )
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
            gettext(
                "For {n} of {of} more than half of the score rests on something unknown: high "
                "there means promising and unproven.",
                n=len(gaps),
                of=len(found.listed),
            )
        )
    return [*said, *_left_out(found)]


def _if_weights_vary(found: ReportInput, draws: Robustness) -> str:
    """Return how the chances of the list change when weights are drawn too, in numbers."""
    of = dict(zip(draws.alternatives, draws.shortlist.tolist(), strict=True))
    entries = [entry for entry in found.listed if entry.site_id in of]
    if not entries:
        return gettext("No site of the list is among the {n} drawn.", n=len(of))
    shares = [of[entry.site_id] for entry in entries]
    fewer = [entry for entry in entries if of[entry.site_id] < HALF]
    name = gettext(draws.uncertainty.chance_name)
    return gettext(
        "{chance} ({draws} draws over weights and evidence): from {low} to {high} for the "
        "sites of the list, under {half} for {n} of them.",
        chance=f"{name[0].upper()}{name[1:]}",
        draws=draws.draws,
        low=percent(min(shares)),
        high=percent(max(shares)),
        half=percent(HALF),
        n=len(fewer),
    )


def _to_settle(found: ReportInput) -> list[str]:
    """Return the work that settles most of the list for its cost, as pages and commands do.

    It may be work at a site that is not on the list, or too little known to be ranked.
    """
    told = [f"{gettext(SETTLES_MOST)}: {step.sentence}" for step in found.steps.first]
    n_open = sum(entry.section is Section.OPEN for entry in found.listed)
    if told and n_open:
        told.append(
            ngettext(
                "The next step of the open site of the list ({n}) stands in the dossiers.",
                "The next steps of the open sites of the list ({n}) stand in the dossiers.",
                n_open,
                n=n_open,
            )
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
        said.append(
            gettext("Sites that are not ranked are listed at the end, with the reason.")
        )
    return [sentence for sentence in said if sentence]


def _audience(found: ReportInput) -> str:
    audience = found.options.audience
    words = gettext(MEANING[audience])
    if not (found.n_sites_withheld or found.n_sites_partial):
        if audience is Audience.PUBLIC:
            return gettext("{audience} (none was withheld)", audience=words)
        return words
    return gettext(
        "{audience}: {whole}, and columns of {part}. The ranking is made from what is shown",
        audience=words,
        whole=_sites(found.n_sites_withheld),
        part=_sites(found.n_sites_partial),
    )


def _sites(n: int) -> str:
    return ngettext("{n} site", "{n} sites", n, n=number(n))
