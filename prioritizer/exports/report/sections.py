"""The sections of a report around the dossiers: method, ranking, robustness, gaps, sources."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from prioritizer.domain.access import cited_sources
from prioritizer.domain.answer import GapMode, SectionLimits, known_percent
from prioritizer.domain.criterion import Status
from prioritizer.domain.results import Scales
from prioritizer.domain.robustness import Robustness, WeightKnowledge
from prioritizer.domain.words import counted, percent, weight
from prioritizer.exports.blocks import Block, Heading, bullets, facts, name_of, paragraph, table
from prioritizer.exports.report.charts import (
    contribution_picture,
    interval_picture,
    map_block,
    probability_picture,
)
from prioritizer.exports.report.gaps import _lacked_by_most, _said_once, _telling
from prioritizer.exports.report.input import ReportInput
from prioritizer.exports.report.vetoes import vetoes
from prioritizer.exports.report.words import RISK_NAMES, method_words
from prioritizer.workflow.ranking.against_draws import on_list_sentence
from prioritizer.workflow.ranking.answer_words import (
    SETTLES_MOST,
    assumption_sentence,
    left_out_sentence,
    likely_range,
)
from prioritizer.workflow.ranking.comparison_words import comparison_sentence
from prioritizer.workflow.ranking.explain import compare, turn_sentence
from prioritizer.workflow.ranking.ranks import can_be_drawn
from prioritizer.workflow.robustness.entrants import entrant_sentences

STATUS_WORDS = {
    Status.VERIFIED: "read in the source",
    Status.RECALLED: "recalled",
    Status.DERIVED: "default of this tool",
}
_LOCKS = {"must": "must", "must not": "excluded by hand"}
_SCALES = {
    Scales.FIXED: "A fixed scale turns the measurement into a value between 0 and 1; its ends "
    "do not depend on which sites are compared.",
    Scales.DATA: "A scale made from the sites compared turns the measurement into a value: one "
    "more site, or one less, can change the order of the others.",
}
MOST_NEIGHBOURS = 12
MOST_RANKED = 400


def method(found: ReportInput) -> Iterator[Block]:
    """Yield how the sites were ranked, in plain words, with criteria, scales and weights."""
    settings, assessment = found.assessment.settings, found.assessment
    yield Heading("How the sites were ranked")
    yield paragraph(
        f"Each site is measured on each criterion from published evidence. "
        f"{_SCALES[settings.scales]} The values and the weights make the score: "
        f"{method_words(settings)}. "
        f"{_gaps_in_words(found)} The quality of the evidence stands beside the rank and never "
        "enters the score."
    )
    if assessment.answer is not None:
        yield paragraph(
            f"Places are by the chance of being among the first {assessment.answer.top}. "
            f"{_sections_in_words(assessment.answer.limits)}"
        )
    yield paragraph(f"Environmental risk {RISK_NAMES[settings.risk]}.")
    weights = settings.weights.normalized.tolist()
    yield table(
        ("Criterion", "Question", "Least → most for a pilot", "Weight", "Scale is"),
        [
            (c.name, c.question, c.range_text, weight(w), STATUS_WORDS[c.status])
            for c, w in zip(assessment.criteria.criteria, weights, strict=True)
        ],
        (2.0, 4.4, 3.0, 1.1, 2.0),
        right=(3,),
        caption="Criteria, the swing that each weight stands for, and the weights."
        + (f" Weights from: {settings.weight_source}." if settings.weight_source else ""),
    )
    yield paragraph(_trade_off(found))
    yield Heading("How each criterion is measured", 2)
    for criterion in assessment.criteria.criteria:
        yield Heading(criterion.name, 3)
        yield paragraph(f"{criterion.formula}. {criterion.description}")
        yield paragraph(criterion.source, is_quiet=True)


def _gaps_in_words(found: ReportInput) -> str:
    answer = found.assessment.answer
    if answer is None:
        return (
            "What is not known stays unknown: it counts as the whole range of the criterion, "
            "and the site shows an interval of places rather than one place."
        )
    n_sites = len(answer.chance) + len(answer.apart)
    return (
        f"{assumption_sentence(answer)} A site of which too little is known is not ranked. "
        f"{left_out_sentence(answer, found.assessment.criteria, n_sites)}"
    ).rstrip()


def _trade_off(found: ReportInput) -> str:
    criteria = found.assessment.criteria.criteria
    weights = found.assessment.settings.weights.normalized.tolist()
    heaviest = max(range(len(weights)), key=lambda k: weights[k])
    lightest = min((k for k in range(len(weights)) if weights[k] > 0), key=lambda k: weights[k])
    first, last = criteria[heaviest], criteria[lightest]
    if weights[heaviest] == weights[lightest]:
        return (
            "All weights are equal: the whole difference on any scale counts the same. Equal "
            "weights are a starting point, not a recommendation."
        )
    return (
        f"Read back: going from {first.range_text} on {first.name} counts "
        f"{weights[heaviest] / weights[lightest]:.2g} times as much as going from "
        f"{last.range_text} on {last.name}."
    )


def ranking(found: ReportInput) -> Iterator[Block]:
    """Yield the shortlist with its charts, and why it stands in this order."""
    yield Heading("The shortlist", starts_page=True)
    yield contribution_picture(found)
    yield interval_picture(found)
    locked = [entry for entry in found.shortlist.entries if entry.lock]
    if locked:
        yield Heading("Set by hand", 2)
        yield bullets(
            f"{_LOCKS[entry.lock]}: {name_of(entry.name)} ({entry.site_id}), "
            f"because {entry.reason}"
            for entry in locked
        )
        yield paragraph(
            "Chances and sections are those of the ranking, without what is set by hand."
        )
    yield Heading("Where they are", 2)
    yield map_block(found)
    if found.steps.first:
        yield Heading(SETTLES_MOST, 2)
        yield bullets(step.sentence for step in found.steps.first)
    yield Heading("Why in this order", 2)
    yield bullets(_neighbours(found))


def _neighbours(found: ReportInput) -> Iterator[str]:
    rows = [entry.row for entry in found.listed if entry.row is not None][:MOST_NEIGHBOURS]
    scores = found.assessment.ranking.scores
    for pair in pairwise(rows):
        # The list goes by chance; a lead is one of scores, and may point the other way.
        above, below = sorted(pair, key=lambda row: -scores[row])
        two = compare(found.assessment, above, below)
        said = [comparison_sentence(two), on_list_sentence(found.assessment, above, below)]
        if not two.is_tie:
            said.append(turn_sentence(found.assessment, above, below))
        yield " ".join(sentence for sentence in said if sentence)


def robustness(found: ReportInput) -> Iterator[Block]:
    """Yield how far the shortlist can be trusted, or that nobody looked."""
    yield Heading("How robust it is", starts_page=True)
    picture, draws = probability_picture(found), found.robustness
    if picture is None or draws is None:
        why = ""
        if found.assessment.settings.scales is Scales.DATA:
            why = (
                " On scales made from the data each draw would measure with another yardstick."
            )
        elif not can_be_drawn(found.assessment.settings):
            why = " The method compares pairs of sites: one changed figure moves all scores."
        yield paragraph(f"Robustness was not computed for this report.{why}")
        return
    yield paragraph(_what_was_drawn(draws, found.assessment.settings.gaps))
    yield picture
    yield table(
        (
            "Site",
            "Section",
            "Chance",
            _capital(draws.uncertainty.chance_name),
            "Mean place",
            "5–95 % of places",
        ),
        [
            (
                name_of(draws.names[row]),
                section.value if (section := draws.sections[row]) else "–",
                "–" if draws.chance is None else percent(float(draws.chance[row])),
                percent(float(draws.shortlist[row])),
                f"{draws.expected_rank[row]:.1f}",
                f"{draws.rank_quantiles[row, 0]:.0f}–{draws.rank_quantiles[row, 2]:.0f}",
            )
            for row in draws.order()[: 2 * draws.top].tolist()
        ],
        (4.2, 1.2, 1.1, 1.6, 1.3, 1.7),
        right=(2, 3, 4, 5),
        caption="Section and chance as in the ranking; the other figures over "
        f"{draws.draws} draws, the likeliest first. Monte Carlo error of a "
        f"share: up to ± {100 * 1.96 * (0.25 / draws.draws) ** 0.5:.1f} points (95 %).",
    )
    said = entrant_sentences(draws)
    if said:
        yield bullets(said)


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


_GAPS_DRAWN = {
    GapMode.LIKE_INVENTORY: "unknown values from like sites",
    GapMode.NOTHING_ASSUMED: "unknown values over the whole scale",
    GapMode.MIDDLE: "unknown values over the whole scale",
}


def _what_was_drawn(draws: Robustness, gaps_of: GapMode) -> str:
    uncertainty = draws.uncertainty
    weights = {
        WeightKnowledge.FIXED: "The weights were held",
        WeightKnowledge.AROUND: "Weights were drawn around the present ones "
        f"(Dirichlet, concentration {uncertainty.concentration:g}, a default of this tool)",
        WeightKnowledge.ORDER: "Weights were drawn from all that keep the present order",
        WeightKnowledge.BOUNDS: "Weights were drawn within the bounds given",
        WeightKnowledge.ANY: "Weights were drawn from all there are",
    }[uncertainty.weights]
    evidence = (
        "every criterion" if uncertainty.evidence is None else ", ".join(uncertainty.evidence)
    )
    gaps = (
        _GAPS_DRAWN[gaps_of]
        if uncertainty.gaps
        else "unknown values held at what is taken for them"
    )
    return (
        f"{weights}; evidence of {evidence or 'no criterion'} was drawn within its intervals, "
        f"{gaps}; {draws.draws} draws, seed {draws.seed}, method {', '.join(draws.methods)}. "
        "The sections are those of the ranking, whose draws keep the weights as they are."
    )


def _sections_in_words(limits: SectionLimits) -> str:
    return (
        f"A site is secure when at least {percent(limits.secure)} of the draws list it, likely "
        f"from {percent(limits.likely)}, open from {percent(limits.open)}, else out."
    )


def not_ranked(found: ReportInput) -> Iterator[Block]:
    """Yield the sites that were not ranked, with the reason."""
    left = found.assessment.not_ranked
    yield Heading("Sites that were not ranked")
    yield paragraph(
        "A veto is not a low score: such a site is set aside whatever its values. A site "
        "without mass, volume or grade is not bad, it is unknown."
    )
    answer = found.assessment.answer
    if answer is not None and answer.apart:
        yield table(
            ("Site", "Chance", "Known", "Next step, and what is not known"),
            [
                (
                    name_of(one.name),
                    percent(one.chance),
                    known_percent(one.known_weight),
                    f"{found.steps.words(one.site_id)} {', '.join(one.missing)}".strip(),
                )
                for one in answer.apart
            ],
            (3, 1.1, 1.1, 6),
            right=(1, 2),
            caption="Too little known, known in part: "
            f"{counted(len(answer.apart), 'site')}. Chance: how many of the draws "
            "would list the site if it were ranked; known: share of the weight that rests on "
            "what is known.",
        )
    yield from vetoes(found.assessment)
    unknown = [entry for entry in left if not entry.gate]
    if unknown:
        common = _lacked_by_most({e.site_id: e.missing for e in unknown})
        yield table(
            ("Site", "Id", "Not known"),
            [(name_of(e.name), e.site_id, _telling(e.missing, common)) for e in unknown],
            (3, 1.4, 6),
            caption="Too little known, without mass, volume or grade: "
            f"{counted(len(unknown), 'site')}."
            f"{_said_once(common)}",
        )


def all_ranked(found: ReportInput) -> Iterator[Block]:
    """Yield every ranked site in one table."""
    assessment = found.assessment
    order = assessment.order()[:MOST_RANKED].tolist()
    result, sites = assessment.ranking, found.register.by_id()
    yield Heading("All ranked sites")
    if len(assessment.matrix) > len(order):
        yield paragraph(f"The first {len(order)} of {len(assessment.matrix)} sites.")
    rows = []
    for row in order:
        site_id = assessment.matrix.alternatives[row]
        rows.append(
            (
                str(result.ranks[row]),
                name_of(assessment.matrix.names[row]),
                sites[site_id].country,
                *_surely(found, row),
                f"{result.scores[row]:.3f}",
                percent(result.gap_share[row]),
                sites[site_id].evidence_mark,
                str(found.classes[site_id].unfc),
            )
        )
    yield table(
        ("", "Site", "Country", "Likely", "Chance", "Score", "On gaps", "Ev.", "UNFC"),
        rows,
        (0.8, 3.8, 0.9, 1.3, 1.6, 1, 1.1, 0.7, 1.9),
        right=(0, 3, 5, 6),
        caption="Score: at best estimates. Likely: places in 90 % of the draws.",
    )


def _surely(found: ReportInput, row: int) -> tuple[str, str]:
    """Return likely places and chance; without draws, the places that the evidence allows."""
    answer, ranking = found.assessment.answer, found.assessment.ranking
    if answer is None:
        return f"{ranking.rank_low[row]}–{ranking.rank_high[row]}", "–"
    chance = percent(float(answer.chance[row]))
    return likely_range(answer, row), f"{chance} {answer.sections[row]}"


def sources(found: ReportInput) -> Iterator[Block]:
    """Yield the citations behind the shortlist and the vetoes."""
    yield Heading("Sources")
    shown = [*found.listed_sites, *(s for s in found.register.sites if s.gate is not None)]
    cited = {name for site in shown for name in cited_sources(site)}
    rows = [
        (source.source_id, source.citation, source.year, source.quality,
         source.identifier or source.url)
        for name, source in sorted(found.register.sources.items())
        if name in cited
    ]  # fmt: skip
    if not rows:
        yield paragraph("The inventory names no sources for these sites.")
        return
    yield table(
        ("Id", "Citation", "Year", "Quality", "Where"),
        rows,
        (0.9, 6, 0.9, 1, 3.4),
        caption="What the shortlisted sites and the vetoes rest on; quality as the inventory "
        "grades it.",
    )


def record(found: ReportInput) -> Iterator[Block]:
    """Yield the fingerprint and how to check the report."""
    yield Heading("Record and check")
    yield facts(
        [
            ("Fingerprint", found.fingerprint),
            ("Criteria set", f"{found.criteria.title}, version {found.criteria.version}"),
            ("Seed and draws", f"seed {found.options.seed}, {found.options.draws} draws"),
        ]
    )
    yield paragraph(
        "The fingerprint covers the evidence, the criteria, the weights, the method and the "
        "result. A decision record written with the same inputs (rank --record) carries the "
        "same fingerprint; replay computes it again to the last bit, and diff tells what "
        "changed between two records and because of what."
    )
