"""Reports say what the ranking says, to each audience what it may see, in every format."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import warnings
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Xml

import docx
import numpy as np
import openpyxl
import pytest
import shapely

from prioritizer.domain.answer import Section
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.economics import Price
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Scales, Settings
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.support import Support
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import percent
from prioritizer.errors import InputError
from prioritizer.exports.blocks import (
    Block,
    Bullets,
    Callout,
    Facts,
    Heading,
    Paragraph,
    Picture,
    Report,
    Table,
)
from prioritizer.exports.formats import REPORT_FORMATS, format_of
from prioritizer.exports.opendata.gis import COLUMNS, LAYER
from prioritizer.exports.report.compose import compose
from prioritizer.exports.report.input import ReportInput, ReportOptions, prepare_report
from prioritizer.pilots.definition.testwork import derive
from prioritizer.workflow.pilots.scenarios import one_change_scenarios
from prioritizer.workflow.pilots.shortlist import Locks
from prioritizer.workflow.pilots.viability_charts import Adjustments
from prioritizer.workflow.ranking.answer_words import (
    answer_sentences,
    assumption_sentence,
    likely_range,
)
from prioritizer.workflow.ranking.not_ranked_words import too_little_known
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.workshop.budget_result import BY_REST, BY_SHARES
from prioritizer.workflow.workshop.budget_view import BudgetRow, BudgetView
from prioritizer.workflow.workshop.by_chance import Chance, Compared
from prioritizer.workflow.workshop.standing_aside import Crossing, Moved
from prioritizer.workflow.workshop.summary import CampView, DisputeView, WorkshopView

APART = {
    "held back by a veto",
    "set aside for its status",
    "not enough evidence",
    "too little known",
}
OPTIONS = ReportOptions(top=4, draws=200, date="2026-03-01")


@pytest.fixture(scope="module")
def few(sample: SiteRegister) -> SiteRegister:
    """Return every eighth site of the sample, gated and unknown ones included."""
    return replace(sample, sites=sample.sites[::8])


def prepared(
    register: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    options: ReportOptions = OPTIONS,
) -> ReportInput:
    settings = Settings(WeightVector.equal(criteria.ids))
    return prepare_report(register, criteria, settings, reference, options)


@pytest.fixture(scope="module")
def found(few: SiteRegister, criteria: CriteriaSet, reference: Reference) -> ReportInput:
    return prepared(few, criteria, reference)


@pytest.fixture(scope="module")
def whole(found: ReportInput) -> Report:
    return compose(found)


def said(report: Report) -> str:
    """Return all words of a report, one block a line."""
    lines = [report.title, report.subtitle]
    for block in (*report.answer, *report.body):
        if isinstance(block, Heading | Paragraph):
            lines.append(block.text)
        elif isinstance(block, Callout):
            lines += [block.title, block.text]
        elif isinstance(block, Bullets):
            lines += block.items
        elif isinstance(block, Facts):
            lines += [" ".join(pair) for pair in block.pairs]
        elif isinstance(block, Table):
            lines += [block.caption, *(" | ".join(row) for row in block.rows)]
        elif isinstance(block, Picture):
            lines += [block.figure.svg, block.figure.alt, block.figure.caption]
    return "\n".join(lines)


def with_texts(site: Site, **texts: str) -> Site:
    merged: Mapping[str, str] = {**site.texts, **texts}
    return replace(site, texts=merged)


def test_the_first_page_names_the_first_places_in_order(
    found: ReportInput, whole: Report
) -> None:
    report = whole

    ranks = found.assessment.ranking.ranks
    names = np.array(found.assessment.matrix.names)[np.argsort(ranks, kind="stable")][:4]
    [listed] = [block for block in report.answer if isinstance(block, Table)]
    assert [row[1] for row in listed.rows] == list(names)
    assert [row[0] for row in listed.rows] == sorted(str(r) for r in ranks if r <= 4)


def _dossiers(report: Report) -> Block:
    return next(b for b in report.body if isinstance(b, Heading) and b.text == "Site dossiers")


def test_the_report_says_what_is_settled_in_five_words(
    found: ReportInput, whole: Report
) -> None:
    report, answer = whole, found.assessment.answer
    assert answer is not None
    words = said(report)

    assert (answer.top, answer.seed) == (OPTIONS.top, OPTIONS.seed)
    for sentence in (*answer_sentences(found.assessment), assumption_sentence(answer)):
        assert sentence in words
    [listed] = [block for block in report.answer if isinstance(block, Table)]
    for row, entry in zip(listed.rows, found.listed, strict=True):
        assert entry.row is not None
        chance = f"{percent(float(answer.chance[entry.row]))} {answer.sections[entry.row]}"
        assert row[3:5] == (likely_range(answer, entry.row), chance)
    for one in answer.apart:
        assert f"{one.name} | {percent(one.chance)} | {percent(one.known_weight)} | " in words
    # Sites may be called so in their own texts; their places are not.
    told = said(replace(report, body=report.body[: report.body.index(_dossiers(report))]))
    assert not re.search(r"\b(probable|borderline|core)\b", told)


def test_every_section_that_was_asked_for_is_there(whole: Report) -> None:
    headings = [b.text for b in whole.body if isinstance(b, Heading) and b.level == 1]

    assert headings == [
        "The shortlist",
        "How robust it is",
        "If one chose otherwise",
        "How the sites were ranked",
        "Site dossiers",
        "Pilot studies",
        "Could it pay?",
        "Data gaps",
        "All ranked sites",
        "Sites that were not ranked",
        "Sources",
        "Record and check",
    ]


def test_every_chart_has_its_words(whole: Report) -> None:
    pictures = [block for block in whole.body if isinstance(block, Picture)]

    assert len(pictures) >= 4
    assert all(len(p.figure.alt) > 40 and p.figure.caption for p in pictures)


def test_viability_is_shown_or_the_reason_is(found: ReportInput, whole: Report) -> None:
    report = whole

    words = said(report)
    pages = {b.text for b in report.body if isinstance(b, Heading) and b.level == 2}
    for site in found.listed_sites:
        assert f"Viability: {site.name}" in pages or f"{site.name}: found no" in words
    assert "Sites are never ranked by net present value" in words
    assert "can still deserve a pilot" in words


def test_support_and_own_prices_reach_the_viability(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    register = replace(sample, sites=tuple(s for s in sample.sites if s.site_id == "PE-001"))
    silver = Price("Ag", 5e5, "2026-01-05", "my own table, 2026-01-05")
    options = replace(
        OPTIONS, top=1, draws=0, supports=(Support.parse("capex-grant=0.25"),),
        prices={"Ag": silver},
    )  # fmt: skip

    words = said(compose(prepared(register, criteria, reference, options)))

    assert "capex-grant 0.25 | " in words
    assert "Ag | 500 | my own table, 2026-01-05" in words


def test_own_rates_investment_and_liability_reach_the_viability_and_are_told(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    register = replace(sample, sites=tuple(s for s in sample.sites if s.site_id == "PE-001"))
    usual = replace(OPTIONS, top=1, draws=0)
    figures = Adjustments(discount_rate=0.025, investment=1.5, liability=3e6, removed=0.5)

    before = said(compose(prepared(register, criteria, reference, usual)))
    own = replace(usual, figures=figures)
    after = said(compose(prepared(register, criteria, reference, own)))

    assert "discount rate 10 % (default); tax on profit 0 % (default)" in before
    assert "discount rate 2.5 % (default 10 %)" in after
    assert "investment 150 % of the default; liability without it 3 M USD" in after

    def value(words: str) -> str:
        return next(line for line in words.split("\n") if line.startswith("Net present value"))

    assert value(after) != value(before)


def test_scenarios_change_one_choice_at_a_time(found: ReportInput) -> None:
    base = found.assessment.settings
    chosen = one_change_scenarios(found.criteria, base, found.reference)

    assert chosen[0].settings == base
    for scenario in chosen[1:]:
        other = scenario.settings
        changed = [
            not np.allclose(other.weights.normalized, base.weights.normalized),
            other.risk is not base.risk,
            other.method != base.method,
            other.policy_lists != base.policy_lists,
        ]
        assert changed.count(True) == 1, scenario.name


def test_a_workshop_adds_participation_and_minority_views(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    camps = (
        CampView(4, {"grade": 0.6, "volume": 0.4}, ("ZM-001", "PE-001")),
        CampView(2, {"grade": 0.1, "volume": 0.9}, ("CN-001",)),
    )
    room = WorkshopView(
        title="A room", mode="anonymous", technique="swing", is_simulated=True, rounds=2,
        people=6, not_compliant=1, groups=(("NGO", 2), ("Industry", 4)),
        weights={"grade": 0.5, "volume": 0.5}, shortlist=("ZM-001",), shares={"ZM-001": 0.9},
        agreed=("ZM-001",), disputes=(DisputeView("CN-001", 0.5, "volume", "grade"),),
        camps=camps, agreement=(Compared("sites", "order", 0.5, Chance(0.4, 0.3, 0.45)),),
        leaving=(("NGO", ("NO-003",), ()),), depend_on_one=(), head="abc",
        set_aside=(("NO-003", "Too little known: 49 % of the weight."),),
        moved=Moved((Crossing("NO-003", few.by_id()["NO-003"].name, 0.52),), ()),
        remarks=("round 1 was paused 1 time.",),
    )  # fmt: skip

    options = replace(OPTIONS, draws=0, workshop=room)
    words = said(compose(prepared(few, criteria, reference, options)))

    assert "round 1 was paused 1 time." in words

    assert "Participation and minority views" in words
    assert "The participants were simulated" in words
    assert "6, anonymous" in words
    name = few.by_id()["NO-003"].name
    assert f"NGO | 2 | {name} would go, nothing come" in words
    assert "2 people | Grade 10 %, Volume 90 %" in words
    assert "order | 0.50 | 0.40 (0.30 to 0.45) | slight" in words
    assert f"1 more site would be ranked: {name} (52 % of the weight known)." in words
    assert f"{name} | Too little known: 49 % of the weight." in words
    assert "1 site stood aside" in words


def test_a_workshop_passes_on_no_site_that_the_readers_may_not_see(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    hidden = ("ZZ-404",)
    room = WorkshopView(
        title="A room", mode="anonymous", technique="swing", is_simulated=False, rounds=1,
        people=6, not_compliant=0, groups=(("", 2),), weights={"grade": 1.0},
        shortlist=hidden, shares={"ZZ-404": 1.0}, agreed=("NO-003", "ZZ-404"),
        disputes=(DisputeView("ZZ-404", 0.5, "volume", "grade"),),
        camps=(CampView(3, {"grade": 1.0}, hidden), CampView(3, {"grade": 1.0}, ("ZM-001",))),
        agreement=(), leaving=(("", hidden, ()),), depend_on_one=hidden, head="abc",
        set_aside=(("ZZ-404", "Veto ZZ-404"),),
        moved=Moved((), (Crossing("ZZ-404", "Site ZZ-404", 0.4),)),
    )  # fmt: skip

    options = replace(OPTIONS, draws=0, workshop=room)
    words = said(compose(prepared(few, criteria, reference, options)))

    assert "ZZ-404" not in words
    assert "1 not in this report" in words
    assert "1 site would not be ranked: a site that is not in this report (40 %" in words
    assert "1 of them not in this report" in words
    assert "other groups together | 2" in words


def test_a_workshop_tells_how_the_room_shared_out_the_budget(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    room = WorkshopView(
        title="A room", mode="named", technique="swing", is_simulated=False, rounds=1,
        people=6, not_compliant=0, groups=(("NGO", 6),), weights={"grade": 1.0},
        shortlist=("SE-001",), shares={}, agreed=(), disputes=(), camps=(), agreement=(),
        leaving=(), depend_on_one=(), head="abc",
        budget=BudgetView(6, 2_000_000, "EUR", 150_000, (
            BudgetRow("SE-001", 300_000.0, 500_000.0, 900_000.0, True, BY_SHARES, 450_000),
            BudgetRow("NO-003", 200_000.0, 400_000.0, 800_000.0, False, "", 600_000),
            BudgetRow("ZZ-404", 1.0, 2.0, 3.0, True, BY_REST, 1),
        )),
    )  # fmt: skip
    few_people = replace(room, budget=BudgetView(4, 2_000_000, "EUR"))
    names = {site: few.by_id()[site].name for site in ("SE-001", "NO-003")}

    told, hidden = (
        said(compose(prepared(few, criteria, reference, replace(OPTIONS, draws=0, workshop=w))))
        for w in (room, few_people)
    )

    told = told.replace("\u202f", " ")
    assert "6 people shared out 2 000 000 EUR" in told
    assert (
        f"{names['SE-001']} | 500 000 (300 000 to 900 000), default | paid for | 450 000"
        in told
    )
    assert f"{names['NO-003']} | 400 000 (200 000 to 800 000) | not paid for | 600 000" in told
    assert "keeps 150 000 EUR unspent" in told
    assert "ZZ-404" not in told
    assert "1 site not in this report" in told
    assert f"Paid for as whole projects only: {names['SE-001']}." in told
    assert f"With their whole cost by the median rule only: {names['NO-003']}." in told
    assert "Fewer than 5 people shared out" in hidden


def test_a_report_without_draws_says_that_nobody_looked(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    report = compose(prepared(few, criteria, reference, replace(OPTIONS, draws=0)))

    assert "Robustness was not computed" in said(report)
    assert "draws over weights" not in said(report)


def test_scales_from_the_data_are_called_so_and_not_drawn(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), method="topsis", scales=Scales.DATA)

    words = said(compose(prepare_report(few, criteria, settings, reference, OPTIONS)))

    assert "one more site, or one less, can change the order" in words
    assert "another yardstick" in words
    assert "fixed scale turns" not in words


def test_everybody_who_is_not_ranked_is_named_with_a_reason(
    found: ReportInput, whole: Report
) -> None:
    words = said(whole)

    assert found.assessment.not_ranked
    for entry in found.assessment.not_ranked:
        assert entry.name in words


def test_locks_and_their_reasons_are_told(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference, found: ReportInput
) -> None:
    last = found.assessment.matrix.alternatives[int(np.argmax(found.assessment.ranking.ranks))]
    locks = Locks({last: "owner pays half"}, {})

    report = compose(prepared(few, criteria, reference, replace(OPTIONS, locks=locks)))

    assert "because owner pays half" in said(report)


@pytest.mark.parametrize(
    ("audience", "hidden", "shown"),
    [
        (Audience.PUBLIC, ("CANARY-P", "CANARY-C", "CANARY-F"), ()),
        (Audience.PARTNERS, ("CANARY-C", "CANARY-F"), ("CANARY-P",)),
        (Audience.INTERNAL, (), ("CANARY-P", "CANARY-C", "CANARY-F")),
    ],
)
def test_an_audience_sees_its_part_and_no_more(
    few: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    found: ReportInput,
    audience: Audience,
    hidden: tuple[str, ...],
    shown: tuple[str, ...],
) -> None:
    by_rank = [found.assessment.matrix.alternatives[row] for row in found.assessment.order()]
    edits = {
        by_rank[0]: {"access": "partners", "owner": "CANARY-P"},
        by_rank[1]: {"access": "confidential", "owner": "CANARY-C"},
        by_rank[2]: {"restricted_fields": "owner", "owner": "CANARY-F"},
    }
    planted = replace(
        few, sites=tuple(with_texts(s, **edits.get(s.site_id, {})) for s in few.sites)
    )
    options = replace(OPTIONS, audience=audience)

    seen = prepared(planted, criteria, reference, options)
    words = said(compose(seen))
    maps = REPORT_FORMATS["geojson"].write(seen).decode() + str(
        REPORT_FORMATS["gpkg"].write(seen)
    )

    assert not [canary for canary in hidden if canary in words + maps]
    assert [canary for canary in shown if canary in words] == list(shown)
    names = [few.by_id()[site_id].name for site_id in by_rank[:2]]
    assert (names[0] in words) == (audience is not Audience.PUBLIC)
    assert (names[1] in words) == (audience is Audience.INTERNAL)


def test_hostile_names_go_through_every_format(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    names = [
        "=1+1 <b>#panic()</b> & ]]>",
        "\u202eevil\u0000\u000b שלום عربي",
        "long " * 2500,
        "W" * 10_000,
        "\u94dc\u9675 \ue123",
    ]
    sites = tuple(
        replace(site, name=names[k % len(names)]) for k, site in enumerate(few.sites[:10])
    )

    hostile = prepared(replace(few, sites=sites), criteria, reference)

    for name in ("pdf", "docx", "gpkg", "geojson"):
        assert REPORT_FORMATS[name].write(hostile)


def test_the_workbook_holds_draws_and_pilots_as_values(found: ReportInput) -> None:
    content = REPORT_FORMATS["xlsx"].write(found)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(content))
    drawn = found.robustness
    assert drawn is not None
    shares = {row[0]: row[4] for row in book["Uncertainty"].iter_rows(5, values_only=True)}
    assert shares == dict(zip(drawn.alternatives, drawn.shortlist.tolist(), strict=True))
    words = {row[2] for row in book["Uncertainty"].iter_rows(5, values_only=True)}
    assert words <= {"secure", "likely", "open", "out"}
    header = [cell.value for cell in book["Pilots"][4]]
    lines = book["Pilots"].iter_rows(5, values_only=True)
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert [row["Site"] for row in rows] == [pilot.site_id for pilot in found.pilots]
    for row, pilot in zip(rows, found.pilots, strict=True):
        assert row["Bulk sample, t"] == pytest.approx(derive(pilot).bulk_t)
        assert row["Partners"] == "to be filled in [open]"
    costs = [row[11] for row in book["Pilot stages"].iter_rows(5, values_only=True)]
    best = [stage.cost_eur.value.best for p in found.pilots for stage in p.stages]
    assert costs == pytest.approx(best)


def test_word_processors_get_headings_header_rows_and_alternative_texts(
    found: ReportInput,
    whole: Report,
) -> None:
    content = REPORT_FORMATS["docx"].write(found)

    document = docx.Document(io.BytesIO(content))
    report = whole
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [b.text for b in report.body if isinstance(b, Heading)]
    tables = [b for b in (*report.answer, *report.body) if isinstance(b, Table | Facts)]
    assert len(document.tables) == len(tables)
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader") == len(tables)
    pictures = [b for b in report.body if isinstance(b, Picture)]
    assert [s._inline.docPr.get("descr") for s in document.inline_shapes] == [
        p.figure.alt for p in pictures
    ]
    assert document.core_properties.created.year == 1980
    # Every entry of the contents leads to a heading, and no row breaks over two pages.
    anchors = re.findall(r'<w:hyperlink w:anchor="(_Toc\d+)"', xml)
    marks = re.findall(r'<w:bookmarkStart[^>]*w:name="(_Toc\d+)"', xml)
    assert len(anchors) == len(
        [b for b in report.body if isinstance(b, Heading) if b.level < 3]
    )
    assert len(marks) == len(set(marks)) == len(headings)
    assert set(anchors) <= set(marks)
    assert (
        xml.count("<w:cantSplit")
        == xml.count("<w:tr>")
        == sum(len(t.rows if isinstance(t, Table) else t.pairs) + 1 for t in tables)
    )


def test_the_map_layer_holds_the_ranking(found: ReportInput, tmp_path: Path) -> None:
    path = tmp_path / "layer.gpkg"
    path.write_bytes(REPORT_FORMATS["gpkg"].write(found))

    connection = sqlite3.connect(path)
    rows = connection.execute(
        f"SELECT geom, site_id, rank, rank_low, rank_high, gap_share, unfc, standing, position "  # noqa: S608
        f"FROM {LAYER}"
    ).fetchall()
    [(extension,)] = connection.execute("SELECT count(*) FROM gpkg_extensions")
    connection.close()

    assert len(rows) == len(found.register)
    by_id, ranking = found.register.by_id(), found.assessment.ranking
    index = {name: row for row, name in enumerate(found.assessment.matrix.alternatives)}
    assert extension == 2
    for geom, site_id, rank, low, high, gap_share, unfc, standing, position in rows:
        site = by_id[site_id]
        if site.latitude is None:
            assert (geom, position) == (None, "unknown")
        else:
            point = shapely.from_wkb(geom[8:])
            assert (point.x, point.y) == (site.longitude, site.latitude)
        assert unfc == str(found.classes[site_id].unfc)
        if site_id not in index:
            assert (rank, standing in APART) == (
                None,
                True,
            )
            continue
        row = index[site_id]
        assert (rank, low, high) == (
            ranking.ranks[row],
            ranking.rank_low[row],
            ranking.rank_high[row],
        )
        assert gap_share == pytest.approx(ranking.gap_share[row])
        assert standing == ("shortlisted" if rank <= 4 else "ranked")


def test_the_style_in_the_geopackage_covers_every_site_once(
    found: ReportInput, tmp_path: Path
) -> None:
    path = tmp_path / "layer.gpkg"
    path.write_bytes(REPORT_FORMATS["gpkg"].write(found))

    connection = sqlite3.connect(path)
    [(table, qml, default)] = connection.execute(
        "SELECT f_table_name, styleQML, useAsDefault FROM layer_styles"
    )
    root = Xml.fromstring(qml)  # noqa: S314 - our own text
    rules = root.findall("./renderer-v2/rules/rule")
    count = f"SELECT count(*) FROM {LAYER} WHERE "  # noqa: S608 - our own filters
    hits = [connection.execute(f"{count}{r.get('filter')}").fetchone()[0] for r in rules]
    connection.close()

    assert (table, default) == (LAYER, 1)
    assert sum(hits) == len(found.register)
    symbols = {s.get("name") for s in root.findall("./renderer-v2/symbols/symbol")}
    assert {r.get("symbol") for r in rules} == symbols


def test_every_column_of_the_map_has_a_type_that_a_geopackage_knows(
    found: ReportInput, tmp_path: Path
) -> None:
    """OGC 12-128r18, table 1; VARCHAR, for one, is none."""
    known = re.compile(
        r"(BOOLEAN|TINYINT|SMALLINT|MEDIUMINT|INT|INTEGER|FLOAT|DOUBLE|REAL|DATE|DATETIME|POINT"
        r"|(TEXT|BLOB)(\(\d+\))?)"
    )
    path = tmp_path / "layer.gpkg"
    path.write_bytes(REPORT_FORMATS["gpkg"].write(found))

    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")
        ]
        types = {
            (table, column): kind
            for table in tables
            for _, column, kind, *_ in connection.execute(f"PRAGMA table_info({table})")
        }
        [(longest,)] = connection.execute("SELECT max(length(styleName)) FROM layer_styles")

    assert set(tables) == {LAYER, "layer_styles"}
    assert not {place: kind for place, kind in types.items() if not known.fullmatch(kind)}
    assert longest <= 30


def test_geojson_knows_what_is_unknown(found: ReportInput) -> None:
    data = json.loads(REPORT_FORMATS["geojson"].write(found))

    assert len(data["features"]) == len(found.register)
    assert set(data["features"][0]["properties"]) == {name for name, _, _ in COLUMNS}
    ranks = [f["properties"]["rank"] for f in data["features"]]
    assert ranks[0] == 1
    assert None in ranks
    answer = found.assessment.answer
    assert answer is not None
    sections = [f["properties"]["section"] for f in data["features"]]
    assert sections.count("too little known") == len(answer.apart) > 0
    assert {name for name in sections if name} <= {section.value for section in Section}
    assert data["fingerprint"] == found.fingerprint


def test_the_same_inputs_make_the_same_files(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference, found: ReportInput
) -> None:
    again = prepared(few, criteria, reference)

    for name in ("pdf", "gpkg", "geojson"):
        assert REPORT_FORMATS[name].write(again) == REPORT_FORMATS[name].write(found)


def test_an_unknown_ending_lists_the_known_ones() -> None:
    assert format_of(Path("a.PDF"), REPORT_FORMATS).name == "pdf"
    with pytest.raises(InputError, match=r"\.pdf, \.docx, \.xlsx, \.gpkg, \.geojson"):
        format_of(Path("a.odt"), REPORT_FORMATS)


def test_no_places_are_refused() -> None:
    with pytest.raises(InputError, match="1 place or more"):
        ReportOptions(top=0)


def test_the_first_page_recommends_by_section_and_never_an_open_site_as_a_secure_one(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    found = prepare_report(
        sample, criteria, settings, reference, ReportOptions(top=10, draws=200)
    )
    page = said(replace(compose(found), body=()))

    start = {
        "secure": "Secure: prepare",
        "likely": "Likely: prepare next",
        "open": "Open: settle",
    }
    of_list: dict[str, list[str]] = {}
    for entry in found.listed:
        assert entry.section is not None
        of_list.setdefault(entry.section.value, []).append(entry.name)
        assert f"{percent(entry.probability or 0.0)} {entry.section}" in page
    assert set(of_list) == set(start)
    for section, names in of_list.items():
        sentence = page[page.index(start[section]) :].split(". ")[0]
        assert names[0] in sentence
        for other in set(of_list) - {section}:
            assert not any(name in sentence for name in of_list[other])
    told = re.findall(r"What would settle most for its cost: (.*)", page)
    assert told == [step.sentence for step in found.steps.first]
    # The counts stand once, in the line on top; weights that vary are told in numbers alone.
    assert len(re.findall(r"\d+ secure", page)) == 1
    assert re.search(r"Chance if weights vary too \(200 draws .*\): from \d+ % to", page)


def test_a_pilot_at_a_site_that_is_too_little_known_says_so_in_the_words_of_the_ranking(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    ranked = prepared(few, criteria, reference).assessment
    assert ranked.answer is not None
    apart = ranked.answer.apart[0]
    options = replace(OPTIONS, draws=0, locks=Locks({apart.site_id: "asked for"}, {}))

    report = compose(prepared(few, criteria, reference, options))

    said_of = [
        block.text
        for block in report.body
        if isinstance(block, Callout) and block.title == "Not ranked"
    ]
    assert said_of == [f"Not ranked. {too_little_known(apart)}"]
