"""The viability of the shortlisted sites in a report: what knowing would be worth, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from prioritizer.domain.pilot import Estimate, PilotDefinition
from prioritizer.domain.site import Site
from prioritizer.domain.words import ends, listed, million, number, percent
from prioritizer.errors import InputError
from prioritizer.exports.blocks import (
    Block,
    Callout,
    Heading,
    Picture,
    bullets,
    facts,
    name_of,
    paragraph,
    table,
)
from prioritizer.exports.report.input import ReportInput
from prioritizer.figures.tornado import tornado_bars
from prioritizer.pilots.definition.testwork import derive
from prioritizer.workflow.pilots.circuits import CHARGES, CIRCUITS, said
from prioritizer.workflow.pilots.coverage import assayed_crm
from prioritizer.workflow.pilots.viability import (
    NOT_A_RANKING,
    Viability,
    appraise_project,
    draft_project,
)
from prioritizer.workflow.pilots.viability_charts import swings
from prioritizer.workflow.pilots.viability_words import (
    ONE_CIRCUIT,
    break_even_words,
    chance_words,
    left_out,
    terms_words,
    value_words,
    verdict,
    worth_words,
)

MILLION = 1e6
DRAWS = 2000
MOST_BARS = 6
MOST_PRODUCTS = 6


@dataclass(frozen=True, slots=True)
class _Screened:
    """One site with its answer, or the reason why there is none."""

    name: str
    answer: Viability | None
    missing: str = ""


def viability(found: ReportInput) -> Iterator[Block]:
    """Yield whether the shortlisted sites could pay, and what a pilot's knowledge is worth."""
    screened = [
        _screened(found, site, pilot)
        for site, pilot in zip(found.listed_sites, found.pilots, strict=True)
    ]
    yield Heading("Could it pay?", starts_page=True)
    yield Callout(
        "Not a ranking",
        f"{NOT_A_RANKING} {said((CIRCUITS, CHARGES))} A site with a negative "
        "expected value can still deserve a pilot: what counts is what knowing would be worth "
        "against what the pilot costs.",
    )
    done = [one for one in screened if one.answer is not None]
    if done:
        yield _overview(done)
    left = [one for one in screened if one.answer is None]
    if left:
        yield paragraph("Not screened, since the evidence does not allow it:")
        yield bullets(f"{one.name}: {one.missing}" for one in left)
    for one in done:
        if one.answer is not None:
            yield from _page(one.name, one.answer)
    if done:
        yield paragraph(terms_words(found.options.figures, found.facts))
        yield from _read_with_care([one.answer for one in done if one.answer is not None])


def _screened(found: ReportInput, site: Site, pilot: PilotDefinition) -> _Screened:
    name = name_of(site.name)
    try:
        draft = draft_project(site, found.reference, found.facts, prices=found.options.prices)
        draft = replace(draft, project=found.options.figures.applied(draft.project))
        answer = appraise_project(
            draft,
            found.facts,
            critical=tuple(sorted(assayed_crm([site], found.reference)[0])),
            supports=found.options.supports,
            pilot_cost_eur=derive(pilot).budget_eur.best,
            draws=DRAWS,
            seed=found.options.seed,
        )
    except InputError as error:
        return _Screened(name, None, str(error).partition(": ")[2])
    return _Screened(name, answer)


def _overview(done: Sequence[_Screened]) -> Block:
    rows = []
    for one in done:
        answer = one.answer
        if answer is None:
            continue
        worth = answer.information
        rows.append(
            (
                one.name,
                value_words(answer),
                chance_words(answer),
                worth_words(answer),
                million(worth.cost),
                verdict(answer),
            )
        )
    return table(
        ("Site", "Net present value", "0 or more", "Worth of knowing", "Pilot", "More?"),
        rows,
        (3.4, 2.3, 1.9, 2.0, 1.0, 0.8),
        right=(1, 2, 3, 4),
        caption=f"Million USD. Net present value: a range from P10 to P90 of {number(DRAWS)} "
        "draws, and the share of draws at 0 or more. Its low end pays the process of every "
        "product, its high end one process. Worth of knowing: the expected value of perfect "
        "information times the reliability of a pilot. More?: whether that exceeds the cost "
        "of the pilot; open where it depends on the costs that are not in it.",
    )


