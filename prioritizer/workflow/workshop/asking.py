"""What a participant is asked, on a phone and on paper: the questions of the Weights page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.workshop import Technique
from prioritizer.workflow.weights.asked import PHONE
from prioritizer.workflow.weights.items import group_of
from prioritizer.workflow.weights.questions import Asking

# In an anonymous round the smaller step is not asked about, since its answer is not kept, and
# points are whole.
ANONYMOUS = replace(PHONE, checks=("readback",), is_whole=True)


def asking(
    criteria: Sequence[Criterion],
    technique: Technique,
    seed: int,
    *,
    is_anonymous: bool = False,
) -> Asking:
    """Return the questions of a technique, in the order that a seed gives and the language."""
    group = group_of(criteria).shuffled(seed)
    return Asking(technique.way, group, ANONYMOUS if is_anonymous else PHONE)
