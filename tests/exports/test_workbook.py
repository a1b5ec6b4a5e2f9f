"""The workbook: its formulas give the tool's result, also after a change; text stays text."""

from __future__ import annotations

import math
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from openpyxl.utils import get_column_letter

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet, RiskMode, ValueFunction
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.methods.table import METHODS
from prioritizer.exports.formats import RANKING_FORMATS, Options
from prioritizer.exports.workbook.columns import ANSWER
from prioritizer.exports.workbook.layout import FIRST, SETTINGS_FIRST
from prioritizer.exports.workbook.model import has_formulas
from prioritizer.exports.workbook.ranking_sheet import NUMBERS
from prioritizer.exports.workbook.weights_sheet import NOT_LIVE
from prioritizer.workflow.ranking.assess import assess, assess_matrix
from prioritizer.workflow.ranking.ranks import rank_matrix
from tests.exports.conftest import Assess, with_gaps
from tests.exports.spreadsheet import Spreadsheet, load
from tests.sweeps import sweep

KINDS = [
    ("weighted-sum", Scales.FIXED, "none"),
    ("topsis", Scales.FIXED, "none"),
    *((method, Scales.FIXED, "none") for method in ("weighted-product", "waspas", "vikor")),
    ("spotis", Scales.FIXED, "none"),
    *[
        (method, Scales.DATA, normalization)
        for method in ("weighted-sum", "topsis")
        for normalization in ("vector", "minmax", "sum", "inverse-sum", "max")
    ],
]
OLD = {"gaps": GapMode.MIDDLE, "order": Order.EXPECTED}
BY_DRAWS = (Order.CHANCE, Order.MEDIAN, Order.CAUTIOUS)
COLUMNS = ("scores", "score_low", "score_high", "rank_low", "rank_high", "gap_share")
BY_FORMULA = ("Score", "Low", "High", "Best rank", "Worst rank", "On gaps")


def written(assessment: Assessment, register: SiteRegister | None = None) -> bytes:
    return RANKING_FORMATS["xlsx"].write(assessment, register, Options())


def ranking_of(assessment: Assessment) -> dict[str, list[float]]:
    """Return what the tool says of each site: the rank by score, then COLUMNS."""
    ranking, settings = assessment.ranking, assessment.settings
    ranks = ranking.ranks
    if assessment.answer is not None and settings.order in BY_DRAWS:
        ranks = np.array([1 + (ranking.scores > score).sum() for score in ranking.scores])
    table = np.column_stack([ranks, *(getattr(ranking, name) for name in COLUMNS)])
    return dict(zip(assessment.matrix.alternatives, table.tolist(), strict=True))


def places(headings: list[Any]) -> list[int]:
    """Return the columns, from 1, with the rank by score and what follows from it."""
    rank = "Rank by score" if "Rank by score" in headings else "Rank"
    return [headings.index(name) + 1 for name in (rank, *BY_FORMULA)]


def worked_out(sheet: Spreadsheet, n_sites: int) -> dict[str, list[float]]:
    """Return what the formulas of the sheet Ranking give, site by site."""
    rows = range(FIRST + 1, FIRST + 1 + n_sites)
    columns = places([cell.value for cell in sheet.book["Ranking"][FIRST]])
    return {
        sheet.value("Ranking", row, 2): [
            sheet.value("Ranking", row, place) for place in columns
        ]
        for row in rows
    }


def assert_same(found: dict[str, list[float]], expected: dict[str, list[float]]) -> None:
    assert found.keys() == expected.keys()
    for site, numbers in expected.items():
        assert found[site] == pytest.approx(numbers, abs=1e-9), site


@pytest.mark.parametrize(("method", "scales", "normalization"), sweep(KINDS, every=2))
def test_the_formulas_give_the_result_of_the_tool(
    method: str, scales: Scales, normalization: str
) -> None:
    kind: dict[str, Any] = {"method": method, "scales": scales, "normalization": normalization}
    assessment = with_gaps((3.0, 2.0, 1.0), **kind)

    sheet = Spreadsheet(written(assessment))

    assert_same(worked_out(sheet, 5), ranking_of(assessment))
    assert sheet.value("Weights", SETTINGS_FIRST + 3 + 2 + 4, 2) is True


