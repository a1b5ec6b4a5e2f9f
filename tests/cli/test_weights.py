"""``weights``: published examples by command line, and every fault of a file with its place."""

from __future__ import annotations

import json
import math
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from tests.conftest import ROOT

EXAMPLES = ROOT / "sample_data" / "weights"
SQUARE = "criterion,grade,volume,risk\ngrade,1,2,4\nvolume,1/2,1,2\nrisk,1/4,1/2,1\n"
PAIR = "row,grade,volume,risk\nbest_to_others,1,2,8\nothers_to_worst,8,4,1\n"
MATRIX = "name,cost,quality\nA,250,16\nB,200,16\nC,300,32\n"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["weights", *map(str, arguments)])


def answer_of(*arguments: object) -> dict:
    result = call(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert math.fsum(answer["weights"].values()) == pytest.approx(1, abs=1e-12)
    return answer


def made(folder: Path, content: str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_ahp_gives_saatys_weights_and_the_consistency_figures() -> None:
    answer = answer_of("ahp", EXAMPLES / "ahp.csv")

    assert list(answer["weights"].values()) == pytest.approx(
        [0.036, 0.122, 0.262, 0.075, 0.506], abs=6e-4
    )
    assert answer["random_index_table"] == "Saaty 1980"
    assert answer["random_index"] == 1.12
    assert answer["consistency_index"] == pytest.approx((answer["lambda_max"] - 5) / 4)
    assert answer["consistency_ratio"] == pytest.approx(answer["consistency_index"] / 1.12)
    assert set(answer["worst_judgement"]) == {"row", "column", "given", "consistent"}


def test_consistent_comparisons_have_ratio_0_and_no_worst_judgement(tmp_path: Path) -> None:
    answer = answer_of("ahp", made(tmp_path, SQUARE))

    assert list(answer["weights"].values()) == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert answer["consistency_ratio"] == 0
    assert answer["worst_judgement"] is None


@pytest.mark.parametrize(
    "content",
    [
        SQUARE.replace(",", ";"),
        SQUARE.replace("1/2", "").replace("1/4", ""),
        SQUARE.replace("1,2,4", ",2,4"),
        SQUARE.replace("1/2", "0.5").replace("1/4", "0.25"),
        SQUARE.replace("volume,1/2,1,2\nrisk,1/4,1/2,1\n", "risk,1/4,1/2,1\nvolume,1/2,1,2\n"),
        SQUARE.replace("\n", ",,\n"),
    ],
    ids=["semicolons", "half", "blank diagonal", "decimals", "row order", "empty columns"],
)
def test_a_table_may_be_written_in_several_ways(tmp_path: Path, content: str) -> None:
    answer = answer_of("ahp", made(tmp_path, content))

    assert answer["weights"] == pytest.approx({"grade": 4 / 7, "volume": 2 / 7, "risk": 1 / 7})


def test_a_rounded_reciprocal_counts_as_the_whole_number(tmp_path: Path) -> None:
    content = "x,a,b\na,1,0.33\nb,3,1\n"

    assert answer_of("ahp", made(tmp_path, content))["weights"] == pytest.approx(
        {"a": 0.25, "b": 0.75}
    )


def test_a_comparison_beyond_saatys_scale_is_used_with_a_warning(tmp_path: Path) -> None:
    result = call("ahp", made(tmp_path, "x,a,b\na,1,12\nb,,1\n"))

    assert result.exit_code == 0
    assert "warning: file.csv, row 2, column b: found 12. Expected 1/9 to 9" in result.stderr


def test_geometric_means_are_an_option() -> None:
    answer = answer_of("ahp", EXAMPLES / "ahp.csv", "--method", "geometric")

    product = (8 * 7 * 2 * 7) ** 0.2
    products = [(1 / 768) ** 0.2, (4 / 7) ** 0.2, 36**0.2, (1 / 21) ** 0.2, product]
    assert answer["weights"]["salary"] == pytest.approx(product / sum(products))


def test_bwm_gives_the_printed_intervals_and_their_centre() -> None:
    answer = answer_of("bwm", EXAMPLES / "bwm.csv")

    assert answer["model"] == "nonlinear"
    assert (answer["best"], answer["worst"]) == ("price", "style")
    assert answer["ksi"] == pytest.approx(0.1459, abs=5e-5)
    assert answer["consistency_ratio"] == pytest.approx(0.1459 / 4.47, abs=2e-5)
    assert answer["weights_low"]["quality"] == pytest.approx(0.2145, abs=5e-5)
    assert answer["weights_high"]["quality"] == pytest.approx(0.2289, abs=5e-5)


def test_bwm_gives_the_printed_linear_weights() -> None:
    answer = answer_of("bwm", EXAMPLES / "bwm.csv", "--model", "linear")

    assert list(answer["weights"].values()) == pytest.approx(
        [0.2295, 0.4481, 0.1148, 0.1530, 0.0546], abs=5e-5
    )
    assert answer["weights_low"] == answer["weights_high"] == answer["weights"]


def test_bwm_rows_may_come_in_any_order_and_spelling(tmp_path: Path) -> None:
    content = "row,grade,volume,risk\nOthers to worst,8,4,1\nBest-to-others,1,2,8\n"

    answer = answer_of("bwm", made(tmp_path, content))

    assert answer["weights"] == pytest.approx(
        {"grade": 8 / 13, "volume": 4 / 13, "risk": 1 / 13}
    )


@pytest.mark.parametrize(
    ("command", "exact"),
    [
        ("roc", [25 / 48, (13 / 48 + 7 / 48) / 2, (13 / 48 + 7 / 48) / 2, 1 / 16]),
        ("rank-sum", [0.4, 0.25, 0.25, 0.1]),
        ("rank-reciprocal", [0.48, 0.2, 0.2, 0.12]),
        ("rank-exponent", [16 / 30, 6.5 / 30, 6.5 / 30, 1 / 30]),
    ],
)
def test_an_order_becomes_weights(command: str, exact: list[float]) -> None:
    answer = answer_of(command, EXAMPLES / "order.txt")

    assert list(answer["weights"]) == ["grade", "risk", "access", "volume"]
    assert list(answer["weights"].values()) == pytest.approx(exact)


def test_an_order_on_one_line_and_an_exponent(tmp_path: Path) -> None:
    path = made(tmp_path, "grade, volume", "order.txt")

    answer = answer_of("rank-exponent", path, "--exponent", "3")

    assert answer["weights"] == pytest.approx({"grade": 8 / 9, "volume": 1 / 9})


def test_merec_gives_the_published_weights_and_says_what_they_are() -> None:
    answer = answer_of(
        "merec", EXAMPLES / "decision_matrix.csv", "--objectives", "max,max,min,min"
    )

    assert list(answer["weights"].values()) == pytest.approx(
        [0.5752, 0.0141, 0.4016, 0.0091], abs=5e-5
    )
    assert answer["kind"] == "data"
    assert "not what anybody values" in answer["label"]


@pytest.mark.parametrize("command", ["entropy", "critic", "std"])
def test_a_constant_criterion_gets_no_weight_and_is_named(command: str, tmp_path: Path) -> None:
    content = "name,a,b,c\nA,1,7,5\nB,2,7,1\nC,4,7,3\n"

    answer = answer_of(command, made(tmp_path, content), "--objectives", "max,min,max")

    assert answer["weights"]["b"] == 0
    assert answer["constant_criteria"] == ["b"]


@pytest.mark.parametrize(
    ("command", "content", "words"),
    [
        ("ahp", SQUARE.replace(",4\n", ",four\n"), "row 2, column risk: found 'four'"),
        ("ahp", SQUARE.replace(",4\n", ",0\n"), "row 2, column risk: found '0'"),
        ("ahp", SQUARE.replace(",4\n", ",-4\n"), "row 2, column risk: found '-4'"),
        ("ahp", SQUARE.replace(",4\n", ",1/0\n"), "row 2, column risk: found '1/0'"),
        ("ahp", SQUARE.replace(",4\n", ",nan\n"), "row 2, column risk: found 'nan'"),
        ("ahp", SQUARE.replace(",4\n", ",1e9\n"), "row 2, column risk: found '1e9'"),
        ("ahp", SQUARE.replace(",4\n", ",9\n"), "row 2, column risk: found 9 here and 0.25"),
        ("ahp", SQUARE.replace("1,2,4", "2,2,4"), "row 2, column grade: found 2. Expected 1"),
        ("ahp", SQUARE.replace("risk,1/4", "mud,1/4"), "row 4, column criterion: found 'mud'"),
        ("ahp", SQUARE.replace("risk,1/4", "grade,1/4"), "found 'grade' a second time"),
        ("ahp", SQUARE.rpartition("risk")[0], "with a row 'risk'"),
        ("ahp", SQUARE.replace("1,2,4", "1,2,").replace("1/4", ""), "one comparison per pair"),
        ("ahp", SQUARE.replace("1,2,4", "1,2,4,7"), "row 2: found 5 cells"),
        ("ahp", SQUARE.replace(",volume,risk", ",,risk"), "that is blank or comes twice"),
        ("ahp", "criterion\ngrade\n", "one column only"),
        ("ahp", "", "an empty file"),
        ("bwm", PAIR.replace("8\n", "12\n", 1), "row 2, column risk: found 12"),
        ("bwm", PAIR.replace("8,4,1", "8,,1"), "row 3, column volume: found a blank cell"),
        ("bwm", PAIR.replace("8,4,1", "7,4,1"), "row 2, column risk: found 8 for the most"),
        ("bwm", PAIR.replace("1,2,8", "3,2,8"), "row 2: found no 1"),
        ("bwm", PAIR.replace("8,4,1", "8,9,1"), "row 3, column volume: found 9"),
        ("bwm", PAIR.partition("others_to_worst")[0], "no row others_to_worst"),
        ("bwm", PAIR.replace("best_to", "better_to"), "row 2, column row: found 'better_to_"),
        ("roc", "grade\nrisk\ngrade\n", "row 3: found 'grade' a second time"),
        ("roc", "\ngrade,,risk", "row 2: found a blank"),
        ("roc", "\n \n", "found no names"),
        ("entropy", MATRIX.replace("200", "-2"), "row 3, column cost: found -2"),
        ("merec", MATRIX.replace("200", "0"), "row 3, column cost: found 0"),
        ("critic", MATRIX.replace("200", "x"), "row 3, column cost: found 'x'"),
        ("std", "name,a\nA,1\nA,2\n", "row 3, column name: found 'A'"),
        ("std", "name,a\nA,1\nB,1\n", "the same numbers in every row"),
        ("std", "name,a\nA,1\n", "two alternatives or more"),
        ("critic", "name,a,b\nA,1,2\nB,2,4\n", "rise and fall together"),
    ],
)
def test_a_fault_is_told_with_its_place(
    tmp_path: Path, command: str, content: str, words: str
) -> None:
    options = ["--objectives", "max,max"] if command in ("critic", "merec") else []

    result = call(command, made(tmp_path, content), *options, "--format", "json")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert words in result.stderr
    assert "file.csv" in result.stderr
    assert "Expected" in result.stderr
    assert "Traceback" not in result.output
    assert "internal error" not in result.stderr


@pytest.mark.parametrize("command", ["ahp", "bwm", "roc", "std"])
def test_a_missing_or_binary_file_is_a_fault_with_words(command: str, tmp_path: Path) -> None:
    binary = tmp_path / "file.csv"
    binary.write_bytes(b"PK\x03\x04\0\0")

    for path in (tmp_path / "none.csv", tmp_path, binary):
        result = call(command, path)

        assert result.exit_code == 1
        assert "Expected" in result.stderr
        assert "internal error" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["magic", EXAMPLES / "ahp.csv"],
        ["ahp"],
        ["critic", EXAMPLES / "decision_matrix.csv"],
        ["ahp", EXAMPLES / "ahp.csv", "--method", "magic"],
        ["roc", EXAMPLES / "order.txt", "--format", "yaml"],
    ],
)
def test_a_command_that_is_not_one_has_status_2(arguments: list) -> None:
    assert call(*arguments).exit_code == 2


