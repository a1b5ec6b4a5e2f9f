"""``matrix``: any ready decision matrix to scores and ranks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import Idle, checked, needs
from prioritizer.cli.places import FILE, OUTPUT
from prioritizer.engine.methods.cautions import cautions
from prioritizer.engine.methods.normalization import NORMALIZATIONS
from prioritizer.engine.methods.table import METHODS
from prioritizer.errors import InputError
from prioritizer.exports.tables.csv_file import guarded
from prioritizer.readers.matrix import MatrixTable
from prioritizer.readers.numbers import parse_number
from prioritizer.readers.weights import as_data_error, read_weighing_matrix
from prioritizer.workflow.ranking.matrix import MatrixRanking, rank, stretched_scores
from prioritizer.workflow.ranking.matrix_smaa import MatrixSmaa, smaa


@click.command(
    epilog="Example: python -m prioritizer matrix sample_data/matrix.csv "
    "--objectives max,max,max --weights 0.3,0.4,0.3 --method topsis"
)
@click.argument("table", type=FILE)
@click.option("--objectives", required=True, help="max or min per column: max,min,max.")
@click.option("--weights", help="Points per column, 3,2,1 or name=3,...; equal if left out.")
@click.option(
    "--method", default="weighted-sum", show_default=True, type=click.Choice(list(METHODS))
)
@click.option(
    "--normalization",
    type=click.Choice(list(NORMALIZATIONS)),
    help="The usual one of the method if left out.",
)
@click.option(
    "--format",
    "format_name",
    default="table",
    show_default=True,
    type=click.Choice(["table", "csv", "json"]),
)
@click.option(
    "--draws",
    type=click.IntRange(min=1),
    help="Also rank under so many weight vectors, drawn evenly from all; shown as JSON.",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option("--output", type=OUTPUT, help="Write here, not to the screen.")
@click.pass_context
@checked(
    needs("seed", "draws"),
    Idle("draws", lambda params: params["format_name"] == "json", "--format json"),
)
def command(
    ctx: click.Context,
    *,
    table: Path,
    objectives: str,
    weights: str | None,
    method: str,
    normalization: str | None,
    draws: int | None,
    seed: int,
    format_name: str,
    output: Path | None,
) -> None:
    """Rank a decision matrix: first column names, one column per criterion."""
    read, lines = read_weighing_matrix(table)
    directions = [part.strip().casefold() for part in objectives.split(",")]
    if len(directions) != len(read.criteria):
        raise InputError(
            f"objectives: found {len(directions)}. Expected {len(read.criteria)}, for "
            f"{', '.join(read.criteria)}. Write max or min for each column."
        )
    try:
        ranking = rank(
            read.matrix,
            objectives=directions,
            weights=column_weights(weights, read.criteria),
            method=method,
            normalization=normalization,
            alternatives=read.alternatives,
        )
    except InputError as error:
        if error.row is None or error.column is None:
            raise
        line, name = lines[error.row], read.criteria[error.column]
        raise as_data_error(error, table.name, line, name) from None
    answer = WRITERS[format_name](ranking, read)
    if draws is not None:
        found = smaa(
            read.matrix,
            objectives=directions,
            method=method,
            normalization=normalization,
            draws=draws,
            seed=seed,
        )
        answer = _with_draws(answer, found)
    write_output(answer.encode(), output)
    fault = indistinct(read)
    if fault:
        click.echo(f"{table.name}: {fault}", err=True)
        ctx.exit(1)
    stretched = stretched_scores(
        read.matrix, ranking, objectives=directions, is_default=normalization is None
    )
    if stretched:
        click.echo(f"{table.name}: {stretched}", err=True)
    maximize = np.array([direction == "max" for direction in directions])
    for caution in cautions(read.matrix, maximize, normalization=ranking.normalization):
        click.echo(f"{table.name}, {read.criteria[caution.column]}: {caution.text}", err=True)


def column_weights(text: str | None, criteria: tuple[str, ...]) -> list[float] | None:
    """Return points per column from ``3,2,1`` or ``name=3,...``; a column not named gets 0."""
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",")]
    if any("=" in part for part in parts):
        return _named_points(parts, criteria)
    if len(parts) != len(criteria):
        raise InputError(
            f"weights: found {len(parts)} numbers. Expected {len(criteria)}, for "
            f"{', '.join(criteria)}. Write one number per column."
        )
    return [_points(part, name) for part, name in zip(parts, criteria, strict=True)]


def indistinct(table: MatrixTable) -> str | None:
    """Return why the ranking tells nothing, or None if it does."""
    if len(table.matrix) == 1:
        return "found one alternative. Expected at least two. Add rows. It has rank 1."
    if (table.matrix == table.matrix[0]).all():
        return (
            "found the same numbers in every row. Expected rows that differ. All share rank 1."
        )
    return None


def _named_points(parts: Sequence[str], criteria: tuple[str, ...]) -> list[float]:
    named: dict[str, float] = {}
    for part in parts:
        name, points = _pair(part, criteria)
        if name in named:
            raise InputError(
                f"weights, {name}: found it twice. Expected each column once. Remove one."
            )
        named[name] = points
    return [named.get(name, 0.0) for name in criteria]


def _pair(part: str, criteria: tuple[str, ...]) -> tuple[str, float]:
    name, _, number = (piece.strip() for piece in part.rpartition("="))
    if name not in criteria:
        raise InputError(
            f"weights: found '{name or number}'. Expected one of: {', '.join(criteria)}. "
            "Correct the name."
        )
    return name, _points(number, name)


def _points(text: str, name: str) -> float:
    value = parse_number(text)
    if value is None or value < 0:
        raise InputError(
            f"weights, {name}: found '{text}'. Expected a number of 0 or more. "
            "Give points, for example 3."
        )
    return value


def _as_json(ranking: MatrixRanking, table: MatrixTable) -> str:
    answer = {
        "alternatives": list(ranking.alternatives),
        "scores": ranking.scores.tolist(),
        "ranks": ranking.ranks.tolist(),
        "criteria": list(table.criteria),
        "weights": ranking.weights.tolist(),
        "method": ranking.method,
        "normalization": ranking.normalization,
    }
    return json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _with_draws(answer: str, found: MatrixSmaa) -> str:
    """Add what the draws showed; null where an alternative was never first."""
    data = json.loads(answer) | {
        "rank_acceptability": found.rank_acceptability.tolist(),
        "central_weights": [
            None if np.isnan(row).any() else row.tolist() for row in found.central_weights
        ],
        "confidence": [None if np.isnan(c) else c for c in found.confidence.tolist()],
        "pairwise_wins": found.pairwise_wins.tolist(),
        "draws": found.draws,
        "seed": found.seed,
        "drawn_weights": "uniform over all weights",
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _rows(ranking: MatrixRanking) -> list[tuple[int, str, float]]:
    rows = zip(
        ranking.ranks.tolist(),
        map(str, ranking.alternatives),
        ranking.scores.tolist(),
        strict=True,
    )
    return sorted(rows, key=lambda row: row[:2])


def _as_csv(ranking: MatrixRanking, table: MatrixTable) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["rank", "alternative", "score"])
    writer.writerows((place, guarded(name), score) for place, name, score in _rows(ranking))
    return text.getvalue()


def _as_table(ranking: MatrixRanking, table: MatrixTable) -> str:
    width = max(len(str(name)) for name in (*ranking.alternatives, "alternative"))
    lines = [f"Method: {ranking.method}, normalization {ranking.normalization}", ""]
    lines.append(f"rank  {'alternative':{width}}      score")
    lines += [
        f"{place:4}  {name:{width}}  {score:9.6g}" for place, name, score in _rows(ranking)
    ]
    return "\n".join(lines) + "\n"


WRITERS = {"table": _as_table, "csv": _as_csv, "json": _as_json}