@pytest.mark.parametrize(
    ("method", "scales"),
    [("promethee", Scales.FIXED), ("electre", Scales.FIXED), ("vikor", Scales.DATA)],
)
def test_scores_that_no_formula_can_rebuild_are_numbers_and_called_so(
    method: str, scales: Scales
) -> None:
    assessment = with_gaps((3.0, 2.0, 1.0), method=method, scales=scales, normalization="none")

    sheet = Spreadsheet(written(assessment))

    assert_same(worked_out(sheet, 5), ranking_of(assessment))
    told = [sheet.value(name, 2, 1) for name in ("Ranking", "Shortlist", "Weights", "Scales")]
    assert all(NUMBERS in text for text in told)
    assert sheet.value("Weights", SETTINGS_FIRST + 3 + 2 + 4, 2) == NOT_LIVE
    sheet.put("Weights", "B6", 0.25)
    assert sheet.value("Weights", SETTINGS_FIRST + 3 + 2 + 4, 2).startswith("not compared")


@pytest.mark.parametrize("scales", list(Scales))
@pytest.mark.parametrize("method", list(METHODS))
def test_a_workbook_asks_for_a_change_just_where_its_scores_follow(
    method: str, scales: Scales
) -> None:
    """Yellow cells, and every sentence that promises something of them."""
    assessment = with_gaps((3.0, 2.0, 1.0), method=method, scales=scales, normalization="none")
    book = load(written(assessment))

    texts = [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "s"
    ]
    words = ("change me", "yellow", "recompute", "sorts itself", "sorted again", "to change")
    promises = [text for text in texts if any(word in text.lower() for word in words)]
    yellow = [
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == "FFFFF7D6"
    ]
    assert bool(promises) == bool(yellow) == has_formulas(assessment), promises


@pytest.mark.parametrize(("method", "scales", "normalization"), sweep(KINDS, every=2, first=1))
def test_the_formulas_follow_changed_weights(
    method: str, scales: Scales, normalization: str
) -> None:
    kind: dict[str, Any] = {"method": method, "scales": scales, "normalization": normalization}
    sheet = Spreadsheet(written(with_gaps((3.0, 2.0, 1.0), **kind)))

    sheet.put("Weights", "B6", 0.25)
    sheet.put("Weights", "B8", 7)

    assert_same(worked_out(sheet, 5), ranking_of(with_gaps((0.25, 2.0, 7.0), **kind)))
    verdict = sheet.value("Weights", SETTINGS_FIRST + 3 + 2 + 4, 2)
    assert verdict == "not compared: weights or scales changed"


@pytest.mark.parametrize(("method", "scales", "normalization"), sweep(KINDS, every=2))
def test_what_programs_show_before_they_calculate_is_the_result_of_the_tool(
    method: str, scales: Scales, normalization: str
) -> None:
    assessment = with_gaps(
        (3.0, 2.0, 1.0), method=method, scales=scales, normalization=normalization
    )
    content = written(assessment)

    cached, live = load(content, cached=True), Spreadsheet(content)

    for name in ("Weights", "Scales", "Values", "Data scales", "Ranking", "Shortlist"):
        if name not in cached.sheetnames:
            continue
        for row in cached[name].iter_rows():
            for cell in row:
                expected = live.value(name, cell.row, cell.column)
                if isinstance(expected, float):
                    assert cell.value == pytest.approx(expected, abs=1e-9), (
                        name,
                        cell.coordinate,
                    )
                else:
                    assert (cell.value or "") == (expected or ""), (name, cell.coordinate)


@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
@pytest.mark.parametrize("order", list(Order))
def test_real_sites_come_out_as_in_the_tool(
    method: str, order: Order, assess_few: Assess
) -> None:
    assessment = assess_few(method=method, order=order, risk=RiskMode.PROJECT_RISK)

    sheet = Spreadsheet(written(assessment))

    assert_same(worked_out(sheet, len(assessment.matrix)), ranking_of(assessment))


