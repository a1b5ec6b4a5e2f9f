"""``matrix``: a ready decision matrix by command line and by function."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.matrix import rank
from prioritizer.workflow.ranking.matrix_smaa import smaa
from tests.conftest import ROOT

TABLE = "name,cost,quality,speed\nA,250,16,12\nB,200,16,8\nC,300,32,16\nD,275,32,8\n"


def call(path: Path, content: str, *options: str) -> Result:
    path.write_text(content, encoding="utf-8")
    return CliRunner().invoke(main, ["matrix", str(path), *options])


def test_the_shipped_example_prints_the_published_scores() -> None:
    example = str(ROOT / "sample_data" / "matrix.csv")
    options = ["--objectives", "max,max,max", "--weights", "0.3,0.4,0.3", "--method", "topsis"]

    result = CliRunner().invoke(main, ["matrix", example, *options, "--format", "json"])

    answer = json.loads(result.stdout)
    assert answer["scores"] == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=1e-4)
    assert answer["ranks"] == [3, 2, 1, 4]
    assert (answer["method"], answer["normalization"]) == ("topsis", "vector")


def test_minmax_turns_a_column_to_minimise(tmp_path: Path) -> None:
    result = call(
        tmp_path / "m.csv",
        TABLE,
        "--objectives",
        "min,max,max",
        "--weights",
        "1,0,0",
        "--format",
        "json",
    )

    assert json.loads(result.stdout)["scores"] == pytest.approx([0.5, 1.0, 0.0, 0.25])


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ("cost=1,2,3", "weights: found '2'. Expected one of: cost, quality, speed."),
        ("cost=1,cost=2", "weights, cost: found it twice."),
    ],
)
def test_weights_of_which_a_part_would_be_dropped_are_refused(
    tmp_path: Path, weights: str, words: str
) -> None:
    options = ("--objectives", "min,max,max", "--weights", weights)

    result = call(tmp_path / "m.csv", TABLE, *options)

    assert result.exit_code == 1
    assert words in result.stderr


def test_weights_by_name_leave_the_others_at_nothing(tmp_path: Path) -> None:
    result = call(
        tmp_path / "m.csv",
        TABLE,
        "--objectives",
        "min,max,max",
        "--weights",
        "cost=2,speed=2",
        "--format",
        "json",
    )

    assert json.loads(result.stdout)["weights"] == [0.5, 0.0, 0.5]


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("", [], "an empty file"),
        ("name,a,b,c\n", [], "a header line only"),
        ("name\nA\nB\n", [], "one column only"),
        (TABLE.replace("275", "lots"), [], "row 5, column cost: found 'lots'"),
        (TABLE.replace("275", "nan"), [], "row 5, column cost: found 'nan'"),
        (TABLE.replace("275", "inf"), [], "row 5, column cost: found 'inf'"),
        (TABLE.replace("275", ""), [], "row 5, column cost: found a blank cell"),
        (TABLE.replace("D,", "A,"), [], "row 5, column name: found 'A'"),
        (TABLE, ["--weights", "0,0,0"], "above 0"),
        (TABLE, ["--weights", "1,-1,1"], "0 or more"),
        (TABLE, ["--weights", "1,2"], "Expected 3"),
        (TABLE, ["--weights", "colour=2"], "one of: cost, quality, speed"),
        (TABLE, ["--objectives", "min,max"], "Expected 3"),
        (TABLE, ["--objectives", "min,max,up"], "Expected max or min"),
        (TABLE.replace("200", "0"), ["--normalization", "inverse-sum"], "0"),
    ],
)
def test_what_cannot_be_ranked_is_refused_in_words(
    tmp_path: Path, content: str, options: list[str], words: str
) -> None:
    given = ["--objectives", "min,max,max", *options]

    result = call(tmp_path / "m.csv", content, *given)

    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("content", ["name,a,b\nA,1,2\n", "name,a,b\nA,1,2\nB,1,2\n"])
@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
def test_rows_that_cannot_be_told_apart_share_rank_1_and_say_so(
    tmp_path: Path, content: str, method: str
) -> None:
    result = call(
        tmp_path / "m.csv",
        content,
        "--objectives",
        "max,min",
        "--method",
        method,
        "--format",
        "json",
    )

    assert result.exit_code == 1
    assert set(json.loads(result.stdout)["ranks"]) == {1}
    assert "Expected" in result.stderr


def test_a_column_that_changes_nothing_is_remarked_on(tmp_path: Path) -> None:
    table = "name,grade,risk\na,1,5\nb,2,5\n"

    result = call(tmp_path / "constant.csv", table, "--objectives", "max,min")

    assert result.exit_code == 0
    assert "constant.csv, risk: found '5' in every row." in result.stderr


def test_an_unknown_method_is_a_usage_error(tmp_path: Path) -> None:
    result = call(tmp_path / "m.csv", TABLE, "--objectives", "min,max,max", "--method", "magic")

    assert result.exit_code == 2


def test_the_function_refuses_a_list_that_is_no_table() -> None:
    with pytest.raises(InputError, match="Expected 2, alternatives by criteria"):
        rank([1.0, 2.0], objectives=["max"])


def test_a_cell_that_a_method_cannot_take_is_named_by_its_place_in_the_file(
    tmp_path: Path,
) -> None:
    content = TABLE.replace("D,275", "D,-5")

    result = call(
        tmp_path / "m.csv", content, "--objectives", "max,max,max", "--method", "waspas"
    )

    assert result.exit_code == 1
    assert result.stderr.startswith("m.csv, row 5, column cost: found '-5'. Expected")


@pytest.mark.parametrize("door", [rank, smaa])
@pytest.mark.parametrize(
    ("matrix", "names", "words"),
    [
        ([[1, "x"], [2, 3]], None, "not a table of numbers"),
        ([[1, 2], [2]], None, "not a table of numbers"),
        ([[1, 2], [2, 3]], ["a"], "found 1 names. Expected 2"),
    ],
)
def test_the_functions_refuse_in_words_what_is_no_matrix(
    door: Callable[..., object], matrix: object, names: list[str] | None, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        door(matrix, objectives=["max", "min"], alternatives=names)


def test_names_may_come_as_an_array() -> None:
    names: Any = np.array(["a", "b"])

    ranked = rank([[1, 2], [3, 1]], objectives=["max", "min"], alternatives=names)

    assert ranked.alternatives == ("a", "b")


SCORES = """option,technical,environmental,social,economics
1,1.13,0.95,0.98,1.08
2,1.20,0.95,0.64,1.03
3,0.95,1.00,0.98,0.46
4,0.74,1.00,0.83,1.03
5,1.00,0.95,0.98,0.26
6,1.00,0.95,0.98,0.51
"""
MAX = ("--objectives", "max,max,max,max")


def test_scores_on_one_scale_are_not_stretched_without_a_word(tmp_path: Path) -> None:
    result = call(tmp_path / "m.csv", SCORES, *MAX)

    assert result.exit_code == 0
    assert "scores on one scale (0.26 to 1.2), which 'minmax' stretches" in result.stderr
    assert "3 places would be another" in result.stderr


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (SCORES, (*MAX, "--normalization", "minmax")),
        (SCORES, (*MAX, "--normalization", "none")),
        (SCORES, (*MAX, "--method", "topsis")),
        (TABLE, ("--objectives", "min,max,max")),
        (TABLE, ("--objectives", "max,max,max")),
        (SCORES.replace("1.13", "-1.13"), MAX),
        (SCORES.replace("1.13", "113"), MAX),
    ],
)
def test_other_tables_and_stated_choices_get_no_such_word(
    tmp_path: Path, content: str, options: tuple[str, ...]
) -> None:
    result = call(tmp_path / "m.csv", content, *options)

    assert result.exit_code == 0
    assert "scores on one scale" not in result.stderr


def test_scores_to_be_small_get_the_word_too(tmp_path: Path) -> None:
    flat = "a,x,y\nA,1,2\nB,3,4\nC,5,6\n"

    result = call(tmp_path / "m.csv", flat, "--objectives", "min,min")

    assert "every place would be the same" in result.stderr
