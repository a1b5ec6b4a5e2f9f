"""No cell of a table that is passed on rests on fewer than five people, or gives one away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from prioritizer.domain.workshop import Mode, Submission, Technique
from prioritizer.exports.tables import workshop_table
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.group_views import GROUP_RULE
from prioritizer.workflow.workshop.judging import judge
from prioritizer.workflow.workshop.problem import FrozenProblem, parse_problem
from prioritizer.workflow.workshop.published import published, told_camps
from prioritizer.workflow.workshop.result_data import result_data
from prioritizer.workflow.workshop.results import RoundResult, movement, round_result
from prioritizer.workflow.workshop.results_view import result
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.summary import read_workshop_view
from tests.conftest import ROOT
from tests.workflow.workshop.attacker import play


@pytest.fixture(scope="module")
def frozen(problem: str) -> FrozenProblem:
    return parse_problem(problem)


def said(
    frozen: FrozenProblem, person: int, *given: float, group: str = "ngo", **more: str
) -> Submission:
    """Return what somebody said: points for the first criteria, 10 for the others."""
    padded = [*given, *[10.0] * (len(frozen.ids) - len(given))]
    answers = {f"points.{name}": p for name, p in zip(frozen.ids, padded, strict=True)}
    judgement = judge(frozen.criteria, Technique.POINTS, {**answers, **more})
    return Submission(1, f"{person:03d}", f"P{person}", group, 1, judgement)


def room(frozen: FrozenProblem, *submissions: Submission) -> RoundResult:
    found = round_result(frozen, submissions, 1)
    assert found is not None
    return found


def divided(frozen: FrozenProblem, large: int, small: int) -> RoundResult:
    """Return a room of two camps."""
    many = [said(frozen, n, 90 + n % 5, 5) for n in range(large)]
    few = [said(frozen, 100 + n, 0, 90 + n % 5) for n in range(small)]
    found = room(frozen, *many, *few)
    assert [camp.n for camp in found.camps] == [large, small]
    return found


@pytest.mark.parametrize(
    ("sizes", "told"),
    [([30], {0}), ([3], {0}), ([30, 1], set()), ([20, 6], {0, 1}), ([20, 9, 4], {0}),
     ([12, 8, 3, 3], {0, 1}), ([9, 4, 1], set())],
)  # fmt: skip
def test_a_camp_is_told_as_a_group_is(sizes: list[int], told: set[int]) -> None:
    assert told_camps(sizes) == told


def test_a_camp_under_five_has_its_size_alone_and_so_has_who_would_give_it_away(
    frozen: FrozenProblem,
) -> None:
    whole = divided(frozen, 12, 3)

    told = published(whole)

    assert [(camp.n, camp.is_told) for camp in told.camps] == [(12, False), (3, False)]
    rest = 15 * whole.weights["arithmetic-mean"] - 12 * whole.camps[0].weights
    assert rest / 3 == pytest.approx(whole.camps[1].weights, abs=1e-9)
    data = result_data(frozen, [told])["rounds"][0]
    assert data["camps"] == [{"people": 12}, {"people": 3}]
    assert all(camp.is_told for camp in published(divided(frozen, 12, 6)).camps)


def test_the_record_still_tells_of_every_camp(frozen: FrozenProblem) -> None:
    data = result_data(frozen, [divided(frozen, 12, 3)])["rounds"][0]

    assert all("ranks" in camp for camp in data["camps"])


def test_the_table_leaves_the_places_of_a_hidden_camp_blank(frozen: FrozenProblem) -> None:
    names = dict(zip(frozen.matrix.alternatives, frozen.matrix.names, strict=True))
    data = result_data(frozen, [published(divided(frozen, 12, 3))])

    text = workshop_table.write(data, names, head="h").decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["place_in_camp_1"] for row in rows} == {row["place_in_camp_2"] for row in rows}
    assert {row["place_in_camp_1"] for row in rows} == {""}
    assert all(
        row["place_arithmetic-mean"] for row in rows if row["share_of_people_who_list_it"]
    )


def test_a_table_of_rounds_in_which_only_one_hides_a_group_has_blanks_there(
    frozen: FrozenProblem,
) -> None:
    open_, hidden = (
        room(frozen, *(said(frozen, n, n, group="ngo") for n in range(12)), *rest)
        for rest in ([], [said(frozen, 50, 7, group="science")])
    )
    names = dict(zip(frozen.matrix.alternatives, frozen.matrix.names, strict=True))
    data = result_data(frozen, [published(hidden), published(open_)])

    rows = csv.DictReader(
        io.StringIO(workshop_table.write(data, names, head="h").decode("utf-8-sig"))
    )
    told = [bool(row[f"place_{GROUP_RULE}"]) for row in rows if row["place_median"]]

    assert told == [False] * len(names) + [True] * len(names)


@pytest.mark.parametrize(("careless", "is_told"), [(1, False), (4, False), (5, True)])
def test_a_list_without_fewer_than_five_is_not_told(
    frozen: FrozenProblem, careless: int, *, is_told: bool
) -> None:
    people = [
        said(frozen, n, 10 + n, swap="same" if n < careless else "fewer") for n in range(12)
    ]

    told = published(room(frozen, *people))

    assert told.n_not_compliant == careless
    assert (told.compliant_only is not None) == is_told


def test_how_much_four_people_moved_is_not_told(frozen: FrozenProblem) -> None:
    first, second = (
        [said(frozen, n, 10 + k * n) for n in range(4)] + [said(frozen, 50 + 10 * k, 5)]
        for k in (1, 2)
    )
    rounds = room(frozen, *first), room(frozen, *second)

    whole, told = movement(*rounds), movement(*map(published, rounds))

    assert whole.n_both == told.n_both == 4
    assert whole.mean_shift > 0
    assert np.isnan(told.mean_shift)


def test_what_a_report_tells_of_an_old_record_hides_small_camps_too() -> None:
    hidden = 0
    for path in (ROOT / "tests" / "old_files" / "workshops").glob("*.json"):
        camps = read_workshop_view(path.read_bytes()).camps
        sizes = [camp.people for camp in camps]
        assert {n for n, camp in enumerate(camps) if camp.is_told} == told_camps(sizes)
        hidden += sum(not camp.is_told for camp in camps)
    assert hidden


# ---- Places give weights back ------------------------------------------------------------


def narrowed(
    frozen: FrozenProblem,
    data: Mapping[str, Any],
    sizes: Mapping[str, int],
    whose: str,
    truth: Sequence[float],
) -> float:
    """Return how widely the weights of a group may lie, given a round's tables; mean over all.

    Linear programming over the mean weights of every group: the mean of all, the means of the
    groups shown, and each pair of neighbours in the places under the mean of groups.
    """
    names, n_criteria = sorted(sizes), len(frozen.ids)
    whole, width = sum(sizes.values()), len(sizes) * n_criteria
    same = np.eye(n_criteria)
    mean = data["weights"]["arithmetic-mean"]
    equal = [np.hstack([sizes[name] / whole * same for name in names])]
    equals = [[mean[name] for name in frozen.ids], [1.0] * len(names)]
    equal.append(np.kron(np.eye(len(names)), np.ones(n_criteria)))
    for view in data["groups"]:
        if "mean" in view:
            equal.append(np.kron(np.eye(len(names))[names.index(view["group"])], same))
            equals.append([view["mean"][name] for name in frozen.ids])
    places = data["ranks"].get(GROUP_RULE, {})
    order = sorted(places, key=lambda site: (places[site], site))
    row_of = {site: row for row, site in enumerate(frozen.matrix.alternatives)}
    values = frozen.values.expected
    above = [
        np.tile(values[row_of[below]] - values[row_of[site]], len(names))
        for site, below in pairwise(order)
    ]
    given: dict[str, Any] = {
        "A_eq": np.vstack(equal), "b_eq": np.concatenate(equals), "bounds": (0, 1),
        "A_ub": np.array(above) if above else None,
        "b_ub": np.full(len(above), 1e-9) if above else None,
    }  # fmt: skip
    found = []
    for column in range(n_criteria):
        cost = np.zeros(width)
        cost[names.index(whose) * n_criteria + column] = 1
        ends = [linprog(sign * cost, **given) for sign in (1, -1)]
        assert all(end.success for end in ends)
        low, high = ends[0].fun, -ends[1].fun
        assert low - 1e-6 <= truth[column] <= high + 1e-6
        found.append(high - low)
    return float(np.mean(found))


@pytest.mark.parametrize(
    "sizes",
    [{"ngo": 8, "industry": 5, "science": 1}, {"ngo": 13, "science": 1},
     {"ngo": 10, "industry": 9, "agency": 9, "municipality": 5, "science": 1}],
)  # fmt: skip
def test_no_places_give_the_weights_of_a_lone_member_back(
    sqlite_desk: WorkshopService, problem: str, sizes: dict[str, int]
) -> None:
    """The control: with the places under the mean of groups they nearly follow."""
    frozen = parse_problem(problem)
    found = play(sqlite_desk, problem, Technique.POINTS, sizes, mode=Mode.PSEUDONYMOUS)
    lone = next(p for p, group in found.groups.items() if group == "science")
    submissions = sqlite_desk.store.see(found.workshop.id, lambda r: r.submissions())
    mine = next(s for s in submissions if (s.round, s.participant) == (1, lone))
    truth = mine.judgement.weights.normalized.tolist()
    shown = result(sqlite_desk, found.leader, found.workshop.id)
    told = json.loads(canonical(result_data(frozen, shown.rounds)))["rounds"][0]
    kept = found.record["result"]["rounds"][0]

    with_places = narrowed(frozen, kept, sizes, "science", truth)
    with_tables = narrowed(frozen, told, sizes, "science", truth)

    # Of the whole width 1: 0.010 to 0.032 is left with these places, 0.94 and more without.
    assert with_places < 0.05
    assert with_tables > 0.9
