"""One change at a time: how far a weight may move, what a value, a criterion or a site decides.

Everything here works on fixed scales with the present weights and method, and on the order of
scores at best estimates: exact answers are about these. What happens without a criterion is
about the list itself, by its chances. `prioritizer.workflow.robustness.variants` changes the
rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import Assessment, IntArray, Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.answers import sensitivity as engine
from prioritizer.engine.answers.list_shift import ListShift, least_list_shift
from prioritizer.engine.answers.stability import stability_by_search, stability_intervals
from prioritizer.engine.methods.table import METHODS
from prioritizer.engine.ranks import rank, round_scores
from prioritizer.engine.weights.known_limit import KnownLimit
from prioritizer.workflow.ranking.assess import assess_matrix
from prioritizer.workflow.ranking.known_limit import Candidates, candidates
from prioritizer.workflow.ranking.ranks import FIXED_METHODS, needs_own_values
from prioritizer.workflow.robustness.considered import considered_matrix
from prioritizer.workflow.robustness.list_changes import ListChange, list_change
from prioritizer.workflow.robustness.stable_weights import JointShift, Stability

# So far past an end of an interval it is asked what has changed there.
JUST_PAST = 1e-6


@dataclass(frozen=True, slots=True)
class Swing:
    """What one value of a site does to its score at best estimates, and to its place by it."""

    criterion: Criterion
    score_low: float
    score_high: float
    rank_at_low: int
    rank_at_high: int
    is_gap: bool

    @property
    def sentence(self) -> str:
        """Return the swing in words."""
        why = "rests on gaps" if self.is_gap else "measured"
        if self.score_high - self.score_low < 5e-4:
            return f"{self.criterion.name} ({why}) moves nothing."
        return (
            f"{self.criterion.name} ({why}): score at best estimates {self.score_low:.2f} to "
            f"{self.score_high:.2f}, place by it {self.rank_at_low} to {self.rank_at_high}."
        )


@dataclass(frozen=True, slots=True, eq=False)
class WeightLine:
    """Scores against one weight while the others keep their proportions.

    ``names`` are of all sites that some weights rank, ``rows`` those that are ranked now, in
    the order of the decision matrix. ``shares`` is ``(steps,)``, ``scores`` and ``ranks``
    ``(steps, sites)``: where a site is not ranked its score is NaN, and its rank the one after
    the last.
    """

    criterion: Criterion
    names: tuple[str, ...]
    rows: IntArray
    shares: FloatArray
    scores: FloatArray
    ranks: IntArray


@dataclass(frozen=True, slots=True)
class Dropped:
    """The shortlist without one criterion or one site: who comes in, who goes out."""

    what: str
    entered: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return the change in words."""
        if not self.entered and not self.left:
            return f"Without {self.what} the list stays the same."
        return f"Without {self.what}, {changes(self.entered, self.left)}"


def changes(entered: tuple[str, ...], left: tuple[str, ...]) -> str:
    """Return who comes and who goes as the rest of a sentence."""
    parts = []
    if entered:
        parts.append(f"{listed(entered)} {_verb(entered, 'comes', 'come')} onto the list")
    if left:
        parts.append(f"{listed(left)} {_verb(left, 'drops', 'drop')} off it")
    return f"{' and '.join(parts)}."


def listed(names: tuple[str, ...]) -> str:
    """Return up to four names; of more, three and the count of the others."""
    shown = names if len(names) <= 4 else (*names[:3], f"{len(names) - 3} more")
    return shown[0] if len(shown) == 1 else f"{'; '.join(shown[:-1])} and {shown[-1]}"


def _verb(names: tuple[str, ...], one: str, many: str) -> str:
    return one if len(names) == 1 else many


def members(scores: FloatArray, top: int) -> BoolArray:
    """Return who is on the shortlist; equals at its edge all are."""
    return np.asarray(rank(round_scores(scores)) <= top, dtype=np.bool_)


def fixed_scores(assessment: Assessment, weights: FloatArray | None = None) -> FloatArray:
    """Return the scores of expected values on fixed scales under weights that sum to 1."""
    needs_own_values(assessment.settings, "sensitivity")
    chosen = assessment.settings.weights.normalized if weights is None else weights
    return FIXED_METHODS[assessment.settings.method](assessment.values.expected, chosen)


