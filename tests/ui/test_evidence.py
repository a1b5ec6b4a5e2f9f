"""The evidence page: derivations, metals, UNFC, gaps, primary ore, open data."""

from __future__ import annotations

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.words import counted
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.ui.evidence import cache as evidence_cached
from prioritizer.ui.evidence import derivation_tree
from prioritizer.ui.shell import cache as cached
from prioritizer.workflow.sites.classify import classify
from prioritizer.workflow.sites.derivations import derivations
from tests.ui.conftest import Open, assert_calm, keyed, load, protos, text_of
from tests.ui.harmless import assert_harmless

VIEWS = ("site", "unfc", "codes", "capture", "primary", "open")


@pytest.fixture
def page(open_page: Open) -> AppTest:
    return open_page("evidence")


def view(app: AppTest, name: str) -> str:
    app.get("button_group")[0].set_value(name).run()
    assert_calm(app)
    return text_of(app)


def test_each_result_opens_down_to_the_printed_value_with_status_and_source(
    page: AppTest, criteria: CriteriaSet
) -> None:
    page.selectbox(key="widget.site").set_value("SE-001").run()

    text = text_of(page)
    assert {e.label.split("**")[1] for e in page.expander if "**" in e.label} == {
        criterion.name for criterion in criteria.criteria
    }
    assert "printed - / 2.37 / 2.4 % P" in text
    assert "S003" in text
    assert '<span class="pp-tag recalled">recalled</span>' in text
    assert "sum over products of share of recoverable value × criticality" in text


def test_the_tree_has_a_row_for_every_number(
    sample: SiteRegister, criteria: CriteriaSet
) -> None:
    for site in sample.sites[:20]:
        tree = derivations(site, criteria, cached.reference())["crm_relevance"]

        table = derivation_tree.table(tree)

        assert table.count('<tr role="row" class=') == len(list(tree.lines()))