def _page(name: str, answer: Viability) -> Iterator[Block]:
    yield Heading(f"Viability: {name}", 2)
    yield facts(_facts(answer))
    bars = swings(answer.tornado, most=MOST_BARS)
    if bars:
        yield Picture(
            tornado_bars(bars, best=answer.npv_best / MILLION, unit=f"M USD, {ONE_CIRCUIT}")
        )
    if answer.supports:
        yield _supports(answer)
    if len(answer.products.added) > 1:
        yield _products(answer)


def _facts(answer: Viability) -> list[tuple[str, str]]:
    worth = answer.information
    return [
        (
            "Value, M USD",
            f"recoverable {_range(answer.value.recoverable)}; "
            f"in situ {_range(answer.value.in_situ)} (low – best – high)",
        ),
        (
            "Return on a tonne",
            f"{ends((answer.nsr.p10, answer.nsr.p50, answer.nsr.p90))} USD before treatment "
            "charges (P10 – P50 – P90)",
        ),
        (
            "Net present value",
            f"{value_words(answer)} M USD (from P10 to P90); 0 or more in "
            f"{chance_words(answer)} of the draws. {left_out(answer)}",
        ),
        ("Value is nil at", break_even_words(answer)),
        (
            "What knowing is worth",
            f"{worth_words(answer)} M USD with a reliability of {percent(worth.reliability)}; "
            f"more than the pilot's {million(worth.cost)} M USD: {verdict(answer)}",
        ),
    ]


def _supports(answer: Viability) -> Block:
    return table(
        ("Instrument", "NPV with", "NPV without", "Public cost", "USD per kg", "USD per t"),
        [
            (
                case.name,
                million(case.npv_with),
                million(case.npv_without),
                million(case.public_cost),
                "–" if case.per_kg is None else number(case.per_kg),
                number(case.per_tonne),
            )
            for case in answer.supports
        ],
        (3, 1.3, 1.4, 1.4, 1.4, 1.2),
        right=(1, 2, 3, 4, 5),
        caption="Public support, M USD at best estimates and present value, with "
        f"{ONE_CIRCUIT}; per kilogram of critical raw material sold, per tonne treated.",
    )


def _products(answer: Viability) -> Block:
    joint = answer.products
    costs = {one.symbol: one for one in answer.competitiveness}
    return table(
        (
            "Product",
            "In the best set",
            "Adds at most, M USD",
            "Cost at least, USD/kg",
            "Import, USD/kg",
        ),
        [
            (
                symbol,
                "yes" if symbol in joint.products else "no",
                million(added),
                _per_kg(costs[symbol].cost) if symbol in costs else "–",
                _per_kg(costs[symbol].import_price) if symbol in costs else "–",
            )
            for symbol, added in list(joint.added.items())[:MOST_PRODUCTS]
        ],
        (1.2, 1.5, 1.6, 1.8, 1.8),
        right=(2, 3, 4),
        caption=f"Several products at once, {joint.n_sets} sets tried. With "
        f"{listed(joint.today) or 'nothing'} alone {percent(joint.left_today)} of the "
        f"value stays in the tail, with the best set {percent(joint.left_jointly)}. Cost: what "
        "a kilogram must earn, the other products credited; others pay: they cover all cost.",
    )


def _read_with_care(answers: Sequence[Viability]) -> Iterator[Block]:
    yield Heading("Read with care", 2)
    notes = dict.fromkeys(note for answer in answers for note in answer.notes)
    yield bullets(note for note in notes if note != NOT_A_RANKING)
    prices = {price.symbol: price for answer in answers for price in answer.prices}
    yield table(
        ("Product", "USD per kg", "Source"),
        [(s, number(p.usd_per_t / 1000, 4), p.source) for s, p in sorted(prices.items())],
        (1, 1.4, 7),
        right=(1,),
        caption="Prices used; a dated table of one's own replaces them.",
    )


def _per_kg(value: float) -> str:
    if value <= 0:
        return "others pay"
    return number(value)


def _range(value: Estimate) -> str:
    return ends([end / MILLION for end in (value.low, value.best, value.high)])