def stability(assessment: Assessment, *, top: int) -> tuple[Stability, ...]:
    """Return how far each weight may move alone with the same first ``top`` sites."""
    weights = assessment.settings.weights.normalized
    lists = _Lists(assessment, min(top, len(assessment.matrix)))
    return tuple(
        Stability(
            criterion, top, now, low, high, lists.past(k, low, -1), lists.past(k, high, 1)
        )
        for k, (criterion, now, (low, high)) in enumerate(
            zip(
                assessment.criteria.criteria,
                weights.tolist(),
                lists.intervals().tolist(),
                strict=True,
            )
        )
    )


class _Lists:
    """The lists by score at best estimates under any weights, of all who would be ranked."""

    def __init__(self, assessment: Assessment, top: int) -> None:
        needs_own_values(assessment.settings, "sensitivity")
        self._candidates, self._top = candidates(assessment), top
        self._method = METHODS[assessment.settings.method]
        self._weights = assessment.settings.weights.normalized

    def members(self, weights: FloatArray) -> BoolArray:
        """Return who of the candidates is listed, ``(sites,)``."""
        rows = np.flatnonzero(self._candidates.ranked(weights))
        scores = FIXED_METHODS[self._method.name](
            self._candidates.values.expected[rows], weights
        )
        result = np.zeros(len(self._candidates.matrix), dtype=np.bool_)
        result[rows] = members(scores, self._top)
        return result

    def intervals(self) -> FloatArray:
        """Return the ends of each weight with the same list, ``(criteria, 2)``."""
        if self._method.is_sum_of_values or self._method.name == "topsis":
            return stability_intervals(
                self._candidates.values.expected,
                self._weights,
                top=self._top,
                method="weighted-sum" if self._method.is_sum_of_values else "topsis",
                limit=self._candidates.limit,
            )
        return stability_by_search(self.members, self._weights)

    def past(self, column: int, end: float, sign: int) -> ListChange | None:
        """Return what changes just past one end; None where no weights lie there."""
        share = end + sign * JUST_PAST
        if not 0.0 <= share <= 1.0 or self._weights[column] >= 1.0:
            return None
        then = with_share(self._weights, column, share)
        return list_change(
            self._candidates.matrix.names,
            self.members(self._weights),
            self.members(then),
            self._candidates.ranked(self._weights),
            self._candidates.ranked(then),
        )


def with_share(weights: FloatArray, column: int, share: float) -> FloatArray:
    """Return weights in which one has a share and the others keep their proportions."""
    rest = np.delete(weights, column)
    # Where this criterion has all the weight the others have no proportions to keep.
    proportions = rest / rest.sum() if rest.sum() > 0 else np.full(len(rest), 1 / len(rest))
    return np.insert(proportions * (1.0 - share), column, share)


def joint_shift(assessment: Assessment, *, top: int) -> JointShift | None:
    """Return the least joint shift of weights that changes the shortlist of a sum of values.

    None where no weights change it, and under other methods, where no exact answer is known.
    """
    if not METHODS[assessment.settings.method].is_sum_of_values:
        return None
    field, vector = candidates(assessment), assessment.settings.weights
    counted = np.array([name not in vector.left_out for name in vector.criteria])
    values, weights = field.values.expected[:, counted], vector.normalized[counted]
    found = _list_shift(field, values, weights, counted, top)
    if found is None:
        return None
    moved = np.zeros(len(counted))
    moved[counted] = found.weights
    is_ranked, names = field.ranked(vector.normalized), field.matrix.names
    return JointShift(
        inside="" if found.inside is None else names[found.inside],
        outside="" if found.outside is None else names[found.outside],
        moved=float(np.abs(found.weights - weights).sum() / 2),
        criteria=assessment.criteria.criteria,
        now=tuple(vector.normalized.tolist()),
        weights=tuple(moved.tolist()),
        is_newly_ranked=found.outside is not None and not is_ranked[found.outside],
    )


def _list_shift(
    field: Candidates, values: FloatArray, weights: FloatArray, counted: BoolArray, top: int
) -> ListShift | None:
    """Return the least shift of the weights that count; criteria left out get none."""
    if field.limit is not None:
        limit = KnownLimit(field.limit.known[:, counted], field.limit.least)
        return least_list_shift(values, weights, top=top, limit=limit)
    found = engine.smallest_shortlist_shift(values, weights, top=top)
    return None if found is None else ListShift(found[2], found[0], found[1])


