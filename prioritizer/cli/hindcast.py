"""``hindcast``: whether the ranking would have put first what was later taken up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from prioritizer.cli.common import echo_issues, write_outputs
from prioritizer.cli.places import OUTCOMES, OUTPUT
from prioritizer.domain.hindcast import Hindcast, Lift, Skill, Spread, Target, Trial
from prioritizer.errors import DataError, InputError, Severity
from prioritizer.exports.tables.flat import Cell, csv_table, text_table
from prioritizer.workflow.hindcast import words
from prioritizer.workflow.hindcast.skill import Trying
from prioritizer.workflow.hindcast.study import hindcast_of_file

DEFAULT = Trying()
SHOWN = ("mass", "value", "contained", "worst", "product", "product-contained")
CSV_HEADER = (
    *("list", "target", "bodies", "hits", "unsure_others", "why_no_auc", "why_no_lift"),
    *("method", "auc", "auc_low", "auc_high"),
    *("over_mass", "over_mass_low", "over_mass_high"),
    *("over_product", "over_product_low", "over_product_high"),
    *("relabelled", "relabelled_low", "relabelled_high"),
    *("without_low", "without_low_country", "without_high", "without_high_country"),
    *("within_family", "within_family_low", "within_family_high"),
    *("top", "hits_in_top", "lift", "lift_low", "lift_high", "by_luck"),
)


@click.command(epilog="Example: python -m prioritizer hindcast sample")
@click.argument("outcomes", type=OUTCOMES)
@click.option(
    "--top",
    "tops",
    type=click.IntRange(min=1),
    multiple=True,
    default=DEFAULT.tops,
    show_default=True,
    help="Places for the lift; may be given several times.",
)
@click.option(
    "--draws",
    type=click.IntRange(20, 100_000),
    help="Draws with replacement behind each interval; 2,000 for lists of up to 1,000 bodies, "
    "fewer for longer ones, if left out.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=DEFAULT.seed,
    show_default=True,
    help="Number the draws start from.",
)
@click.option(
    "--wrong-share",
    type=click.FloatRange(0.0, 1.0),
    default=DEFAULT.wrong_share,
    show_default=True,
    help="Label check: the chance that a body noted from memory as not taken up was taken up.",
)
@click.option("--skip-errors", is_flag=True, help="Leave out rows with errors.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--csv", "csv_path", type=OUTPUT, help="Write every figure to a table as well.")
def command(
    outcomes: Path,
    tops: tuple[int, ...],
    draws: int | None,
    seed: int,
    wrong_share: float,
    skip_errors: bool,
    as_json: bool,
    csv_path: Path | None,
) -> None:
    """Rank bodies with the evidence of the time, and compare with what became of them.

    OUTCOMES is a table with a body a row: mass and grades as known in the evidence year, and
    the outcome. The word sample means the shipped one. docs/hindcast.md describes the columns.

    AUC is the chance that a body that was taken up stands before one that was not; 0.5 is luck.
    Lift is how many more such bodies the first places hold than a random order.
    """
    trying = Trying(tuple(sorted(set(tops))), draws, seed, wrong_share)
    found, read = hindcast_of_file(outcomes, trying)
    errors = [issue for issue in read.issues if issue.severity is Severity.ERROR]
    echo_issues([issue for issue in read.issues if issue not in errors])
    if errors and not skip_errors:
        raise DataError(errors)
    echo_issues(errors)
    if found is None:
        raise InputError(
            f"{outcomes.name}: found no row that can be used. Expected at least one outcome. "
            "Correct the rows named above."
        )
    told = _as_json(found) if as_json else _as_text(found)
    outputs: list[tuple[bytes, Path | None]] = [((told + "\n").encode(), None)]
    if csv_path is not None:
        outputs.append((csv_table(CSV_HEADER, _csv_rows(found)), csv_path))
    write_outputs(outputs)


def _as_json(found: Hindcast) -> str:
    return json.dumps(asdict(found), indent=2, ensure_ascii=False, allow_nan=False)


def _as_text(found: Hindcast) -> str:
    parts = [
        f"{found.title}: {found.n} bodies, {found.n_taken_up} taken up",
        words.selection_words(found),
        words.compared_words(found),
        words.evidence_words(found),
        words.product_words(found),
        words.hit_rate_words(found),
        words.list_words(found),
        *(_trial_text(t, found) for t in found.trials if t.target is Target.TAKEN_UP),
        _other_targets(found),
        _kinds_text(found),
        words.plant_sentence(found),
        words.VERDICTS,
        f"AUC: 0.5 is luck, 1 is certain. Intervals: {found.draws} draws with replacement, "
        f"seed {found.seed}, bodies taken up and others apart. Many lists and orders were "
        "looked at; no interval is widened for that.",
    ]
    return "\n\n".join(part for part in parts if part)


def _trial_text(trial: Trial, found: Hindcast) -> str:
    if not trial.skills:
        return f"{words.trial_words(trial)}\nNo AUC and no lift: {trial.why_no_auc}."
    lines = [
        words.trial_words(trial),
        text_table(*words.skill_table(trial, found)).rstrip(),
    ]
    if trial.why_no_lift:
        lines.append(f"No lift: {trial.why_no_lift}.")
    elif rows := words.lift_rows(trial, found):
        lines.append(text_table(words.LIFT_HEADER, rows).rstrip())
        lines.append(
            "A lift of a collected list says how the list was made; it is no hit rate."
        )
    return "\n".join(lines)


def _other_targets(found: Hindcast) -> str:
    blocks = []
    for target in (Target.WENT_WELL, Target.REPROCESSED):
        trials = [t for t in found.trials if t.target is target and t.skills]
        if trials:
            _, rows = words.area_rows(trials, found)
            header = ("order", *(f"{t.list_id} ({t.hits} of {t.n})" for t in trials))
            table = text_table(header, rows).rstrip()
            blocks.append(
                f"AUC where a hit is a body that was {words.TARGETS[target]}\n{table}"
            )
    return "\n\n".join(blocks)


def _kinds_text(found: Hindcast) -> str:
    methods = [name for name in SHOWN if any(name in k.mean_place for k in found.kinds)]
    if not methods:
        return ""
    header, rows = words.kind_rows(found, methods)
    table = text_table(header, rows).rstrip()
    return f"Mean place by outcome, in per cent of the way down the list\n{table}"


def _csv_rows(found: Hindcast) -> Iterable[tuple[Cell, ...]]:
    for trial in found.trials:
        head: tuple[Cell, ...] = (
            trial.list_id,
            trial.target.value,
            trial.n,
            trial.hits,
            trial.unsure,
            trial.why_no_auc,
            trial.why_no_lift,
        )
        if not trial.skills:
            yield (*head, *([None] * (len(CSV_HEADER) - len(head))))
        for skill in trial.skills:
            for lift in skill.lifts or (None,):
                yield (*head, *_skill_cells(skill), *_lift_cells(lift))


def _skill_cells(skill: Skill) -> tuple[Cell, ...]:
    first = (skill.auc, skill.over_mass, skill.over_product, skill.relabelled)
    one = skill.without
    left: tuple[Cell, ...] = (
        (None,) * 4 if one is None else (one.low, one.low_country, one.high, one.high_country)
    )
    spreads = [cell for spread in first for cell in _spread_cells(spread)]
    return (skill.method, *spreads, *left, *_spread_cells(skill.within))


def _spread_cells(spread: Spread | None) -> tuple[Cell, ...]:
    return (None,) * 3 if spread is None else (spread.best, spread.low, spread.high)


def _lift_cells(lift: Lift | None) -> tuple[Cell, ...]:
    if lift is None:
        return (None,) * 6
    return (lift.top, lift.hits, lift.lift.best, lift.lift.low, lift.lift.high, lift.by_luck)
