"""``weights``: judgements or data in a file to weights that sum to 1."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import numpy as np

from prioritizer.cli import weigh_answers
from prioritizer.cli.common import echo_issues, write_output
from prioritizer.cli.idle import checked
from prioritizer.cli.places import FILE, OUTPUT
from prioritizer.elicitation.ahp import ACCEPTED_RATIO, RANDOM_INDEX_TABLE, ahp_weights
from prioritizer.elicitation.ahp import METHODS as AHP_METHODS
from prioritizer.elicitation.bwm import CONSISTENCY_INDEX_TABLE, MODELS, bwm_weights
from prioritizer.elicitation.group import FloatArray
from prioritizer.elicitation.objective import constant_columns
from prioritizer.elicitation.ranking import (
    Order,
    rank_exponent,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
)
from prioritizer.elicitation.techniques import DATA_LABEL, TECHNIQUES
from prioritizer.errors import InputError
from prioritizer.exports.tables.flat import text_table
from prioritizer.readers.weights import (
    placed,
    read_best_worst,
    read_comparisons,
    read_order,
    read_weighing_matrix,
)

Answer = dict[str, Any]
# The other formulas know no objectives.
DIRECTED = ("critic", "merec")
ANSWERS = click.argument("file", type=FILE)
FORMAT = click.option(
    "--format",
    "format_name",
    default="table",
    show_default=True,
    type=click.Choice(["table", "json"]),
)
INTO = click.option("--output", type=OUTPUT, help="Write here, not to the screen.")
EXAMPLE = "Example: python -m prioritizer weights"


@click.group(
    epilog=f"{EXAMPLE} ahp sample_data/weights/ahp.csv --format json. "
    "The weights go into rank or matrix by --weights name=0.5,name=0.3,…"
)
def command() -> None:
    """Compute weights from answers, comparisons, an order, or a decision matrix."""


@command.command(epilog=f"{EXAMPLE} ahp sample_data/weights/ahp.csv --format json")
@ANSWERS
@click.option(
    "--method", default="eigenvector", show_default=True, type=click.Choice(list(AHP_METHODS))
)
@FORMAT
@INTO
@checked()
def ahp(file: Path, method: str, format_name: str, output: Path | None) -> None:
    """Weigh by AHP: FILE is a square table with labels; cells are numbers or 1/3."""
    read = read_comparisons(file)
    echo_issues(read.notes)
    result = ahp_weights(read.matrix, method=method)
    worst = result.worst
    answer = _answer("ahp", read.names, result.weights) | {
        "method": method,
        "lambda_max": result.lambda_max,
        "consistency_index": result.consistency_index,
        "random_index": result.random_index,
        "random_index_table": RANDOM_INDEX_TABLE,
        "consistency_ratio": result.consistency_ratio,
        "accepted_below": ACCEPTED_RATIO,
        "worst_judgement": worst
        and {
            "row": read.names[worst.row],
            "column": read.names[worst.column],
            "given": worst.given,
            "consistent": worst.consistent,
        },
    }
    _write(answer, format_name, output)


@command.command(epilog=f"{EXAMPLE} bwm sample_data/weights/bwm.csv --model linear")
@ANSWERS
@click.option(
    "--model", default="nonlinear", show_default=True, type=click.Choice(list(MODELS))
)
@FORMAT
@INTO
@checked()
def bwm(file: Path, model: str, format_name: str, output: Path | None) -> None:
    """Weigh by the most and the least important criterion (best-worst method).

    FILE has rows best_to_others and others_to_worst: the most important one against each, and
    each against the least important one.
    """
    names, judged = read_best_worst(file)
    result = bwm_weights(judged, model=model)
    answer = _answer("bwm", names, result.weights) | {
        "model": model,
        "best": names[judged.best],
        "worst": names[judged.worst],
        "weights_low": _named(names, result.low),
        "weights_high": _named(names, result.high),
        "ksi": result.ksi,
        "consistency_ratio": result.consistency_ratio,
        "consistency_index_table": CONSISTENCY_INDEX_TABLE,
        "input_consistency_ratio": result.input_consistency_ratio,
    }
    _write(answer, format_name, output)


@command.command(
    "rank-exponent", epilog=f"{EXAMPLE} rank-exponent sample_data/weights/order.txt"
)
@ANSWERS
@click.option(
    "--exponent",
    default=2.0,
    show_default=True,
    help="0 gives equal weights, 1 the rank sum, more a steeper fall.",
)
@FORMAT
@INTO
@checked()
def exponent_command(
    file: Path, exponent: float, format_name: str, output: Path | None
) -> None:
    """Weigh by an order and an exponent: FILE names the criteria in order."""
    names, order = read_order(file)
    weights = rank_exponent(order, exponent=exponent)
    _write(
        _answer("rank-exponent", names, weights) | {"exponent": exponent}, format_name, output
    )


def _order_command(name: str, weigh: Callable[[Order], FloatArray]) -> click.Command:
    @click.command(
        name,
        help=f"{TECHNIQUES[name].title}: FILE names the criteria, most important first, one "
        "per line or on one line with commas; A = B for a tie.",
        short_help=f"Weigh by an order: {TECHNIQUES[name].title.lower()}.",
        epilog=f"{EXAMPLE} {name} sample_data/weights/order.txt",
    )
    @ANSWERS
    @FORMAT
    @INTO
    @checked()
    def weigh_order(file: Path, format_name: str, output: Path | None) -> None:
        names, order = read_order(file)
        _write(_answer(name, names, weigh(order)), format_name, output)

    return weigh_order


def _data_command(name: str) -> click.Command:
    @click.command(
        name,
        help=f"{TECHNIQUES[name].title}: FILE is a decision matrix whose first column names. "
        + DATA_LABEL,
        short_help=f"Compute from data: {TECHNIQUES[name].title}.",
        epilog=f"{EXAMPLE} {name} sample_data/weights/decision_matrix.csv "
        "--objectives max,max,min,min",
    )
    @ANSWERS
    @click.option(
        "--objectives",
        required=name in DIRECTED,
        help="max or min per column: max,min,max."
        + ("" if name in DIRECTED else " Changes nothing here."),
    )
    @FORMAT
    @INTO
    @checked()
    def weigh_data(
        file: Path, objectives: str | None, format_name: str, output: Path | None
    ) -> None:
        _write(_from_data(name, file, objectives), format_name, output)

    return weigh_data


def _from_data(name: str, file: Path, objectives: str | None) -> Answer:
    table, lines = read_weighing_matrix(file)
    maximize = _maximize(objectives, table.criteria)
    weigh: Any = TECHNIQUES[name].function
    if objectives is not None and name not in DIRECTED:
        click.echo(f"--objectives: {name} gives the same weights for max and min.", err=True)
    weights = placed(lambda: weigh(table.matrix, maximize), file.name, lines, table.criteria)
    constant = [table.criteria[column] for column in constant_columns(table.matrix)]
    return _answer(name, table.criteria, weights) | {
        "label": DATA_LABEL,
        "constant_criteria": constant,
    }


def _maximize(text: str | None, criteria: tuple[str, ...]) -> np.ndarray[Any, Any]:
    words = ["max"] * len(criteria) if text is None else text.casefold().split(",")
    kept = [word.strip() for word in words]
    if len(kept) != len(criteria) or not set(kept) <= {"max", "min"}:
        raise InputError(
            f"objectives: found '{text}'. Expected max or min {len(criteria)} times, for "
            f"{', '.join(criteria)}. Write for example max,min,max."
        )
    return np.array([word == "max" for word in kept])


def _answer(name: str, names: tuple[str, ...], weights: FloatArray) -> Answer:
    return _about(name) | {"weights": _named(names, weights)}


def _about(name: str) -> Answer:
    technique = TECHNIQUES[name]
    return {"technique": name, "kind": technique.kind, "reference": technique.reference}


def _write_answers(name: str, found: Answer, format_name: str, output: Path | None) -> None:
    _write(_about(name) | found, format_name, output)


def _named(names: tuple[str, ...], numbers: FloatArray) -> dict[str, float]:
    return dict(zip(names, numbers.tolist(), strict=True))


def _write(answer: Answer, format_name: str, output: Path | None) -> None:
    text = (
        json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
        if format_name == "json"
        else _as_text(answer)
    )
    write_output(text.encode(), output)


def _as_text(answer: Answer) -> str:
    columns = [key for key in ("weights", "weights_low", "weights_high") if key in answer]
    header = ("criterion", *(key.replace("weights_", "") for key in columns))
    rows = [
        (name, *(f"{answer[key][name]:.4f}" for key in columns)) for name in answer["weights"]
    ]
    lines = [text_table(header, rows)]
    for key, value in answer.items():
        if key not in ("technique", *columns):
            lines.append(f"{key.replace('_', ' ')}: {_words(value)}")
    return "\n".join(lines) + "\n"


def _words(value: object) -> str:
    if isinstance(value, dict):
        return (
            f"{value['row']} against {value['column']}, given {value['given']:.4g}; "
            f"the others imply {value['consistent']:.4g}"
        )
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if value is None:
        return "none"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


for _name, _weigh in (
    ("roc", rank_order_centroid),
    ("rank-sum", rank_sum),
    ("rank-reciprocal", rank_reciprocal),
):
    command.add_command(_order_command(_name, _weigh))
for _name in ("entropy", "critic", "merec", "std"):
    command.add_command(_data_command(_name))
for _command in weigh_answers.commands(_write_answers):
    command.add_command(_command)
