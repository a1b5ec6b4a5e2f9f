"""The problem of a workshop, read and parsed once for all who ask: it never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict

from prioritizer.domain.chain import sha256
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.workflow.workshop.problem import FrozenProblem, parse_problem

MOST_KEPT = 16
_KEPT: OrderedDict[str, FrozenProblem] = OrderedDict()
_ALONE = threading.Lock()


def problem_in(reader: WorkshopReader) -> FrozenProblem:
    """Return the problem of a workshop, known by the digest that its row and its log give.

    A text that does not have this digest is read each time, and never kept under it.

    Raises
    ------
    RecordError
        If the text is not a problem.
    """
    digest = reader.workshop.problem_digest
    with _ALONE:
        if (found := _KEPT.get(digest)) is not None:
            _KEPT.move_to_end(digest)
            return found
    text = reader.problem()
    found = parse_problem(text)
    if sha256(text) == digest:
        with _ALONE:
            _KEPT[digest] = found
            while len(_KEPT) > MOST_KEPT:
                _KEPT.popitem(last=False)
    return found
