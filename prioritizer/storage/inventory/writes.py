"""What to write for an inventory to say something else: lists of values by site and field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from prioritizer.domain.inventory_value import EXISTS, Value
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.storage.inventory.differences import updates
from prioritizer.storage.inventory.queries import Timeline, refuse_if_later
from prioritizer.storage.inventory.sites import State, Values, values_of, wanted_values

Write = tuple[str, str, Value | None]


def all_of(state: State) -> Iterator[Write]:
    """Return everything a state says."""
    return (
        (site_id, field, value)
        for site_id, values in state.items()
        for field, value in values.items()
    )


def updating(
    present: Iterable[tuple[str, Values]], register: SiteRegister, wanted: Mapping[str, int]
) -> tuple[list[Write], set[str]]:
    """Return what to write for known bodies to say what a register says, and their ids."""
    writes: list[Write] = []
    met: set[str] = set()
    for site_id, values in present:
        met.add(site_id)
        is_wanted = site_id in wanted
        new = wanted_values(register, site_id, wanted[site_id]) if is_wanted else {}
        writes += [(site_id, field, value) for field, value in updates(values, new).items()]
    return writes, met


def adding(present: State, sites: Collection[Site]) -> Iterator[Write]:
    """Yield what to write for sites to be there, new ones after those that are."""
    taken = (values[EXISTS].position for values in present.values() if EXISTS in values)
    free = max(taken, default=-1) + 1
    for n, site in enumerate(sites):
        known = present.get(site.site_id, {})
        position = known[EXISTS].position if EXISTS in known else free + n
        for field, value in updates(known, values_of(site, position)).items():
            yield site.site_id, field, value


def taking_back(lines: Iterable[Timeline], number: int) -> list[Write]:
    """Return what to write to undo a change; a value changed since, or a site, is refused."""
    writes: list[Write] = []
    started: set[str] = set()
    later: dict[str, Timeline] = {}
    for line in lines:
        if line.points[-1][0] > number:
            later[line.site_id] = line
        for done, before, _ in line.steps():
            if done == number:
                refuse_if_later(line, number)
                writes.append((line.site_id, line.field, before))
                if line.field == EXISTS and before is None:
                    started.add(line.site_id)
    for site_id in started & later.keys():
        refuse_if_later(later[site_id], number)
    return writes
