"""The fingerprint of a ranking: taken in sight, for it covers every figure of every site."""

from __future__ import annotations

from functools import partial

from prioritizer.domain.results import Assessment
from prioritizer.ui.parts.long_work import LongWork
from prioritizer.ui.parts.working import Working
from prioritizer.ui.shell.cache import Problem, assessment_key
from prioritizer.workflow.records.writing import fingerprint

FINGERPRINTS = LongWork[str](
    "fingerprint", "Taking the fingerprint …", "the fingerprint of this ranking", most=64
)


def shown(found: Problem, assessment: Assessment) -> str | None:
    """Return the fingerprint, taken in sight; None where the person cancelled it."""

    def take(work: Working) -> str:
        told = partial(work.counted, words="Took the fingerprint of {n} parts")
        return fingerprint(assessment, found.register, progress=told)

    return FINGERPRINTS.shown(_key(found, assessment), take)


def made(found: Problem, assessment: Assessment) -> str:
    """Return the fingerprint, taken out of sight where it is not kept."""
    return FINGERPRINTS.made(
        _key(found, assessment), partial(fingerprint, assessment, found.register)
    )


def _key(found: Problem, assessment: Assessment) -> str:
    return repr((found.key, assessment_key(assessment)))
