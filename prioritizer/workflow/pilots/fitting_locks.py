"""Locks that can hold in a ranking, told from those that cannot and cost the others nothing."""

from __future__ import annotations

from collections.abc import Iterator

from prioritizer.domain.results import Assessment
from prioritizer.domain.shortlist import Cutoff
from prioritizer.errors import InputError
from prioritizer.workflow.pilots.shortlist import NO_LOCKS, Locks, check_locks


def fitting(
    assessment: Assessment, rule: Cutoff, locks: Locks
) -> tuple[Locks, tuple[str, ...]]:
    """Return the locks that can hold, and in words why each of the others cannot.

    More musts than places are all left aside: none of them comes before another.
    """
    must, must_not = dict(locks.must), dict(locks.must_not)
    faults = []
    for one in _single(locks):
        try:
            check_locks(assessment, rule, one)
        except InputError as error:
            faults.append(str(error))
            for site_id in (*one.must, *one.must_not):
                (must if one.must else must_not).pop(site_id, None)
    found = Locks(must, must_not)
    try:
        check_locks(assessment, rule, found)
    except InputError as error:
        return Locks(NO_LOCKS.must, must_not), (*faults, str(error))
    return found, tuple(faults)


def _single(locks: Locks) -> Iterator[Locks]:
    for site_id, why in locks.must.items():
        yield Locks({site_id: why}, {})
    for site_id, why in locks.must_not.items():
        yield Locks({}, {site_id: why})