def test_the_formulas_follow_a_changed_scale(assess_few: Assess, criteria: CriteriaSet) -> None:
    """Of what is measured: a value taken for one that is not known is one of the tool."""
    sheet = Spreadsheet(written(assess_few(**OLD)))

    sheet.put("Scales", "B6", "linear")
    sheet.put("Scales", "C6", 8)
    sheet.put("Scales", "D6", -1)

    grade = replace(criteria.criteria[0], value_function=ValueFunction("linear", 8.0, -1.0))
    changed = replace(criteria, criteria=(grade, *criteria.criteria[1:]))
    expected = assess_few(criteria=changed, **OLD)
    assert_same(worked_out(sheet, len(expected.matrix)), ranking_of(expected))


@pytest.mark.parametrize("gaps", [GapMode.LIKE_INVENTORY, GapMode.NOTHING_ASSUMED])
def test_a_figure_replaces_what_was_taken_for_a_gap(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, gaps: GapMode
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), gaps=gaps)
    assessment = assess(sample, criteria, settings, reference)
    drawn, weights = assessment.draws, assessment.settings.weights.normalized
    assert drawn is not None
    shift, row, k = next(
        (shift, row, k)
        for shift, row in enumerate(assessment.order().tolist())
        for k in range(len(weights))
        if assessment.matrix.gap[row, k] and not np.isnan(drawn.means[row, k])
    )
    best = assessment.matrix.criteria[k].value_function.best
    at = FIRST + 1 + shift
    sheet = Spreadsheet(written(assessment))
    headings = [cell.value for cell in sheet.book["Ranking"][FIRST]]
    score = headings.index("Score") + 1
    before = sheet.value("Ranking", at, score)
    assert sheet.value("States", at, 8 + k) == pytest.approx(drawn.means[row, k])
    assert sheet.value("States", at, 3 + k) == assessment.answer.state(row, k).value  # type: ignore[union-attr]

    low, middle, high, mark = (f"{get_column_letter(3 + 4 * k + n)}{at}" for n in range(4))
    for address in (low, middle, high):
        sheet.put("Performance", address, best)
    assert sheet.value("Ranking", at, score) == pytest.approx(before)
    sheet.put("Performance", mark, None)

    gained = (1.0 - drawn.means[row, k]) * weights[k]
    assert sheet.value("Ranking", at, score) == pytest.approx(before + gained, abs=1e-9)
    assert sheet.value("Weights", 16, 2) is False


@pytest.mark.parametrize("order", BY_DRAWS)
def test_chances_and_places_are_values_in_the_order_of_the_list(
    assess_few: Assess, order: Order
) -> None:
    assessment = assess_few(order=order)
    answer, rows = assessment.answer, assessment.order().tolist()
    assert answer is not None
    book = load(written(assessment))

    for name, first, n in (("Ranking", FIRST, len(rows)), ("Shortlist", 4, len(rows))):
        sheet = Spreadsheet(written(assessment))
        headings = [cell.value for cell in book[name][first]]
        told = [headings.index(text) + 1 for text in ("Place", *ANSWER)]
        for shift in range(n):
            found = [sheet.value(name, first + 1 + shift, column) for column in told]
            row = rows[shift]
            assert found == [
                assessment.ranking.ranks[row],
                answer.chance[row],
                answer.sections[row].value,
                answer.rank_median[row],
                answer.rank_5[row],
                answer.rank_95[row],
                answer.known_weight[row],
            ]


def test_who_is_too_little_known_stands_apart_with_what_to_find_out(
    assess_few: Assess,
) -> None:
    assessment = assess_few()
    assert assessment.answer is not None
    apart = assessment.answer.apart
    assert apart

    sheet = load(written(assessment))["Too little known"]

    found = [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=5)]
    assert [[row[0], row[1], row[4]] for row in found] == [
        [one.site_id, one.name, "; ".join(one.missing)] for one in apart
    ]
    shares = [[one.chance, one.known_weight] for one in apart]
    assert np.allclose([row[2:4] for row in found], shares)


def test_a_criterion_that_is_left_out_has_no_points_and_says_why() -> None:
    five = with_gaps((3.0, 2.0, 1.0), method="weighted-sum", scales=Scales.FIXED,
                     normalization="none")  # fmt: skip
    weights = replace(five.settings.weights, left_out=("cost",))
    five = replace(five, settings=replace(five.settings, weights=weights))
    five = replace(five, ranking=rank_matrix(five.matrix, five.values, five.settings))

    sheet = Spreadsheet(written(five))

    assert sheet.value("Weights", 7, 2) == 0
    assert sheet.value("Weights", 7, 9) == "Left out (2 points)."
    assert_same(worked_out(sheet, 5), ranking_of(five))


