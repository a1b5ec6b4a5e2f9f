"""Where the sites of a workshop lie: of the inventories that its facilitator had at hand.

What a room decides on is frozen without positions, and goes out with its record. So they come
from the inventory in use on the Facilitate page, and only what everybody may see of it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from prioritizer.domain.site import Site, SiteRegister
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import session
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.workshop.problem import FrozenProblem

MOST_ROOMS, MOST_EACH = 32, 4
_Kept = OrderedDict[str, SiteRegister]
_kept: OrderedDict[str, _Kept] = OrderedDict()
_lock = threading.Lock()


def keep(workshop_id: str) -> None:
    """Keep the public part of the inventory in use for the screen of a workshop."""
    digest, register = _public()
    with _lock:
        of_room = _kept.setdefault(workshop_id, OrderedDict())
        of_room[digest] = register
        of_room.move_to_end(digest)
        _kept.move_to_end(workshop_id)
        _shorten(of_room, MOST_EACH)
        _shorten(_kept, MOST_ROOMS)


def sites_of(
    workshop_id: str, problem: FrozenProblem, wanted: Sequence[str]
) -> tuple[Site, ...] | None:
    """Return the sites with these ids; None where no inventory at hand holds all of them.

    A site of the same id and another name is another site.
    """
    names = dict(zip(problem.matrix.alternatives, problem.matrix.names, strict=True))
    with _lock:
        registers = [*reversed(_kept.get(workshop_id, {}).values())]
    for register in (*registers, _public()[1]):
        by_id = register.by_id()
        found = [by_id[one] for one in wanted if one in by_id]
        if len(found) == len(wanted) and all(s.name == names[s.site_id] for s in found):
            return tuple(found)
    return None


def _public() -> tuple[str, SiteRegister]:
    seen = cached.seen(session.own_inventory(), Audience.PUBLIC)
    return seen.digest, seen.register


def _shorten(kept: OrderedDict[str, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
