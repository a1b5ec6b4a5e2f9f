"""Every format writes the same ranking, and no text in it can do harm."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.results import Assessment, Scales
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.exports.formats import RANKING_FORMATS, Options, format_of
from prioritizer.exports.tables.csv_file import FORMULA_STARTS, guarded
from prioritizer.exports.tables.text_table import printable
from prioritizer.workflow.records.replay import make_record
from tests.exports.conftest import Assess, with_gaps
from tests.exports.test_workbook import HOSTILE


def as_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def as_json(
    assessment: Assessment, register: SiteRegister | None = None, **options: Any
) -> Any:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    content = RANKING_FORMATS["json"].write(assessment, register, Options(**options))
    return json.loads(content, parse_constant=refuse)


@pytest.mark.parametrize("name", list(RANKING_FORMATS))
def test_every_format_writes_bytes_and_is_found_by_its_ending(
    name: str, plain: Assessment, few: SiteRegister
) -> None:
    entry = RANKING_FORMATS[name]

    assert entry.name == name
    assert format_of(Path(f"list{entry.extension.upper()}"), RANKING_FORMATS) is entry
    assert len(entry.write(plain, few, Options())) > 500
    assert len(entry.write(plain, None, Options(top=1))) > 100


def test_an_unknown_ending_names_the_known_ones() -> None:
    with pytest.raises(
        InputError, match=r"the ending '.doc'. Expected one of: .txt \(table\), .csv, .json"
    ):
        format_of(Path("list.doc"), RANKING_FORMATS)


def test_an_empty_shortlist_is_refused() -> None:
    with pytest.raises(InputError, match="found 0"):
        Options(top=0)


def test_json_holds_parallel_lists_in_the_order_of_the_ranking(
    plain: Assessment, few: SiteRegister
) -> None:
    answer = as_json(plain, few)

    order = plain.order().tolist()
    n_ranked, apart = len(order), plain.answer.apart
    ranked = [plain.matrix.alternatives[row] for row in order]
    assert answer["alternatives"] == [*ranked, *(site.site_id for site in apart)]
    assert answer["scores"] == [*plain.ranking.scores[order].tolist(), *[None] * len(apart)]
    assert answer["ranks"][:n_ranked] == sorted(answer["ranks"][:n_ranked])
    assert answer["ranks"][n_ranked:] == [None] * len(apart)
    assert answer["chance"] == [
        *plain.answer.chance[order].tolist(),
        *(site.chance for site in apart),
    ]
    assert answer["band"][n_ranked:] == ["too little known"] * len(apart)
    assert {len(states) for states in answer["states"].values()} == {n_ranked + len(apart)}
    lists = (
        "names",
        "scores",
        "score_low",
        "score_high",
        "ranks",
        "rank_low",
        "rank_high",
        "gap_share",
        "evidence",
        *("chance", "band", "rank_median", "rank_5", "rank_95", "known_weight"),
    )
    assert {len(answer[name]) for name in lists} == {n_ranked + len(apart)}
    assert answer["weights"] == plain.settings.weights.as_dict()
    assert (answer["method"], answer["scales"], answer["normalization"]) == (
        "weighted-sum",
        "fixed",
        "none",
    )
    assert {"id", "unit", "objective", "kind", "worst", "best"} == set(answer["criteria"][0])


def test_json_names_the_normalization_that_was_applied() -> None:
    for method, expected in (("weighted-sum", "minmax"), ("topsis", "vector")):
        assessment = with_gaps(
            (1, 1, 1), method=method, scales=Scales.DATA, normalization="none"
        )
        assert as_json(assessment)["normalization"] == expected


def test_json_says_why_a_site_is_not_ranked(plain: Assessment) -> None:
    answer = as_json(plain)

    assert [entry["id"] for entry in answer["not_ranked"]] == [
        n.site_id for n in plain.not_ranked
    ]
    assert all(entry["reason"] for entry in answer["not_ranked"])
    assert any(entry["gate"] for entry in answer["not_ranked"])
    assert any(entry["missing"] for entry in answer["not_ranked"])


def test_json_carries_the_fingerprint_of_the_record(
    plain: Assessment, few: SiteRegister
) -> None:
    assert (
        as_json(plain, few)["fingerprint"] == json.loads(make_record(plain, few))["fingerprint"]
    )


def test_the_fingerprint_moves_with_any_weight(assess_few: Assess) -> None:
    prints = {
        as_json(assess_few((points, 1.0, 1.0, 1.0, 1.0)))["fingerprint"]
        for points in (1.0, 1.0000001, 2.0)
    }

    assert len(prints) == 3


def test_a_shortlist_keeps_a_tie_at_the_cut_whole() -> None:
    assessment = with_gaps(
        (1, 1, 1), method="weighted-sum", scales=Scales.FIXED, normalization="none"
    )
    tied = next(
        rank
        for rank in assessment.ranking.ranks
        if (assessment.ranking.ranks == rank).sum() == 2
    )

    answer = as_json(assessment, top=int(tied))

    assert answer["ranks"][-2:] == [tied, tied]
    assert answer["alternatives"][-2:] == ["b", "c"]


def test_csv_has_a_row_for_every_site_and_the_numbers_of_the_ranking(
    plain: Assessment, few: SiteRegister
) -> None:
    rows = as_rows(RANKING_FORMATS["csv"].write(plain, few, Options()))

    assert len(rows) == len(few)
    for row, at in zip(rows, plain.order().tolist(), strict=False):
        assert row["site_id"] == plain.matrix.alternatives[at]
        assert float(row["score"]) == plain.ranking.scores[at]
        assert int(row["rank"]) == plain.ranking.ranks[at]
        parts = [float(row[f"{c} contribution (points of score)"]) for c in plain.criteria.ids]
        assert sum(parts) == pytest.approx(plain.ranking.scores[at], abs=1e-9)
    assert [row["status"] for row in rows].count("not ranked") == len(plain.not_ranked)


def test_csv_leaves_gaps_blank(plain: Assessment) -> None:
    rows = as_rows(RANKING_FORMATS["csv"].write(plain, None, Options()))

    for row, at in zip(rows, plain.order().tolist(), strict=False):
        blank = row["grade performance (× primary ore)"] == ""
        assert blank == bool(np.isnan(plain.matrix.best[at, 0]))


@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
@pytest.mark.parametrize("scales", list(Scales))
def test_contributions_add_up(method: str, scales: Scales, assess_few: Assess) -> None:
    assessment = assess_few(method=method, scales=scales)
    rows = as_rows(RANKING_FORMATS["csv"].write(assessment, None, Options()))

    for row in rows[: len(assessment.matrix)]:
        parts = [float(text) for name, text in row.items() if "contribution" in name]
        total = float(row["score"]) if method == "weighted-sum" else 1.0
        assert sum(parts) == pytest.approx(total, abs=1e-9)


def test_no_csv_cell_can_start_a_formula(assess_few: Assess, few: SiteRegister) -> None:
    plain = assess_few()
    names = tuple(HOSTILE[i % len(HOSTILE)] for i in range(len(plain.matrix)))
    units = tuple(replace(c, id=f"={c.id}", unit="@unit") for c in plain.matrix.criteria)
    assessment = replace(plain, matrix=replace(plain.matrix, names=names, criteria=units))

    text = RANKING_FORMATS["csv"].write(assessment, few, Options()).decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in FORMULA_STARTS and not is_number(cell)]
    assert {"'=1+1", "'@SUM(A1)", "'\t=1"} <= set(cells)


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@given(st.text(st.sampled_from("'=+-@\t\r\n\0＝a "), max_size=6))
def test_taking_one_mark_away_restores_a_guarded_text(text: str) -> None:
    found = guarded(text)

    assert not found or found[0] not in FORMULA_STARTS
    marked = found.startswith("'") and found.lstrip("'")[:1] in FORMULA_STARTS
    assert (found[1:] if marked and found.lstrip("'") else found) == text


def test_csv_opens_in_a_spreadsheet_on_windows_with_its_letters_whole(
    plain: Assessment,
) -> None:
    assert RANKING_FORMATS["csv"].write(plain, None, Options()).startswith(b"\xef\xbb\xbfrank,")


def test_the_text_table_lines_up_and_counts_what_it_leaves_out(
    plain: Assessment, few: SiteRegister
) -> None:
    lines = RANKING_FORMATS["table"].write(plain, few, Options(top=3)).decode().splitlines()

    start = next(k for k, line in enumerate(lines) if line.startswith("place"))
    assert all(
        line[lines[start].index("site") :].split()[0]
        in {plain.matrix.alternatives[row] for row in plain.order().tolist()}
        for line in lines[start + 1 : start + 4]
    )
    assert f"{len(plain.matrix) - 3} more ranked sites are not shown." in lines
    assert any("Held back by a veto" in line for line in lines)


def test_text_cannot_steer_a_terminal() -> None:
    assert printable("\x1b[31mred\r\n") == " [31mred  "
    assert len(printable("x" * 100)) == 44
