"""The commands of ``weights`` that take points, trade-offs and statements from a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from prioritizer.cli.idle import checked
from prioritizer.cli.places import FILE, OUTPUT
from prioritizer.elicitation.direct import allocated_weights, direct_weights
from prioritizer.elicitation.group import FloatArray
from prioritizer.elicitation.intervals import attainable, statements
from prioritizer.elicitation.swing import swing_weights
from prioritizer.elicitation.techniques import TECHNIQUES
from prioritizer.elicitation.tradeoff import TradeOffWeights, trade_off_weights
from prioritizer.errors import InputError
from prioritizer.readers.weight_answers import read_points, read_statements, read_trade_offs
from prioritizer.readers.weights import placed
from prioritizer.workflow.weights.region import center_of

Answer = dict[str, Any]
POINTS: dict[str, Callable[[tuple[float, ...]], FloatArray]] = {
    "direct": direct_weights,
    "points": allocated_weights,
    "swing": swing_weights,
}


def from_points(technique: str, file: Path) -> Answer:
    """Return the weights of a table of points."""
    names, points, lines = read_points(file)
    weigh = POINTS[technique]

    def weights() -> FloatArray:
        try:
            return weigh(points)
        except InputError as error:
            # What is a column to the technique is a row of this table.
            raise InputError(str(error), row=error.column) from None

    return _named("weights", names, placed(weights, file.name, lines, names))


def from_trade_offs(file: Path) -> Answer:
    """Return the weights in which trade-offs hold, and how well more of them agree."""
    names, answers, lines = read_trade_offs(file)
    found: TradeOffWeights = placed(
        lambda: trade_off_weights(len(names), answers), file.name, lines, names
    )
    worst = answers[found.worst_answer]
    return _named("weights", names, found.weights) | {
        "misfit": found.misfit,
        "worst_answer": {
            "row": names[worst.larger],
            "column": names[worst.smaller],
            "given": worst.share,
            "consistent": float(found.weights[worst.smaller] / found.weights[worst.larger]),
        },
    }


def from_statements(file: Path) -> Answer:
    """Return the centre and the ends of all weights that satisfy statements."""
    names, said, lines = read_statements(file)
    made = placed(lambda: statements(names, said), file.name, lines, names)
    low, high = attainable(made)
    return (
        _named("weights", names, center_of(made))
        | _named("weights_low", names, low)
        | _named("weights_high", names, high)
        | {"statements": list(made.statements)}
    )


def _named(key: str, names: tuple[str, ...], numbers: FloatArray) -> Answer:
    return {key: dict(zip(names, numbers.tolist(), strict=True))}


READ: dict[str, Callable[[Path], Answer]] = {
    **{name: partial(from_points, name) for name in POINTS},
    "trade-off": from_trade_offs,
    "region": from_statements,
}
FILES = {
    "direct": "a table with the columns criterion and points",
    "points": "a table with the columns criterion and points, which sum to 100",
    "swing": "a table with the columns criterion and points, 100 for the first swing",
    "trade-off": "a table with the columns larger, smaller and share: all of the smaller "
    "swing counts as much as that share of the larger one",
    "region": "a line 'criteria: a, b, c' and statements such as 'a >= 2 b', one per line",
}


def commands(wrap: Callable[[str, Answer, str, Path | None], None]) -> list[click.Command]:
    """Return the commands; ``wrap`` writes what one has found."""
    return [_command(name, wrap) for name in READ]


def _command(name: str, wrap: Callable[[str, Answer, str, Path | None], None]) -> click.Command:
    @click.command(
        name,
        help=f"{TECHNIQUES[name].title}: FILE is {FILES[name]}.",
        short_help=f"Weigh by answers in a file: {TECHNIQUES[name].title.lower()}.",
        epilog=f"Example: python -m prioritizer weights {name} sample_data/weights/"
        f"{name}.{'txt' if name == 'region' else 'csv'}",
    )
    @click.argument("file", type=FILE)
    @click.option(
        "--format",
        "format_name",
        default="table",
        show_default=True,
        type=click.Choice(["table", "json"]),
    )
    @click.option("--output", type=OUTPUT, help="Write here, not to the screen.")
    @checked()
    def command(file: Path, format_name: str, output: Path | None) -> None:
        wrap(name, READ[name](file), format_name, output)

    return command
