"""The sheet Read me: what the workbook is, how to use it, and what made it."""

from __future__ import annotations

import math

from prioritizer.domain.answer import Answer, GapMode
from prioritizer.domain.results import Assessment, Order, Scales
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.words import counted
from prioritizer.engine.methods.table import METHODS
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.curves import has_curves
from prioritizer.exports.workbook.model import has_formulas, is_by_chance
from prioritizer.exports.workbook.ranking_sheet import NUMBERS
from prioritizer.version import __version__
from prioritizer.workflow.ranking.answer_words import answer_sentences, assumption_sentence
from prioritizer.workflow.ranking.listing import normalization_name
from prioritizer.workflow.records.writing import fingerprint

CHARACTERS_PER_LINE = 100
SCALES_IN_WORDS = {
    Scales.FIXED: "Values come from fixed ends (sheet Scales): adding or deleting a "
    "site moves no other site.",
    Scales.DATA: "Values come from the data of the loaded sites (sheet Data scales): "
    "another set of sites gives "
    "other scores.",
}
SHEETS = (
    ("Shortlist", "the best places, sorted again when you change something"),
    ("Weights", "points per criterion to change, and the check against the tool"),
    ("Scales", "what counts as worst and best on each criterion, to change"),
    ("Curves", "corners of scales that are not straight, to change"),
    ("Performance", "what was measured for each site, with its range and gaps"),
    ("States", "how each value is known, and what was taken where it is not"),
    ("Values", "performances on the scales, by formula"),
    ("Data scales", "performances rescaled from the data, by formula"),
    ("Ranking", "contributions, scores, intervals and ranks, by formula"),
    ("Branches", "what each branch of the value tree adds, by formula"),
    ("Too little known", "sites with a chance but no place, and what to find out"),
    ("Not ranked", "sites left out, and why"),
    ("Evidence", "every figure as published, with its source"),
    ("Sources", "the citations"),
)

COPIED = {
    "Shortlist": "the best places at the weights of the tool",
    "Weights": "points per criterion as the tool had them",
    "Scales": "what counts as worst and best on each criterion",
    "Curves": "corners of scales that are not straight",
    "Ranking": "contributions by formula; scores, intervals and ranks as the tool found them",
}
"""What the sheets hold where scores are no formulas."""


BY_CHANCE = {
    "Shortlist": "the first places by chance, with scores that follow a change",
    "Ranking": "chances and places as drawn; contributions, scores and ranks by formula",
}
"""What they hold where the list is in the order of the draws."""


def add_readme(book: Book, assessment: Assessment, register: SiteRegister | None) -> None:
    """Add Read me, the first sheet."""
    sheet = book.sheet(
        "Read me", f"Shortlist for pilot studies: {assessment.title}", color="#6B7780"
    )
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    row = 2
    for heading, lines in (
        ("What this is", _purpose(assessment)),
        ("How to use it", _use(assessment)),
        ("How it was made", _making(assessment, register)),
        ("Sheets", _sheets(assessment, register)),
    ):
        book.text(sheet, row, 0, heading, "heading")
        for shift, (label, text) in enumerate(lines, start=1):
            book.text(sheet, row + shift, 0, label, "label")
            book.text(sheet, row + shift, 1, text, "wrap")
            # Not every program fits the height of a row to text that it breaks.
            sheet.set_row(row + shift, 15 * math.ceil(len(text) / CHARACTERS_PER_LINE))
        row += len(lines) + 2


def _purpose(assessment: Assessment) -> list[tuple[str, str]]:
    n_ranked, n_left = len(assessment.matrix), len(assessment.not_ranked)
    n_apart = 0 if assessment.answer is None else len(assessment.answer.apart)
    return [
        (
            "",
            f"{counted(n_ranked, 'site')} ranked for pilot studies of metal recovery; "
            f"{n_left + n_apart} more are listed but not ranked.",
        ),
        *(("", sentence) for sentence in answer_sentences(assessment)),
        (
            "",
            "It supports a decision and does not make it: scores rest on judgements "
            "(weights, scales)"
            + (
                " that you can change here and see the effect of."
                if has_formulas(assessment)
                else "."
            ),
        ),
    ]


def _use(assessment: Assessment) -> list[tuple[str, str]]:
    return [
        *_change(assessment),
        (
            "Fixed here",
            f"Method ({assessment.settings.method}), the kind of scales and the order "
            f"({assessment.settings.order}) are those of this export. {_fixed(assessment)}"
            f"Performances were "
            f"measured by the "
            "tool; how, is on Scales in words and formulas.",
        ),
        (
            "Score",
            "Every score is the one at best estimates of what is known, not the mean of the "
            "draws; low and high are its ends.",
        ),
        (
            "Gaps",
            "Nothing is filled in silently: where something is unknown, low and high "
            f"span what is possible, the value at best estimates is {_taken(assessment)}, and "
            "'On gaps' says what part of the score rests on it.",
        ),
        (
            "No veto by score",
            "A site with a veto is on Not ranked with its reason, never at the foot of "
            "the ranking.",
        ),
    ]