def test_objectives_must_be_max_or_min_once_per_column() -> None:
    for given in ("max,min", "max,max,max,up"):
        result = call("std", EXAMPLES / "decision_matrix.csv", "--objectives", given)

        assert result.exit_code == 1
        assert "max or min 4 times, for C1, C2, C3, C4" in result.stderr


def test_the_table_names_the_worst_judgement_in_words() -> None:
    result = call("ahp", EXAMPLES / "ahp.csv")

    assert "consistency ratio: 0.0728" in result.stdout
    assert "given 0.25; the others imply 0.7699" in result.stdout


def test_output_goes_into_a_file(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"

    result = call("roc", EXAMPLES / "order.txt", "--format", "json", "--output", path)

    assert result.stdout == ""
    assert json.loads(path.read_text(encoding="utf-8"))["technique"] == "roc"


def test_the_commands_and_the_code_of_the_documentation_run() -> None:
    document = (ROOT / "docs" / "weights.md").read_text(encoding="utf-8")
    lines = [line for line in document.splitlines() if line.startswith("python -m")]
    code = re.search(r"```python\n(.*?)```", document, re.DOTALL)
    assert code is not None
    printed = re.search(r"prints `(.*?)`", document)
    assert printed is not None

    for line in lines:
        words = [
            part.replace("sample_data", str(ROOT / "sample_data")) for part in shlex.split(line)
        ]
        assert CliRunner().invoke(main, words[3:]).exit_code == 0
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code[1]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

    assert len(lines) == 7
    assert ran.stdout.strip() == printed[1]


def test_the_command_loads_no_heavy_library() -> None:
    code = (
        "import sys, prioritizer.cli.weights; "
        "heavy = ('streamlit', 'pandas', 'skcriteria', 'scipy', 'plotly', 'pydantic'); "
        "print([name for name in heavy if name in sys.modules])"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "[]"


def test_points_in_a_file_give_the_weights_of_each_technique(tmp_path: Path) -> None:
    for technique, points in (("direct", "8,2"), ("points", "80,20"), ("swing", "100,25")):
        grade, volume = points.split(",")
        path = made(tmp_path, f"criterion,points\ngrade,{grade}\nvolume,{volume}\n")

        answer = answer_of(technique, path)

        assert answer["weights"] == {"grade": 0.8, "volume": 0.2}
        assert answer["technique"] == technique


def test_trade_offs_in_a_file_are_fitted_and_the_worst_is_named(tmp_path: Path) -> None:
    chain = "larger,smaller,share\ngrade,volume,0.5\ngrade,risk,0.25\n"

    agreed = answer_of("trade-off", made(tmp_path, f"{chain}volume,risk,0.5\n"))
    against = answer_of("trade-off", made(tmp_path, f"{chain}volume,risk,1\n"))

    assert list(agreed["weights"].values()) == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert agreed["misfit"] == pytest.approx(1)
    # A factor of 2 too much, spread over three answers.
    assert against["misfit"] == pytest.approx(2 ** (1 / 3))
    assert set(against["worst_answer"]) == {"row", "column", "given", "consistent"}


def test_statements_in_a_file_give_ends_and_centre(tmp_path: Path) -> None:
    path = made(tmp_path, "criteria: grade, volume\n# what we know\ngrade >= 3 volume\n")

    answer = answer_of("region", path)

    assert answer["weights_low"] == pytest.approx({"grade": 0.75, "volume": 0})
    assert answer["weights_high"] == pytest.approx({"grade": 1, "volume": 0.25})
    assert answer["weights"] == pytest.approx({"grade": 0.875, "volume": 0.125}, abs=4e-3)


@pytest.mark.parametrize(
    ("technique", "content", "words"),
    [
        ("direct", "criterion,points\ngrade,-3\nrisk,4\n", "row 2: found -3"),
        ("direct", "criterion,points\ngrade,x\ngrade,4\n", "row 3, column criterion"),
        ("direct", "criterion\ngrade\n", "two columns"),
        ("points", "criterion,points\ngrade,50\nrisk,4\n", "remaining 46"),
        ("swing", "criterion,points\ngrade,50\nrisk,4\n", "row 2: found 50 as the largest"),
        ("trade-off", "larger,smaller,share\na,b,1.5\n", "row 2: found a share of 1.5"),
        ("trade-off", "larger,smaller,share\na,,0.5\n", "a blank name"),
        ("trade-off", "larger,smaller,share\na,b,0.5\nc,d,0.5\n", "no answer that links"),
        ("region", "a >= b\n", "a first line such as"),
        ("region", "criteria: a, b\n\na >= 2 c\n", "row 3: found '2 c'"),
        ("region", "criteria: a, b\na >= 2 b\nb >= a\n", "exclude each other"),
    ],
)
def test_a_fault_in_a_file_of_answers_is_told_with_its_place(
    tmp_path: Path, technique: str, content: str, words: str
) -> None:
    result = call(technique, made(tmp_path, content))

    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output
