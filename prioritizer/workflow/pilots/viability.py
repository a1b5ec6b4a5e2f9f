"""Whether re-processing a site could pay: a draft project from its evidence, and what follows.

Nothing here enters a ranking: a site with a negative expected value can deserve a pilot more
than one whose value is certain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from prioritizer.appraisal.distributions import even_mean
from prioritizer.appraisal.grade import known_grades
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.products import site_tonnage
from prioritizer.appraisal.size import site_density
from prioritizer.domain.economics import PilotFacts, Price
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.pilot import Default, Estimate, Standing
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site
from prioritizer.domain.support import Support
from prioritizer.domain.words import format_number
from prioritizer.errors import InputError
from prioritizer.pilots.definition.draft import grades_ppm, ranked_products
from prioritizer.pilots.economics.formulas import (
    BreakEven,
    MetalValue,
    break_even,
    internal_rate,
    payback_years,
    present_value,
    scaled_capex,
    taylor_life,
)
from prioritizer.pilots.economics.joint_products import JointProducts, joint_products
from prioritizer.pilots.economics.project import (
    Bar,
    Outcome,
    Product,
    Project,
    Values,
    best_values,
    drawn_values,
    evaluate,
    metal_value,
    tornado,
)
from prioritizer.pilots.economics.simulation import (
    Distribution,
    PilotWorth,
    draw,
    perfect_information,
)
from prioritizer.workflow.pilots.circuits import cost_chain, not_in_it, other_circuits
from prioritizer.workflow.pilots.public_support import (
    Competitiveness,
    SupportedCase,
    competitiveness,
    supported_cases,
)

PPM = 1e6
MOST_DRAFTED = 6
ANYTHING = Default(
    Estimate(0.0, 0.5, 1.0), Standing.OPEN, "no default known: from nothing to the full price"
)
NOT_A_RANKING = "Screening only. Sites are never ranked by net present value."


@dataclass(frozen=True, slots=True)
class Draft:
    """A project drafted from the inventory and defaults, with every doubt in words.

    ``other_circuits`` are the processes that its products need besides the one it pays for,
    USD per t of feed.
    """

    site_id: str
    project: Project
    defaults: Mapping[str, Default[Estimate]]
    prices: tuple[Price, ...]
    notes: tuple[str, ...]
    other_circuits: Mapping[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Viability:
    """The whole answer for one site; USD, USD per tonne, years.

    ``npv`` and what follows from it pay for one circuit. ``npv_all_circuits`` also pays the
    operating cost of ``other_circuits``. While ``not_in_it`` names a kind of cost, there is no
    rate of return and no payback, and only ``npv_range`` may be quoted.
    """

    site_id: str
    value: MetalValue
    nsr: Distribution
    npv: Distribution
    npv_best: float
    irr: float | None
    irr_p10_p50_p90: tuple[float, float, float] | None
    irr_exists: float
    payback: float | None
    break_even: BreakEven
    tornado: tuple[Bar, ...]
    supports: tuple[SupportedCase, ...]
    products: JointProducts
    competitiveness: tuple[Competitiveness, ...]
    information: PilotWorth
    prices: tuple[Price, ...]
    draws: int
    seed: int
    notes: tuple[str, ...]
    not_in_it: tuple[str, ...]
    other_circuits: tuple[str, ...]
    npv_all_circuits: Distribution
    information_all_circuits: PilotWorth

    @property
    def npv_range(self) -> tuple[float, float]:
        """Return P10 with all circuits paid and P90 with one of them."""
        return min(self.npv.p10, self.npv_all_circuits.p10), self.npv.p90

    @property
    def chance_range(self) -> tuple[float, float]:
        """Return the least and the largest chance of a value of 0 or more."""
        chances = self.npv.at_least_zero, self.npv_all_circuits.at_least_zero
        return min(chances), max(chances)

    @property
    def worth_range(self) -> tuple[float, float]:
        """Return what a pilot may tell, USD, with its reliability: the lower and the higher."""
        one, other = (w.reliability * w.evpi for w in self.worths)
        return min(one, other), max(one, other)

    @property
    def worths(self) -> tuple[PilotWorth, PilotWorth]:
        """Return the worth of a pilot with one circuit paid, and with all of them."""
        return self.information, self.information_all_circuits


def draft_project(
    site: Site,
    reference: Reference,
    facts: PilotFacts,
    *,
    prices: Mapping[str, Price] | None = None,
) -> Draft:
    """Draft a project that treats the whole body.

    Raises
    ------
    InputError
        If no mass or volume, or no priced product with a known recovery, is at hand.
    """
    mass, of_mass = _mass(site, reference)
    known = {**facts.prices, **(prices or {})}
    grades = grades_ppm(site, reference)
    symbols = ranked_products(site, reference)
    usable = [s for s in symbols if s in known and s in reference.recoveries]
    if not usable:
        raise InputError(
            f"viability, {site.site_id}: found no product with a grade, a price and a "
            "recovery. "
            "Expected at least one. Add an assay, a price or a recovery."
        )
    made = usable[:MOST_DRAFTED]
    years = taylor_life(mass.best)
    throughput = mass.best / np.ceil(years)
    p = {name: default.value for name, default in facts.parameters.items()}
    chain = cost_chain(site, made[0])
    ratio = throughput / p["capex_reference_throughput"].best
    capex = scaled_capex(p["capex_reference"].best, ratio, p["capex_exponent"].best)
    project = Project(
        mass=mass,
        products=tuple(
            _product(symbol, grades[symbol], known[symbol], reference, facts) for symbol in made
        ),
        tonnes_per_year=float(throughput),
        costs={name.replace("_", " "): p[name] for name in chain},
        capex=p["capex_accuracy"].scaled(capex),
        contingency=p["contingency"],
        discount_rate=p["discount_rate"].best,
        price_factor=p["price_factor"],
        tax_rate=p["tax_rate"].best,
    )
    defaults = dict(facts.parameters) | {
        f"payability of {s}": facts.payability.get(s, ANYTHING) for s in made
    }
    used = tuple(known[symbol] for symbol in made)
    return Draft(
        site.site_id,
        project,
        defaults,
        used,
        (*_notes(symbols, made, facts), *of_mass, *_ranged(site, made, reference)),
        other_circuits(project.products, p),
    )


def _mass(site: Site, reference: Reference) -> tuple[Estimate, tuple[str, ...]]:
    """Return the tonnes of a body, published or from volume and density, and how it is known.

    Raises
    ------
    InputError
        If neither a mass nor a volume is known.
    """
    mass = site_tonnage(site, Context(reference, {}))
    known = [end for end in (mass.low, mass.best, mass.high) if end is not None]
    if not known or max(known) <= 0:
        raise InputError(
            f"viability, {site.site_id}: found no mass and no volume; a footprint alone is not "
            "screened. Expected tonnes of dry waste, or a volume. Add one to the inventory."
        )
    low, high = min(known), max(known)
    found = Estimate(low, mass.best if mass.best is not None else even_mean(low, high), high)
    notes = () if site.tonnage_t.is_known else (_computed_mass(site, reference, found),)
    if mass.best is None and low < high:
        notes = (
            *notes,
            "The mass is known as a range only: its best is the mean of an even draw.",
        )
    return found, notes


def _computed_mass(site: Site, reference: Reference, mass: Estimate) -> str:
    density = site_density(site, Context(reference, {}))
    kind = site.waste_type.value.replace("_", " ")
    rests = (
        f"the dry density of the site, {format_number(density.best or 0.0)} t/m³"
        if site.dry_density_t_m3 is not None
        else f"the default dry density of {kind}, {format_number(density.low or 0.0)} to "
        f"{format_number(density.high or 0.0)} t/m³ (densities.csv)"
    )
    return (
        f"The mass is computed, {format_number(mass.low)} to {format_number(mass.high)} t: "
        f"volume × {rests}."
    )


def _product(
    symbol: str, ppm: Estimate, price: Price, reference: Reference, facts: PilotFacts
) -> Product:
    recovery = reference.recoveries[symbol]
    low, high = recovery.low or 0.0, recovery.high if recovery.high is not None else 1.0
    best = recovery.best if recovery.best is not None else (low + high) / 2
    return Product(
        symbol=symbol,
        grade=ppm.scaled(1 / PPM),
        recovery=Estimate(low, best, high),
        price=Estimate.exactly(price.usd_per_t),
        payability=facts.payability.get(symbol, ANYTHING).value,
    )


def _ranged(site: Site, made: Sequence[str], reference: Reference) -> tuple[str, ...]:
    """Return that only a range of a grade is known, in words; nothing where none is."""
    known = known_grades(site, reference)
    named = [symbol for symbol in made if known[symbol][1] is None]
    if not named:
        return ()
    return (
        f"Of {', '.join(named)} only a range of grades is published: the best is the mean of "
        "an even draw between its ends.",
    )


def _notes(symbols: Sequence[str], made: Sequence[str], facts: PilotFacts) -> tuple[str, ...]:
    notes = [
        NOT_A_RANKING,
        "The investment is an assumption scaled by size, not a quotation.",
        "Treatment, refining, freight, penalties and royalty are not entered: the return is "
        "too high by them.",
        "A rate of return and a payback time are not given: both need the costs that are "
        "missing.",
        "Products beyond the first bear no circuit cost yet: what they add is an upper bound.",
    ]
    left_out = [s for s in symbols if s not in made]
    if left_out:
        notes.append(
            f"Not counted (no price or recovery, or of least value): {', '.join(left_out)}."
        )
    unpaid = [s for s in made if s in facts.payability and facts.payability[s].value.high == 0]
    if unpaid:
        notes.append(f"Unpaid unless a buyer is named: {', '.join(unpaid)}.")
    unknown = [s for s in made if s not in facts.payability]
    if unknown:
        notes.append(f"Payability not known, from 0 to all of the price: {', '.join(unknown)}.")
    return tuple(notes)


def appraise_project(
    draft: Draft,
    facts: PilotFacts,
    *,
    critical: Sequence[str] = (),
    supports: Sequence[Support] = (),
    today: Sequence[str] | None = None,
    pilot_cost_eur: float = 0.0,
    draws: int = 10_000,
    seed: int = 1,
) -> Viability:
    """Return what a project comes to, by draws and at best estimates.

    Parameters
    ----------
    critical
        Symbols that count as critical raw materials.
    supports
        Instruments to compare, each alone and all together; the project's own stay in force.
    today
        The products made today; the most valuable one if left out.
    """
    project = draft.project
    best = evaluate(project, best_values(project))
    values = drawn_values(project, draws=draws, seed=seed)
    drawn = evaluate(project, values)
    all_paid = _with_all_circuits(draft, values, draws=draws, seed=seed)
    lacking = not_in_it(project)
    rates = np.full(draws, np.nan) if lacking else internal_rate(drawn.cash)
    exists = ~np.isnan(rates)
    rate, payback = internal_rate(best.cash)[0], payback_years(best.cash)[0]
    parameter = {name: default.value.best for name, default in facts.parameters.items()}
    pilot = parameter["pilot_reliability"], pilot_cost_eur * parameter["usd_per_eur"]
    return Viability(
        site_id=draft.site_id,
        value=metal_value(project),
        nsr=Distribution.of(drawn.nsr),
        npv=Distribution.of(drawn.npv),
        npv_best=float(best.npv[0]),
        irr=None if lacking or np.isnan(rate) else float(rate),
        irr_p10_p50_p90=_quantiles(rates[exists]),
        irr_exists=float(exists.mean()),
        payback=None if lacking or np.isnan(payback) else float(payback),
        break_even=_break_even(project, best),
        tornado=tornado(project),
        supports=supported_cases(project, supports, critical),
        products=joint_products(
            project, tuple(today) if today is not None else project.symbols[:1]
        ),
        competitiveness=competitiveness(project, best),
        information=PilotWorth(perfect_information(drawn.npv), *pilot),
        prices=draft.prices,
        draws=draws,
        seed=seed,
        notes=draft.notes,
        not_in_it=lacking,
        other_circuits=tuple(draft.other_circuits),
        npv_all_circuits=Distribution.of(all_paid),
        information_all_circuits=PilotWorth(perfect_information(all_paid), *pilot),
    )


def _with_all_circuits(draft: Draft, values: Values, *, draws: int, seed: int) -> FloatArray:
    """Return the NPV of the same draws, ``(draws,)``, with the other processes paid as well."""
    rng = np.random.default_rng([seed, 4])
    costs = draft.other_circuits
    drawn = {f"cost of {name}": draw(rng, cost, draws) for name, cost in costs.items()}
    project = replace(draft.project, costs={**draft.project.costs, **costs})
    return evaluate(project, {**values, **drawn}).npv


def _quantiles(rates: FloatArray) -> tuple[float, float, float] | None:
    if len(rates) == 0:
        return None
    p10, p50, p90 = np.quantile(rates, (0.1, 0.5, 0.9)).tolist()
    return p10, p50, p90


def _break_even(project: Project, best: Outcome) -> BreakEven:
    return break_even(
        npv=float(best.npv[0]),
        capex=float(best.capex[0]),
        discounted_tonnes=float(present_value(best.tonnes, project.discount_rate)[0]),
        unit_cost=float(best.unit_cost[0]),
        by_price=float(best.by_price[0]),
        charges=float(best.charges[0]),
        n_products=len(project.products),
    )
