"""The whole hindcast of the shipped outcomes and of made-up ones."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest

from prioritizer import shipped
from prioritizer.domain.hindcast import Hindcast, OutcomeKind, Target
from prioritizer.domain.reference import Reference
from prioritizer.readers.outcomes import read_outcomes
from prioritizer.readers.past_prices import read_past_prices
from prioritizer.workflow.hindcast.skill import FEWEST_FOR_LIFT, Trying
from prioritizer.workflow.hindcast.study import hindcast, hindcast_of_sample
from prioritizer.workflow.hindcast.words import may_quote
from tests.workflow.hindcast.bodies import body, taken_up

QUICK = Trying(draws=100)


@pytest.fixture(scope="module")
def found() -> Hindcast:
    return hindcast_of_sample(QUICK)


def test_every_row_is_compared_or_counted_with_a_reason(found: Hindcast) -> None:
    assert found.n == 101
    assert found.n_compared + sum(found.left_out.values()) == found.n
    assert sum(kind.n for kind in found.kinds) == found.n
    assert sum(kind.n_compared for kind in found.kinds) == found.n_compared == len(found.places)


def test_the_closed_lists_hold_too_few_for_a_hit_rate(found: Hindcast) -> None:
    closed = found.trial("closed")

    assert 0 < closed.hits < FEWEST_FOR_LIFT
    assert closed.why_no_lift
    assert not any(skill.lifts for skill in closed.skills)
    assert not may_quote(found)


def test_places_are_those_of_all_bodies_by_every_order(found: Hindcast) -> None:
    n = found.n_compared
    for method in found.places[0].places:
        places = [one.places[method] for one in found.places]
        assert sum(places) == pytest.approx(n * (n + 1) / 2)


def test_mean_places_are_weighted_to_the_middle_of_the_list(found: Hindcast) -> None:
    for method in ("mass", "product"):
        mean = sum(k.n_compared * k.mean_place.get(method, 0.0) for k in found.kinds)
        assert mean / found.n_compared == pytest.approx(0.5)


def test_other_targets_are_of_the_same_lists(found: Hindcast) -> None:
    up, well = found.trial("all"), found.trial("all", Target.WENT_WELL)
    industrial = found.trial("all", Target.REPROCESSED)

    assert well.n == up.n
    assert well.hits < up.hits
    assert (up.n - industrial.n, up.hits - industrial.hits) == (1, 1)


def test_nothing_to_compare_gives_an_answer_all_the_same(reference: Reference) -> None:
    rows = [taken_up(1, None), body(2, 1e6, None)]

    found = hindcast("none", rows, reference, read_past_prices(), QUICK)

    assert found.n_compared == 0
    assert found.places == ()
    assert all(trial.why_no_auc for trial in found.trials)
    assert found.left_out == {"no grade": 1, "no mass": 1}


def test_one_body_gives_an_answer_too(reference: Reference) -> None:
    found = hindcast("one", [taken_up(1)], reference, read_past_prices(), QUICK)

    assert found.n_compared == 1
    assert found.places[0].kind is OutcomeKind.REPROCESSED


def test_the_order_of_the_rows_does_not_matter(reference: Reference) -> None:
    rows = [taken_up(k, 10.0**5 * (k + 1), 0.1 * (k % 4 + 1)) for k in range(6)]
    rows += [body(10 + k, 10.0**4 * (k + 1), 0.1 * (k % 5 + 1)) for k in range(8)]
    past = read_past_prices()

    one = hindcast("x", rows, reference, past, QUICK)
    turned = hindcast("x", rows[::-1], reference, past, QUICK)

    for a, b in zip(one.trial("all").skills, turned.trial("all").skills, strict=True):
        assert a.auc.best == pytest.approx(b.auc.best)


def test_the_outcome_is_no_part_of_the_evidence(reference: Reference) -> None:
    rows = [taken_up(k, 10.0**5 * (k + 1), 0.1 * (k % 4 + 1)) for k in range(8)]
    other = [replace(one, kind=OutcomeKind.NOTHING, result=None) for one in rows]
    past = read_past_prices()

    one = hindcast("x", rows, reference, past, QUICK)
    same = hindcast("x", other, reference, past, QUICK)

    assert [b.places for b in one.places] == [b.places for b in same.places]


HOSTILE = ("", "NaN", "inf", "1e400", "-1", "0", "<script>", "=cmd|x", "\u202e", "1,5", "Cu=",
           "Cu=0 %", "Cu=1e-300 %", "S=50 %", "TREO=1 %", "hindsight=", "\x1b[31m", "NA", "XK",
           "Pilot Success", "narrative", "9" * 400)  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_a_hostile_table_gives_faults_with_a_place_and_figures_of_the_rest(
    tmp_path: Path, reference: Reference, seed: int
) -> None:
    draw = random.Random(seed)  # noqa: S311 - a made-up table
    with shipped.OUTCOMES.open(encoding="utf-8", newline="") as file:
        rows = draw.sample(list(csv.DictReader(file)), 40)
    for _ in range(60):
        row = draw.choice(rows)
        row[draw.choice(list(row))] = draw.choice(HOSTILE)
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=draw.choice(",;\t"))
        writer.writeheader()
        writer.writerows(rows)

    read = read_outcomes(path, reference)
    found = hindcast("x", read.outcomes, reference, read_past_prices(), Trying(draws=20))

    assert 0 < len(read.outcomes) < 40
    assert all(i.row and i.column and i.expected and i.hint for i in read.issues)
    assert found.n == len(read.outcomes)
    areas = [skill.auc for trial in found.trials for skill in trial.skills]
    assert all(0.0 <= one.low <= one.high <= 1.0 for one in areas)


def test_every_order_and_list_is_told_and_changes_nothing(found: Hindcast) -> None:
    told: list[tuple[int, int]] = []

    again = hindcast_of_sample(QUICK, lambda n, of: told.append((n, of)))

    assert again.trials == found.trials
    assert again.places == found.places
    assert [n for n, _ in told] == list(range(told[0][1]))
    assert len(told) > len(found.trials)