def tornado(assessment: Assessment, row: int) -> tuple[Swing, ...]:
    """Return what each value of one site does to its place, the widest swing first."""
    values = assessment.values
    needs_own_values(assessment.settings, "sensitivity")
    weights = assessment.settings.weights.normalized
    function = FIXED_METHODS[assessment.settings.method]
    present = function(values.expected, weights)
    swings = []
    for column, criterion in enumerate(assessment.criteria.criteria):
        ends = []
        for end in (values.low, values.high):
            changed = values.expected[row : row + 1].copy()
            changed[0, column] = end[row, column]
            trial = present.copy()
            trial[row] = function(changed, weights)[0]
            ends.append((float(trial[row]), int(rank(round_scores(trial))[row])))
        (score_low, rank_low), (score_high, rank_high) = ends
        is_gap = bool(values.gap[row, column])
        swings.append(Swing(criterion, score_low, score_high, rank_low, rank_high, is_gap))
    return tuple(sorted(swings, key=lambda swing: swing.score_low - swing.score_high))


def weight_line(assessment: Assessment, column: int, *, steps: int = 101) -> WeightLine:
    """Return scores and ranks as the weight of one criterion goes from 0 to 1."""
    needs_own_values(assessment.settings, "sensitivity")
    score, found = FIXED_METHODS[assessment.settings.method], candidates(assessment)
    present = assessment.settings.weights.normalized
    shares = np.linspace(0.0, 1.0, steps)
    scores = np.full((steps, len(found.matrix)), np.nan)
    ranks = np.empty(scores.shape, dtype=np.int64)
    for step, share in enumerate(shares.tolist()):
        weights = with_share(present, column, share)
        rows = np.flatnonzero(found.ranked(weights))
        scores[step, rows] = score(found.values.expected[rows], weights)
        ranks[step] = len(rows) + 1
        ranks[step, rows] = rank(round_scores(scores[step, rows]))
    return WeightLine(
        criterion=assessment.criteria.criteria[column],
        names=found.matrix.names,
        rows=np.flatnonzero(found.ranked(present)),
        shares=shares,
        scores=scores,
        ranks=ranks,
    )


def without_criteria(
    assessment: Assessment, *, top: int, between: Callable[[], object] | None = None
) -> tuple[Dropped, ...]:
    """Return what leaving out each criterion in turn does to the list, by its chances.

    Who is known well enough is asked again over the other criteria. Where nothing is drawn the
    list is that of the scores. ``between`` is called before each criterion; what it raises ends
    the work.
    """
    settings = assessment.settings
    names = considered_matrix(assessment).names
    before = _listed(assessment, reassessed(assessment, top=top), top)
    found = []
    for column, criterion in enumerate(assessment.criteria.criteria):
        points = np.array(settings.weights.counted)
        if points.sum() == points[column]:
            continue
        if between is not None:
            between()
        points[column] = 0.0
        weights = WeightVector(settings.weights.criteria, tuple(points.tolist()))
        other = reassessed(assessment, top=top, settings=replace(settings, weights=weights))
        entered, left = coming_and_going(names, before, _listed(assessment, other, top))
        found.append(Dropped(criterion.name, entered, left))
    return tuple(found)


def reassessed(
    assessment: Assessment, *, top: int, settings: Settings | None = None
) -> Assessment:
    """Return the ranking of the same sites, values and draws under other settings.

    ``top`` goes before the places of the settings, on which the chances rest.
    """
    chosen = replace(settings or assessment.settings, top=top)
    considered = assessment.considered
    if settings is None and (considered is None or assessment.settings.top == top):
        return assessment
    answer = assessment.answer
    told = {} if answer is None else {site.site_id: site.missing for site in answer.apart}
    return assess_matrix(
        considered_matrix(assessment),
        assessment.criteria,
        chosen,
        title=assessment.title,
        not_ranked=assessment.not_ranked,
        open_gates=assessment.open_gates,
        valued=None if considered is None else (considered.values, ()),
        drawn=None if considered is None else considered.draws,
        missing_of=lambda name: told.get(name, ()),
    )


def _listed(present: Assessment, other: Assessment, top: int) -> BoolArray:
    """Return which of the sites considered at present another ranking lists."""
    listed = np.array(other.matrix.alternatives)[other.ranking.ranks <= top]
    return np.isin(considered_matrix(present).alternatives, listed)


def entering_and_leaving(
    assessment: Assessment, before: BoolArray, after: BoolArray
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of ranked sites that come onto a list and that drop off it."""
    return coming_and_going(assessment.matrix.names, before, after)


def coming_and_going(
    names: Sequence[str], before: BoolArray, after: BoolArray
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that come onto a list and those that drop off it."""
    entered = tuple(names[i] for i in np.flatnonzero(after & ~before).tolist())
    return entered, tuple(names[i] for i in np.flatnonzero(before & ~after).tolist())