def _fixed(assessment: Assessment) -> str:
    """Return what does not follow a change, where chances were drawn."""
    if assessment.answer is None:
        return ""
    return (
        "Chances, sections, median and likely places (5 to 95 %) and known weights were drawn "
        "by the tool and do not follow a change here. "
    )


def _taken(assessment: Assessment) -> str:
    """Return what stands for a value that is not known."""
    answer = assessment.answer
    if answer is None or answer.gaps is GapMode.MIDDLE:
        return "the middle"
    return (
        "the one taken on States (clear the mark 'gap' on Performance to put a figure of your "
        "own in its place)"
    )


def _change(assessment: Assessment) -> list[tuple[str, str]]:
    """Return what a reader may change, and how to see that nothing else did."""
    if not has_formulas(assessment):
        return [
            (
                "Change",
                f"{NUMBERS} A spreadsheet cannot rebuild this method cell by cell on these "
                "scales: 'python -m prioritizer rank' or the page Ranking does.",
            )
        ]
    return [
        (
            "Change",
            "Yellow cells on Weights and Scales. Every score from there to the shortlist "
            "recomputes.",
        ),
        ("Check", "Weights has a cell that compares the formulas with the result of the tool."),
    ]


def _making(assessment: Assessment, register: SiteRegister | None) -> list[tuple[str, str]]:
    settings, criteria, answer = assessment.settings, assessment.criteria, assessment.answer
    points = ", ".join(
        f"{c.name} {p:g}"
        for c, p in zip(criteria.criteria, settings.weights.points, strict=True)
    )
    lines = [
        ("Method", _method_words(assessment)),
        ("Scales", f"{settings.scales}. {SCALES_IN_WORDS[settings.scales]}"),
        ("Normalization", normalization_name(assessment)),
        ("Environmental risk as", settings.risk.value),
        ("Critical by policy lists", ", ".join(settings.policy_lists) or "none"),
        ("Weights from", settings.weight_source or "points set by hand or a profile"),
        ("Ordered by", _order_words(assessment)),
        ("Unknown values", assumption_sentence(answer) if answer is not None else ""),
        ("Sections", _section_words(answer) if answer is not None else ""),
        ("Points", points),
        ("Criteria", f"{criteria.title} ({criteria.id}, version {criteria.version})"),
        ("Years of sources", _years(register)),
        ("Software", f"Pilot Prioritizer {__version__}"),
        ("Fingerprint", fingerprint(assessment, register)),
    ]
    return [line for line in lines if line[1]]


def _order_words(assessment: Assessment) -> str:
    order = assessment.settings.order
    if not is_by_chance(assessment):
        is_score = order in (Order.PESSIMISTIC, Order.OPTIMISTIC)
        return f"{order if is_score else Order.EXPECTED} score"
    return {
        Order.CHANCE: "chance of a place on the list, then median place",
        Order.MEDIAN: "median place",
        Order.CAUTIOUS: "place that 95 % of the draws do not exceed",
    }[order]


def _section_words(answer: Answer) -> str:
    return "; ".join(f"{name}: {words}" for name, words in answer.limits.meanings.items())


def _years(register: SiteRegister | None) -> str:
    """Return the span of the years that the sources give."""
    sources = register.sources.values() if register is not None else ()
    years = sorted(int(source.year) for source in sources if source.year.isdecimal())
    return f"{years[0]}–{years[-1]}" if years else ""


def _sheets(assessment: Assessment, register: SiteRegister | None) -> list[tuple[str, str]]:
    words = dict(SHEETS)
    if not has_formulas(assessment):
        words |= COPIED
    elif is_by_chance(assessment):
        words |= BY_CHANCE
    absent = set() if assessment.settings.scales is Scales.DATA else {"Data scales"}
    if assessment.answer is None:
        absent |= {"States", "Too little known"}
    if not assessment.criteria.branches:
        absent |= {"Branches"}
    if not has_curves(assessment.matrix.criteria):
        absent |= {"Curves"}
    if register is None:
        absent |= {"Evidence", "Sources"}
    return [(name, text) for name, text in words.items() if name not in absent]


def _method_words(assessment: Assessment) -> str:
    method = METHODS[assessment.settings.method]
    words = f"{method.title}: {method.formula} ({method.reference})."
    return words if has_formulas(assessment) else f"{words} {NUMBERS}"
