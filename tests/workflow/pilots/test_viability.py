"""Viability of sample sites: consistent with itself, and honest about what is missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Range, SiteRegister
from prioritizer.domain.support import Support
from prioritizer.errors import DataError, InputError
from prioritizer.exports.report.viability_page import viability_data, viability_markdown
from prioritizer.pilots.economics.project import best_values, evaluate
from prioritizer.readers.pilot_facts import read_costs, read_pilot_facts, read_prices
from prioritizer.workflow.pilots.circuits import CHARGES, CIRCUITS
from prioritizer.workflow.pilots.viability import Viability, appraise_project, draft_project
from prioritizer.workflow.pilots.viability_words import left_out, value_words

FACTS = read_pilot_facts()
FACTS_COST = {name: default.value for name, default in FACTS.parameters.items()}


def _usable(sample: SiteRegister, reference: Reference) -> list[str]:
    found = []
    for site in sample.sites:
        try:
            draft_project(site, reference, FACTS)
        except InputError:
            continue
        found.append(site.site_id)
    return found


@pytest.fixture(scope="module")
def answer(sample: SiteRegister, reference: Reference) -> Viability:
    site = sample.by_id()[_usable(sample, reference)[0]]
    return appraise_project(
        draft_project(site, reference, FACTS),
        FACTS,
        critical=("Cu", "P", "F", "TREO", "W", "Ni", "Co"),
        supports=(Support.parse("capex-grant=0.2"), Support.parse("per-tonne=2")),
        pilot_cost_eur=1e6,
        draws=400,
    )


def test_many_sample_sites_can_be_screened(sample: SiteRegister, reference: Reference) -> None:
    usable = _usable(sample, reference)

    assert len(usable) > 50
    for site_id in usable[::15]:
        draft = draft_project(sample.by_id()[site_id], reference, FACTS)
        found = appraise_project(draft, FACTS, draws=50)
        assert found.value.recoverable.best <= found.value.in_situ.best
        assert found.npv.p10 <= found.npv.p50 <= found.npv.p90
        assert found.information.evpi >= 0
        assert "never ranked" in found.notes[0]


def test_support_moves_the_value_by_what_it_costs(answer: Viability) -> None:
    grant, per_tonne, both = answer.supports

    for case in answer.supports:
        assert case.npv_with - case.npv_without == pytest.approx(case.public_cost, rel=1e-9)
    assert both.public_cost == pytest.approx(grant.public_cost + per_tonne.public_cost)
    assert grant.per_kg is not None


def test_breaking_even_by_subsidy_makes_the_value_nil(
    sample: SiteRegister, reference: Reference
) -> None:
    site = sample.by_id()[_usable(sample, reference)[0]]
    draft = draft_project(site, reference, FACTS)
    needed = appraise_project(draft, FACTS, draws=10).break_even.subsidy

    helped = appraise_project(
        draft, FACTS, supports=[Support.parse(f"per-tonne={needed!r}")], draws=10
    ).supports[0]

    assert max(0.0, -helped.npv_without) == pytest.approx(helped.public_cost, rel=1e-9)


def test_pilot_cost_is_compared_in_one_currency(answer: Viability) -> None:
    assert answer.information.cost == pytest.approx(1.08e6)


def test_prices_carry_their_date(answer: Viability) -> None:
    assert answer.prices
    assert all(price.date and price.source for price in answer.prices)


def test_a_site_without_mass_or_grade_is_refused(
    sample: SiteRegister, reference: Reference
) -> None:
    no_mass = next(
        s for s in sample.sites if not s.tonnage_t.is_known and not s.volume_m3.is_known
    )
    no_grade = next(s for s in sample.sites if s.tonnage_t.is_known and not s.assays)

    with pytest.raises(InputError, match="found no mass"):
        draft_project(no_mass, reference, FACTS)
    with pytest.raises(InputError, match="no product with a grade"):
        draft_project(no_grade, reference, FACTS)


def test_users_prices_replace_the_shipped_ones(
    tmp_path: Path, sample: SiteRegister, reference: Reference
) -> None:
    site = sample.by_id()[_usable(sample, reference)[0]]
    main = draft_project(site, reference, FACTS).project.symbols[0]
    table = tmp_path / "prices.csv"
    table.write_text(
        f"symbol,price_usd_per_kg,date,source\n{main},1234.5,2026-01,offer\n", encoding="utf-8"
    )

    found = draft_project(site, reference, FACTS, prices=read_prices(table))

    price = next(p.price.best for p in found.project.products if p.symbol == main)
    assert price == pytest.approx(1_234_500)


def test_faulty_prices_and_costs_name_row_and_column(tmp_path: Path) -> None:
    prices, costs = tmp_path / "prices.csv", tmp_path / "costs.csv"
    prices.write_text("symbol,price_usd_per_kg,date,source\nCu,dear,,\n", encoding="utf-8")
    costs.write_text("site_id,low_eur,best_eur,high_eur\nA,3,2,1\n", encoding="utf-8")

    with pytest.raises(DataError, match=r"prices\.csv, row 2, column price_usd_per_kg"):
        read_prices(prices)
    with pytest.raises(DataError, match=r"costs\.csv, row 2, column low_eur"):
        read_costs(costs)


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    costs = tmp_path / "costs.csv"
    costs.write_text("site_id,cost\nA,3\n", encoding="utf-8")

    with pytest.raises(DataError, match="a column 'low_eur'"):
        read_costs(costs)


def test_costs_are_read_as_ranges(tmp_path: Path) -> None:
    costs = tmp_path / "costs.csv"
    costs.write_text("site_id,low_eur,best_eur,high_eur\nA,1,2,3\n", encoding="utf-8")

    assert read_costs(costs) == {"A": Estimate(1, 2, 3)}


def screened(sample: SiteRegister, reference: Reference, site_id: str) -> Viability:
    draft = draft_project(sample.by_id()[site_id], reference, FACTS)
    return appraise_project(draft, FACTS, pilot_cost_eur=1e6, draws=400)


def test_a_draft_has_no_rate_of_return_and_says_which_costs_are_not_in_it(
    sample: SiteRegister, reference: Reference
) -> None:
    for site_id in _usable(sample, reference)[::9]:
        found = screened(sample, reference, site_id)
        assert (found.irr, found.irr_p10_p50_p90, found.payback) == (None, None, None)
        assert CHARGES in found.not_in_it
        assert (CIRCUITS in found.not_in_it) == (len(found.prices) > 1)
        low, high = found.npv_range
        assert low <= found.npv.p10 <= high == found.npv.p90


def test_the_low_end_pays_the_process_of_every_product(
    sample: SiteRegister, reference: Reference
) -> None:
    # Silver by leaching; zinc, lead and copper need flotation as well.
    draft = draft_project(sample.by_id()["PE-001"], reference, FACTS)
    found = screened(sample, reference, "PE-001")
    both = replace(
        draft.project, costs={**draft.project.costs, "flotation": FACTS_COST["flotation"]}
    )
    best = evaluate(both, best_values(both)).npv[0]

    assert found.other_circuits == ("flotation",)
    # 678 M USD with one circuit paid, 313 M USD with both.
    assert found.npv_best == pytest.approx(678e6, rel=0.01)
    assert best == pytest.approx(313e6, rel=0.01)
    assert found.npv_range[0] < found.npv.p10 < best


def test_a_project_with_all_costs_has_a_rate_again(
    sample: SiteRegister, reference: Reference
) -> None:
    draft = draft_project(sample.by_id()["PE-001"], reference, FACTS)
    products = tuple(
        replace(p, refining=Estimate.exactly(1.0), circuit_opex=1.0)
        for p in draft.project.products
    )
    whole = replace(draft, project=replace(draft.project, products=products))

    found = appraise_project(whole, FACTS, draws=200)

    assert found.not_in_it == ()
    assert found.irr is not None


def test_data_for_machines_carry_the_range_and_what_it_lacks(answer: Viability) -> None:
    data = viability_data(answer)

    assert data["irr"] is None
    assert data["npv_range"] == list(answer.npv_range)
    assert CHARGES in data["not_in_it"]


def test_the_page_on_the_command_line_says_the_same_words(answer: Viability) -> None:
    text = viability_markdown(answer, "")

    assert f"Net present value: {value_words(answer)} M USD" in text
    assert left_out(answer) in text
    assert "Rate of return" not in text


def test_a_mass_follows_from_volume_and_density_and_is_called_computed(
    sample: SiteRegister, reference: Reference
) -> None:
    published = sample.by_id()["PE-001"]
    by_kind = replace(published, tonnage_t=Range(), volume_m3=Range(None, 2e6, None))
    own = replace(by_kind, dry_density_t_m3=1.6)

    of_kind, of_own = (draft_project(site, reference, FACTS) for site in (by_kind, own))

    density = reference.densities[published.waste_type.value]
    assert (density.low, density.best, density.high) == (1.0, 1.5, 1.7)
    assert of_kind.project.mass == Estimate(2e6, 3e6, 3.4e6)
    [told] = [note for note in of_kind.notes if "mass is computed" in note]
    assert "default dry density of tailings, 1 to 1.7 t/m³" in told
    assert of_own.project.mass == Estimate.exactly(3.2e6)
    assert any("dry density of the site, 1.6 t/m³" in note for note in of_own.notes)
    assert not any("computed" in n for n in draft_project(published, reference, FACTS).notes)


def test_a_footprint_alone_gives_no_mass(sample: SiteRegister, reference: Reference) -> None:
    bare = replace(sample.by_id()["PE-001"], tonnage_t=Range(), volume_m3=Range(), area_ha=40.0)

    with pytest.raises(InputError, match="a footprint alone is not screened"):
        draft_project(bare, reference, FACTS)


def test_a_grade_without_a_mean_is_said(sample: SiteRegister, reference: Reference) -> None:
    draft = draft_project(sample.by_id()["ZM-007"], reference, FACTS)

    cobalt = next(p for p in draft.project.products if p.symbol == "Co")
    assert cobalt.grade.low < cobalt.grade.best < (cobalt.grade.low + cobalt.grade.high) / 2
    assert any(note.startswith("Of Co only a range of grades") for note in draft.notes)
