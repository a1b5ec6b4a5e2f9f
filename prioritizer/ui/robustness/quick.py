"""Shortlist probabilities: those of the Robustness page, else of a quick run."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.robustness import Robustness, Uncertainty
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.robustness.cache import RunRequest
from prioritizer.ui.shell.cache import Problem, as_chosen
from prioritizer.workflow.ranking.ranks import can_be_drawn

QUICK_DRAWS = 2000
MOST_QUICK = 3_000


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """Shortlist probabilities, and whether they are those of the Robustness page."""

    result: Robustness
    is_quick: bool


def odds(found: Problem, assessment: Assessment, top: int) -> Odds | None:
    """Return the last run of just these settings, else a quick one; None where none is sound.

    A run over the criteria of another scale or of a very large inventory is left to the
    Robustness page.
    """
    last = cached_robustness.last(found, as_chosen(assessment), top)
    if last is not None:
        return Odds(last, is_quick=False)
    if not can_draw(assessment):
        return None
    return Odds(quick(found, assessment, top), is_quick=True)


def can_draw(assessment: Assessment) -> bool:
    """Return whether a quick run is sound here, and quick."""
    return can_be_drawn(assessment.settings) and 1 < len(assessment.matrix) <= MOST_QUICK


def is_made(found: Problem, settings: Settings, top: int) -> bool:
    """Return whether this session has seen the probabilities of just these settings."""
    asked = (_asked(top), cached_robustness.request(found.criteria, top))
    return any(cached_robustness.is_made(one.key(found, settings)) for one in asked)


def made(found: Problem, assessment: Assessment, top: int) -> Robustness | None:
    """Return a run of just these settings if there is one already, made anywhere."""
    last = cached_robustness.last(found, as_chosen(assessment), top)
    key = _asked(top).key(found, as_chosen(assessment))
    return last if last is not None else cached_robustness.runs().get(key)


def quick(found: Problem, assessment: Assessment, top: int) -> Robustness:
    """Return a run of a few draws over weights and evidence, seed 1."""
    return cached_robustness.run(found, assessment, _asked(top))


def _asked(top: int) -> RunRequest:
    return RunRequest(Uncertainty(), top, QUICK_DRAWS, seed=1)