def test_the_shortlist_sorts_itself(assess_few: Assess) -> None:
    sheet = Spreadsheet(written(assess_few(**OLD)))

    for address, points in zip(("B6", "B7", "B8", "B9", "B10"), (0, 0, 0, 9, 0), strict=True):
        sheet.put("Weights", address, points)

    expected = assess_few((0.0, 0.0, 0.0, 9.0, 0.0), **OLD)
    n = len(expected.matrix)
    score = [cell.value for cell in sheet.book["Shortlist"][4]].index("Score") + 1
    shown = [
        [sheet.value("Shortlist", row, column) for column in (1, 2, score)]
        for row in range(5, 5 + n)
    ]
    tool = ranking_of(expected)
    assert [rank for rank, _, _ in shown] == sorted(numbers[0] for numbers in tool.values())
    assert {site for _, site, _ in shown} == set(tool)
    for rank, site, score in shown:
        assert [rank, score] == pytest.approx(tool[site][:2], abs=1e-9)


def test_every_formula_of_a_site_reads_only_the_row_of_that_site(plain: Assessment) -> None:
    book = load(written(plain))

    for name in ("Values", "Ranking"):
        for row in book[name].iter_rows(min_row=FIRST + 1):
            for cell in row:
                if cell.data_type == "f":
                    relative = re.findall(r"(?<![$A-Z_a-z])[A-Z]{1,2}(\d+)\b", cell.value)
                    assert set(relative) <= {str(cell.row)}, (name, cell.coordinate, cell.value)


def test_every_number_that_follows_from_others_is_a_formula(plain: Assessment) -> None:
    book = load(written(plain))

    headings = [cell.value for cell in book["Ranking"][FIRST]]
    first = headings.index("Rank by score") + 1
    for name, columns in (("Values", range(3, 23)), ("Ranking", range(first, first + 12))):
        for row in range(FIRST + 1, FIRST + 1 + len(plain.matrix)):
            for column in columns:
                assert book[name].cell(row, column).data_type == "f", (name, row, column)


def test_top_shortens_the_shortlist_and_ranks_all_sites(plain: Assessment) -> None:
    book = load(RANKING_FORMATS["xlsx"].write(plain, None, Options(top=3)), cached=True)

    assert [row[0].value for row in book["Shortlist"].iter_rows(min_row=5)] == [1, 2, 3]
    assert book["Ranking"].max_row == FIRST + len(plain.matrix)


def test_gaps_are_blank_and_marked_and_never_zero(plain: Assessment) -> None:
    sheet = load(written(plain))["Performance"]

    for shift, row in enumerate(plain.order().tolist()):
        for k in range(5):
            first = 3 + 4 * k
            cells = [sheet.cell(FIRST + 1 + shift, first + part).value for part in range(4)]
            expected = [getattr(plain.matrix, part)[row, k] for part in ("low", "best", "high")]
            assert [x is None for x in cells[:3]] == np.isnan(expected).tolist()
            assert (cells[3] == "gap") == plain.matrix.gap[row, k]


def test_evidence_has_every_published_figure_with_unit_and_source(
    plain: Assessment, few: SiteRegister
) -> None:
    rows = [
        tuple(cell.value for cell in row)
        for row in load(written(plain, few))["Evidence"].iter_rows(min_row=5)
    ]

    assert ("SE-001", "tonnage_t", 3_460_000, "t dry", "S001;S002;S003", None) in rows
    assert {row[0] for row in rows} == {site.site_id for site in few.sites}
    assert any(row[1] == "P grade" and row[2:5] == (2.37, "%", "K001;S003") for row in rows)


def test_the_same_ranking_gives_the_same_bytes(plain: Assessment, few: SiteRegister) -> None:
    assert written(plain, few) == written(plain, few)


HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "<script>alert(1)</script>",
    "https://example.org",
    "123",
    "TRUE",
    "שלום עולם",
    "铜陵 🙂",
    "x" * 10_000,
    "{=1}",
    "#N/A",
    "'quoted",
    "a\nb",
    "_x0041_",
    "\x07bell",
)


@pytest.fixture(scope="module")
def hostile(assess_few: Assess, few: SiteRegister) -> tuple[Assessment, SiteRegister]:
    plain = assess_few()
    names = tuple(HOSTILE[i % len(HOSTILE)] for i in range(len(plain.matrix)))
    sites = tuple(
        replace(
            site, name=HOSTILE[i % len(HOSTILE)], texts={"region": HOSTILE[i % len(HOSTILE)]}
        )
        for i, site in enumerate(few.sites)
    )
    return replace(plain, matrix=replace(plain.matrix, names=names)), replace(few, sites=sites)


def test_no_text_becomes_a_formula_a_link_or_a_number(
    hostile: tuple[Assessment, SiteRegister],
) -> None:
    assessment, register = hostile
    content = written(assessment, register)

    book = load(content)

    names = [assessment.matrix.names[row] for row in assessment.order().tolist()]
    for name, column in (("Performance", 2), ("Values", 2), ("Ranking", 3)):
        cells = [book[name].cell(FIRST + 1 + k, column) for k in range(len(names))]
        assert {cell.data_type for cell in cells} == {"s"}
        assert [cell.value for cell in cells] == [readable(text) for text in names]
    for name in ("Evidence", "Sources", "Not ranked", "Read me"):
        assert not [
            c.coordinate for row in book[name].iter_rows() for c in row if c.data_type == "f"
        ]
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert not [
            part for part in parts.namelist() if "externalLink" in part or "vba" in part
        ]
        assert not any(b"hyperlink" in parts.read(part) for part in parts.namelist())


def readable(text: str) -> str:
    """Return a text as openpyxl gives it back, control characters still escaped."""
    return text.replace("\x07", "_x0007_").replace("_x0041_", "_x005F_x0041_")


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(plain: Assessment) -> None:
    names = ("y" * 40_000, *plain.matrix.names[1:])
    assessment = replace(plain, matrix=replace(plain.matrix, names=names))

    values = [
        row[1].value for row in load(written(assessment))["Values"].iter_rows(min_row=FIRST + 1)
    ]

    assert "y" * 32_766 + "…" in values


def test_one_site_on_one_criterion_makes_a_workbook() -> None:
    five = with_gaps(
        (1.0, 1.0, 1.0), method="topsis", scales=Scales.FIXED, normalization="none"
    )
    matrix = five.matrix
    criteria = replace(five.criteria, criteria=matrix.criteria[:1])
    alone = replace(
        matrix,
        alternatives=("e",),
        names=("East",),
        criteria=criteria.criteria,
        low=matrix.low[:1, :1].copy(),
        best=matrix.best[:1, :1].copy(),
        high=matrix.high[:1, :1].copy(),
        gap=matrix.gap[:1, :1].copy(),
    )
    settings = replace(five.settings, weights=WeightVector(("grade",), (2.0,)))
    assessment = assess_matrix(alone, criteria, settings, title="one")

    assert_same(worked_out(Spreadsheet(written(assessment)), 1), ranking_of(assessment))


def test_rows_are_as_high_as_their_texts(assess_few: Assess, few: SiteRegister) -> None:
    """LibreOffice does not fit the height of a row to a text that it breaks."""
    book = load(written(assess_few(), few))

    tall = 0
    for sheet in book:
        widths = {
            column: dimension.width
            for dimension in sheet.column_dimensions.values()
            for column in range(dimension.min, dimension.max + 1)
        }
        for row in sheet.iter_rows(min_row=4):
            for cell in row:
                if cell.data_type != "s" or not cell.alignment.wrap_text:
                    continue
                width = widths.get(cell.column, 8.43)
                height = sheet.row_dimensions[cell.row].height or 15.0
                # In a proportional font a fifth more letters than digits go into a line.
                lines = math.ceil(len(cell.value) / (1.2 * width))
                tall += lines > 1
                assert min(15.0 * lines, 409.0) <= height, (sheet.title, cell.coordinate)
    assert tall > 10