def test_the_class_shows_each_axis_with_its_rule_and_what_lifts_it(
    page: AppTest, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    page.selectbox(key="widget.site").set_value("SE-001").run()
    one = classify(sample, criteria, reference).sites[0]

    text = text_of(page)
    assert str(one.unfc) in text
    for verdict in (one.e, one.f, one.g):
        assert f"rule {verdict.rule}" in text
        for lift in verdict.lift:
            assert lift in text


def test_the_matrix_counts_every_site_and_lists_those_of_a_cell(
    page: AppTest, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    view(page, "unfc")
    counts = classify(sample, criteria, reference).matrix()
    rare = min((n, cell) for cell, n in counts.items() if n)[1]

    page.get("button_group")[1].set_value(rare).run()

    text = text_of(page)
    assert f"{counted(counts[rare], 'site')} in {' '.join(rare)}" in text
    assert f'">{max(counts.values())}</td>' in text


def test_gaps_name_the_article_and_count_the_sites(page: AppTest, sample: SiteRegister) -> None:
    text = view(page, "capture")

    known = sum(s.latitude is not None and s.longitude is not None for s in sample.sites)
    assert f"{known} of {len(sample)}" in text
    assert len(page.dataframe[0].value) == len(sample)


def test_a_metal_is_set_beside_the_ore_of_today(page: AppTest, reference: Reference) -> None:
    view(page, "primary")

    page.selectbox(key="widget.metal").set_value("Cu").run()

    assert_calm(page)
    text = text_of(page)
    assert "typical primary grade" in text
    assert "of primary deposits" in text


def test_open_data_offers_every_format_and_says_what_stays_behind(
    page: AppTest, sample: SiteRegister
) -> None:
    text = view(page, "open")

    buttons = [p.label for p in protos(page) if type(p).__name__ == "DownloadButton"]
    assert set(buttons) == {entry.title for entry in OPEN_FORMATS.values()}
    assert f"<b>{len(sample)}</b> sites leave" in text


def test_a_withheld_column_does_not_leave() -> None:
    inventory = cached.sample()

    with_owner = evidence_cached.written(inventory, "crma", "", ()).decode("utf-8-sig")
    without = evidence_cached.written(inventory, "crma", "CC0-1.0", ("owner",)).decode(
        "utf-8-sig"
    )

    owners = [site.texts["owner"] for site in inventory.register.sites if "owner" in site.texts]
    assert any(owner in with_owner for owner in owners)
    assert not any(owner in without for owner in owners if len(owner) > 20)
    assert len(list(csv.reader(io.StringIO(without)))) > len(inventory.register)


def test_hostile_names_stay_text_in_every_view(open_page: Open) -> None:
    app = open_page("sites")
    content = (
        b"site_id,name,waste_type,tonnage_t\n"
        b'X-1,"<img src=x onerror=alert(1)> [a](http://example.org)",tailings,2000000\n'
    )
    load(app, content, "mine.csv")
    app.switch_page("prioritizer/ui/pages/evidence.py").run()

    for name in VIEWS:
        view(app, name)
        assert_harmless(app)


def test_in_a_large_inventory_a_site_is_found_by_searching(open_page: Open) -> None:
    rows = b"".join(b"X-%d,Pond %d,tailings,%d\n" % (i, i, i + 1) for i in range(1_200))
    app = open_page("sites")
    content = b"site_id,name,waste_type,tonnage_t\n" + rows
    load(app, content, "many.csv")
    app.switch_page("prioritizer/ui/pages/evidence.py").run()

    app.text_input(key="site-search").set_value("pond 1199").run()

    assert_calm(app)
    assert keyed(app.selectbox, "widget.site").options == ["X-1199 · Pond 1199"]
    assert "UNFC class" in text_of(app)


def test_another_policy_list_changes_the_relevance_shown_and_says_so(page: AppTest) -> None:
    page.selectbox(key="widget.site").set_value("SE-001").run()
    label = next(e.label for e in page.expander if "CRM relevance" in e.label)

    page.multiselect(key="widget.policy_lists").set_value([]).run()

    assert_calm(page)
    assert "no material counts as critical" in page.info[0].value
    assert next(e.label for e in page.expander if "CRM relevance" in e.label) != label


TEXTS = (
    b"site_id,name,waste_type,tonnage_t,tonnage_basis,permit_status,notes\n"
    b'X-1,Pond,tailings,2000000,"Indicated resource, JORC 2012",permit granted,\n'
    b"X-2,Dump,tailings,3000000,not an indicated resource,,\n"
    b'X-3,"<img src=x onerror=alert(1)>",tailings,9,"<b>inferred resource</b> [a](b)",,\n'
)
TICK = "code-X-1-resource_class-indicated"


@pytest.fixture
def with_texts(open_page: Open) -> AppTest:
    app = open_page("sites")
    load(app, TEXTS, "mine.csv")
    app.switch_page("prioritizer/ui/pages/evidence.py").run()
    view(app, "codes")
    return app


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert_calm(app)


def test_proposed_codes_stand_unticked_and_the_words_are_quoted(with_texts: AppTest) -> None:
    assert [(box.key, box.value) for box in with_texts.checkbox if box.key] == [
        (TICK, False),
        ("code-X-1-permit_code-granted", False),
        ("code-X-3-resource_class-inferred", False),
    ]
    text = text_of(with_texts)
    assert "<b>Indicated resource</b>, JORC 2012 (tonnage_basis)" in text
    assert_harmless(with_texts)


@pytest.mark.parametrize(
    ("ticked", "who", "words"),
    [((), "Ada", "Please tick the codes"), ((TICK,), " ", "Please enter your name")],
)
def test_nothing_is_confirmed_without_a_tick_and_a_name(
    with_texts: AppTest, ticked: tuple[str, ...], who: str, words: str
) -> None:
    for key in ticked:
        with_texts.checkbox(key=key).check()
    with_texts.text_input(key="codes-who").set_value(who)

    press(with_texts, "Confirm what is ticked")

    assert words in with_texts.error[0].value
    assert "Confirmed, and used" not in text_of(with_texts)


def test_what_is_ticked_and_signed_counts_and_can_be_taken_back(with_texts: AppTest) -> None:
    with_texts.checkbox(key=TICK).check()
    with_texts.text_input(key="codes-who").set_value("Ada <b>")

    press(with_texts, "Confirm what is ticked")

    assert "Confirmed, and used on this page" in text_of(with_texts)
    assert TICK not in [box.key for box in with_texts.checkbox]
    assert_harmless(with_texts)
    view(with_texts, "site")
    keyed(with_texts.selectbox, "widget.site").set_value("X-1").run()
    said = "Resource class: indicated (confirmed by Ada &lt;b&gt; on "
    assert said in text_of(with_texts)
    assert "Permit code: granted" not in text_of(with_texts)

    view(with_texts, "codes")
    press(with_texts, "Take all of them back")

    assert TICK in [box.key for box in with_texts.checkbox]
    assert not with_texts.checkbox(key=TICK).value
