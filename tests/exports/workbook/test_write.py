"""LibreOffice opens the workbook and works out the tool's result, also at other weights."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO

import pytest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Assessment, Order, Scales, Settings
from prioritizer.domain.value_tree import totals
from prioritizer.domain.weights import WeightVector
from prioritizer.exports.formats import RANKING_FORMATS, Options
from prioritizer.exports.workbook.layout import FIRST
from prioritizer.workflow.ranking.assess import reranked
from tests.exports.conftest import POINTS, Assess
from tests.exports.shapes import POINTS as SHAPE_POINTS
from tests.exports.shapes import assess_shapes, criteria
from tests.exports.spreadsheet import load
from tests.exports.test_workbook import assert_same, places, ranking_of
from tests.exports.workbook.test_curves import VERDICT

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
OTHER_POINTS = (0.0, 2.0, 1.0, 11.5, 0.1)
SETTINGS = {
    "sum-fixed": {"method": "weighted-sum"},
    "topsis-fixed": {
        "method": "topsis",
        "gaps": GapMode.NOTHING_ASSUMED,
        "risk": RiskMode.PROJECT_RISK,
        "order": Order.PESSIMISTIC,
    },
    "sum-minmax": {
        "scales": Scales.DATA,
        "normalization": "minmax",
        "risk": RiskMode.PROJECT_RISK,
    },
    "weighted-product": {"method": "weighted-product"},
    "waspas": {"method": "waspas", "order": Order.PESSIMISTIC},
    "vikor": {"method": "vikor"},
    "topsis-vector": {"method": "topsis", "scales": Scales.DATA, "risk": RiskMode.PROJECT_RISK},
}

# Every shape of scale under a tree of branches.
SHAPES = {
    "shapes-sum": {"method": "weighted-sum"},
    "shapes-topsis-data": {
        "method": "topsis",
        "scales": Scales.DATA,
        "normalization": "vector",
    },
}
OTHER_SHAPE_POINTS = (0.0, 0.0, 2.0, 7.0, 3.0, 0.4, 2.5, 0.7, 4.0, 2.0, 0.1)


@pytest.fixture(scope="module")
def recalculated(
    assess_few: Assess, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Assessment, bytes]]:
    """Return every workbook as LibreOffice works it out, beside what is expected."""
    if OFFICE is None:
        pytest.skip(
            "LIBREOFFICE IS MISSING: the workbook is checked by our own small evaluator only"
        )
    folder = tmp_path_factory.mktemp("office")
    expected = {}
    for name, settings in SETTINGS.items():
        first = assess_few(**settings)
        content = RANKING_FORMATS["xlsx"].write(first, None, Options())
        for kind, points in (("as-is", POINTS), ("changed", OTHER_POINTS)):
            (folder / f"{name}-{kind}.xlsx").write_bytes(with_points(content, points))
            # Who is ranked does not follow a change of weights in a workbook.
            chosen = Settings(WeightVector(first.settings.weights.criteria, points), **settings)
            expected[f"{name}-{kind}"] = reranked(first, chosen)
    for name in SHAPES:
        content = RANKING_FORMATS["xlsx"].write(assess_shapes(**SHAPES[name]), None, Options())
        for kind, points in (("as-is", SHAPE_POINTS), ("changed", OTHER_SHAPE_POINTS)):
            along_tree = totals(
                criteria().tree(), dict(zip(criteria().ids, points, strict=True))
            )
            changed = with_points(content, tuple(along_tree.values()))
            (folder / f"{name}-{kind}.xlsx").write_bytes(changed)
            expected[f"{name}-{kind}"] = assess_shapes(points, **SHAPES[name])
    converted = folder / "converted"
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(converted),
            *map(str, sorted(folder.glob("*.xlsx"))),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return {
        name: (a, (converted / f"{name}.xlsx").read_bytes()) for name, a in expected.items()
    }


def with_points(content: bytes, points: tuple[float, ...]) -> bytes:
    """Return the workbook with other points; openpyxl drops all cached values on the way."""
    book = load(content)
    for row, value in enumerate(points, start=6):
        book["Weights"].cell(row, 2).value = value
    changed = BytesIO()
    book.save(changed)
    return changed.getvalue()


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["as-is", "changed"])
@pytest.mark.parametrize("name", [*SETTINGS, *SHAPES])
def test_libreoffice_works_out_the_result_of_the_tool(
    name: str, kind: str, recalculated: dict[str, tuple[Assessment, bytes]]
) -> None:
    assessment, content = recalculated[f"{name}-{kind}"]
    book = load(content, cached=True)

    sheet = book["Ranking"]
    columns = places([cell.value for cell in sheet[FIRST]])
    found = {
        sheet.cell(row, 2).value: [sheet.cell(row, place).value for place in columns]
        for row in range(FIRST + 1, FIRST + 1 + len(assessment.matrix))
    }

    assert_same(found, ranking_of(assessment))
    verdict = book["Weights"].cell(VERDICT if name in SHAPES else 16, 2).value
    assert verdict is True if kind == "as-is" else "not compared" in verdict


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_meets_no_formula_that_it_cannot_work_out(
    recalculated: dict[str, tuple[Assessment, bytes]],
) -> None:
    for name, (_, content) in recalculated.items():
        for sheet in load(content, cached=True):
            faults = [
                c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "e"
            ]
            assert not faults, (name, sheet.title, faults)
