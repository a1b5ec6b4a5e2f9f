"""The viability page: values side by side, support with and without, prices, no ranking."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.readers.pilot_facts import read_pilot_facts
from prioritizer.workflow.pilots.viability import appraise_project, draft_project
from prioritizer.workflow.pilots.viability_charts import Adjustments, spread, viability_charts
from prioritizer.workflow.pilots.viability_words import value_words, worth_words
from tests.ui.conftest import Open, assert_calm, control, text_of
from tests.ui.harmless import assert_harmless

SITE = "PE-001"
NUMBERS = r'<td[^>]* class="n"[^>]*>([^<]*)</td>'


@pytest.fixture
def page(open_page: Open) -> AppTest:
    app = open_page("viability")
    app.selectbox(key="widget.viability_site").set_value(SITE).run()
    assert_calm(app)
    return app


def view(app: AppTest, name: str) -> str:
    control(app, "View").set_value(name).run()
    assert_calm(app)
    return text_of(app)


def test_the_value_in_situ_stands_beside_the_recoverable_one(page: AppTest) -> None:
    text = text_of(page)

    assert text.index("Recoverable") < text.index("In situ, no value by itself")
    assert "Sites are never ranked by net present value" in text


def test_the_answer_is_that_of_the_workflow(
    page: AppTest, sample: SiteRegister, reference: Reference
) -> None:
    facts = read_pilot_facts()
    draft = draft_project(sample.by_id()[SITE], reference, facts)
    found = appraise_project(draft, facts)

    text = text_of(page)
    assert f"<b>{value_words(found)} M USD</b>" in text
    assert f"<b>{worth_words(found)} M USD</b>" in text


def test_no_single_figure_and_no_rate_stand_above_a_value_without_all_costs(
    page: AppTest,
) -> None:
    text = text_of(page)

    said = "Operating costs of the other circuits and treatment charges are not in it."
    assert said in text
    assert "A rate of return and a payback time are not given" in text
    tiles = re.findall(r'<div class="pp-tile[^"]*"><b>([^<]*)</b><span>([^<]*)</span>', text)
    assert tiles
    assert not any("rate of return" in about or "payback" in about for _, about in tiles)
    assert [" to " in value for value, about in tiles if "present value" in about] == [True]


@pytest.mark.parametrize("name", ["support", "products"])
def test_every_view_with_values_says_what_is_not_in_them(page: AppTest, name: str) -> None:
    text = view(page, name)
    if name == "support":
        control(page, "Public support to try").set_value(["capex-grant"]).run()
        text = text_of(page)

    assert "treatment charges are not in it" in text


def test_support_is_shown_with_and_without(page: AppTest) -> None:
    view(page, "support")
    control(page, "Public support to try").set_value(["capex-grant", "per-kg"]).run()

    text = text_of(page)
    assert_calm(page)
    assert "Grant on investment" in text
    assert "all together" in text
    assert "NPV without, M USD" in text


def test_an_amount_changes_what_support_costs(page: AppTest) -> None:
    view(page, "support")
    control(page, "Public support to try").set_value(["capex-grant"]).run()
    before = re.findall(NUMBERS, text_of(page))

    page.number_input(key="widget.viability_amount_capex-grant").set_value(0.5).run()

    after = re.findall(NUMBERS, text_of(page))
    assert before[1] != after[1]


def test_products_are_judged_by_what_they_add(page: AppTest) -> None:
    text = view(page, "products")

    assert "Best set of products: <b>Ag, Zn, Pb, Cu</b>" in text
    assert "Value left in the tail" in text


def test_prices_are_dated_and_replaced_by_a_file(page: AppTest) -> None:
    assert "annual average 2024" in view(page, "prices")
    table = b"symbol,price_usd_per_kg,date,source\nAg,1,2026-03-01,<b>mine</b>\n"

    page.file_uploader[0].set_value(("prices.csv", table, "text/csv")).run()

    assert_harmless(page)
    text = text_of(page)
    assert "yours: &lt;b&gt;mine&lt;/b&gt;" in text
    assert "2026-03-01" in text
    next(b for b in page.button if b.label == "Back to the shipped prices").click().run()
    assert "yours:" not in text_of(page)


def test_a_faulty_price_is_refused_with_its_place(page: AppTest) -> None:
    view(page, "prices")

    page.file_uploader[0].set_value(
        ("p.csv", b"symbol,price_usd_per_kg,date,source\nAg,-1,2026,x\n", "text/csv")
    ).run()

    assert "price_usd_per_kg" in page.error[0].value.replace("\\", "")


def test_a_site_without_mass_says_what_is_missing(page: AppTest) -> None:
    page.selectbox(key="widget.viability_site").set_value("SE-002").run()

    assert_calm(page)
    text = text_of(page)
    assert "cannot be screened yet" in text
    assert "found no mass" in text


def test_rates_and_liability_move_the_value_once(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    draft = draft_project(sample.by_id()[SITE], reference, read_pilot_facts())
    plain = viability_charts(draft.project, draws=500, seed=1)
    freed = viability_charts(
        Adjustments(liability=50e6, removed=0.5).applied(draft.project), draws=500, seed=1
    )

    assert sum(freed.cash) - sum(plain.cash) == pytest.approx(25.0)
    taxed = Adjustments(tax_rate=0.3, investment=2.0).applied(draft.project)
    assert taxed.capex.best == 2 * draft.project.capex.best
    assert sum(viability_charts(taxed, draws=500, seed=1).cash) < sum(plain.cash)


def test_a_spread_without_width_still_has_bins() -> None:
    import numpy as np

    found = spread(np.full(10, 3.0))

    assert sum(found.counts) == 10
    assert found.quantiles == (3.0, 3.0, 3.0)


def test_the_assumptions_say_which_of_them_a_person_has_changed(open_page: Open) -> None:
    app = open_page("viability")
    app.number_input(key="widget.viability_discount").set_value(7.5).run()

    text = view(app, "prices")

    row = text.partition("discount rate")[2].partition("</tr>")[0]
    assert "0.075" in row
    assert "edited" in row
    assert "edited" not in text.partition("tax rate")[2].partition("</tr>")[0]
