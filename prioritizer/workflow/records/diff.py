"""What changed between two decision records, and which change moved which site how far."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from prioritizer.domain.answer import known_percent
from prioritizer.domain.words import counted, printable
from prioritizer.errors import InputError
from prioritizer.workflow.records.diff_changes import Change, changes
from prioritizer.workflow.records.diff_mix import GROUP_WORDS, Group, Pair, side_of
from prioritizer.workflow.records.digests import changed_since
from prioritizer.workflow.records.parsing import parse_record

MOST_CHANGES = 15
NEGLIGIBLE = 0.05


@dataclass(frozen=True, slots=True)
class Move:
    """How a site moved, and why; a rank is None where the site is not ranked.

    ``alone`` holds the rank with one group changed and all others as before. ``shares`` holds
    the places gained through each group: the mean over all orders in which the groups could
    have changed one after the other (Shapley 1953); they add up to the whole move.
    """

    site_id: str
    name: str
    before: int | None
    after: int | None
    alone: Mapping[Group, int]
    shares: Mapping[Group, float]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A site that the weights alone bring over the limit of what must be known, or below it.

    ``before`` and ``after`` are its known weight, 0 to 1.
    """

    site_id: str
    name: str
    before: float
    after: float
    is_ranked: bool

    @property
    def sentence(self) -> str:
        """Return the crossing in words."""
        known = f"{known_percent(self.before)} → {known_percent(self.after)} of the weight"
        how = "known well enough" if self.is_ranked else "too little known"
        return f"{self.name} is now {how} to be ranked: {known}."


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything between two records; ``moves`` are of sites on either shortlist.

    ``crossings`` are of all sites: whom the weights alone bring in or out of the ranking.
    """

    titles: tuple[str, str]
    fingerprints: tuple[str, str]
    top: int
    changes: tuple[Change, ...]
    groups: tuple[Group, ...]
    moves: tuple[Move, ...]
    entered: tuple[str, ...]
    left: tuple[str, ...]
    n_moved: int
    n_both: int
    notes: tuple[str, ...]
    crossings: tuple[Crossing, ...] = ()

    @property
    def is_same(self) -> bool:
        """Return whether evidence, choices and result are the same."""
        return self.fingerprints[0] == self.fingerprints[1]


def difference(old: bytes, new: bytes, *, top: int = 10) -> Difference:
    """Compare two decision records and share out the moves of their shortlists.

    Raises
    ------
    RecordError
        If one of the two is not a record.
    InputError
        If ``top`` is no number of places.
    """
    if top < 1:
        raise InputError(f"diff, top: found {top}. Expected 1 or more. Give for example 10.")
    records = (parse_record(old), parse_record(new))
    pair = Pair(side_of(records[0], "first record"), side_of(records[1], "second record"))
    found = changes(pair)
    groups = tuple(group for group in Group if any(c.group is group for c in found))
    ranks = _all_ranks(pair, groups)
    before, after = ranks[frozenset()], ranks[frozenset(groups)]
    first, last = _shortlist(before, top), _shortlist(after, top)
    names = dict(zip(pair.old.matrix.alternatives, pair.old.matrix.names, strict=True))
    names |= dict(zip(pair.new.matrix.alternatives, pair.new.matrix.names, strict=True))
    concerned = sorted(
        first | last, key=lambda s: (after.get(s, math.inf), before.get(s, 0), s)
    )
    both = before.keys() & after.keys()
    return Difference(
        titles=(records[0]["about"]["title"], records[1]["about"]["title"]),
        fingerprints=(records[0]["fingerprint"], records[1]["fingerprint"]),
        top=top,
        changes=found,
        groups=groups,
        moves=tuple(_move(site, names[site], groups, ranks) for site in concerned),
        entered=tuple(site for site in concerned if site in last - first),
        left=tuple(site for site in concerned if site in first - last),
        n_moved=sum(1 for site in both if before[site] != after[site]),
        n_both=len(both),
        notes=(*_notes(records), *_without_chances(pair)),
        crossings=_crossings(pair, ranks, names),
    )


def _crossings(
    pair: Pair,
    ranks: Mapping[frozenset[Group], Mapping[str, int]],
    names: Mapping[str, str],
) -> tuple[Crossing, ...]:
    """Return whom the weights alone bring over the limit, those now ranked first."""
    alone = frozenset([Group.WEIGHTS])
    before, after = ranks[frozenset()], ranks.get(alone, ranks[frozenset()])
    crossed = sorted(before.keys() ^ after.keys(), key=lambda s: (s not in after, s))
    if not crossed:
        return ()
    was, will = pair.known_weights(frozenset()), pair.known_weights(alone)
    return tuple(
        Crossing(site, names[site], was[site], will[site], site in after) for site in crossed
    )


def _all_ranks(pair: Pair, groups: tuple[Group, ...]) -> dict[frozenset[Group], dict[str, int]]:
    """Return the ranks under every subset of the groups that changed."""
    return {
        frozenset(chosen): pair.ranks(chosen)
        for n in range(len(groups) + 1)
        for chosen in combinations(groups, n)
    }


def _shortlist(ranks: Mapping[str, int], top: int) -> set[str]:
    return {site for site, rank in ranks.items() if rank <= top}


def _move(
    site: str,
    name: str,
    groups: tuple[Group, ...],
    ranks: Mapping[frozenset[Group], Mapping[str, int]],
) -> Move:
    before, after = ranks[frozenset()].get(site), ranks[frozenset(groups)].get(site)
    alone = {
        group: ranks[frozenset([group])][site]
        for group in groups
        if site in ranks[frozenset([group])]
    }
    shares = {}
    if before is not None and after is not None:
        shares = {group: _share(site, group, groups, ranks) for group in groups}
    return Move(site, name, before, after, alone, shares)


def _share(
    site: str,
    group: Group,
    groups: tuple[Group, ...],
    ranks: Mapping[frozenset[Group], Mapping[str, int]],
) -> float:
    """Return the places gained through a group, the mean over all orders of change."""
    others = [other for other in groups if other is not group]
    n, gained = len(groups), 0.0
    for size in range(len(others) + 1):
        weight = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
        for chosen in combinations(others, size):
            without = frozenset(chosen)
            gained += weight * (
                _place(site, ranks[without]) - _place(site, ranks[without | {group}])
            )
    return gained


def _place(site: str, ranks: Mapping[str, int]) -> int:
    """Return the place of a site; one too little known stands behind all that are ranked."""
    return ranks.get(site, len(ranks) + 1)


def _without_chances(pair: Pair) -> tuple[str, ...]:
    has = [side.drawn is not None for side in (pair.old, pair.new)]
    if has[0] == has[1]:
        return ()
    which = "second" if has[0] else "first"
    return (
        f"the {which} record holds no chances; both are ranked by the score at best "
        "estimates, with an "
        "unknown value at the middle of its scale",
    )


def _notes(records: tuple[dict[str, Any], dict[str, Any]]) -> tuple[str, ...]:
    notes = []
    for name, record in zip(("first", "second"), records, strict=True):
        if next(iter(changed_since(record)), None) is not None:
            notes.append(f"the {name} record was changed after it was written; see replay")
    for part in ("prioritizer", "numpy"):
        one, two = (record["about"][part] for record in records)
        if one != two:
            notes.append(f"written with {part} {one} and {two}")
    return tuple(notes)


def as_text(found: Difference) -> str:
    """Return the difference in sentences."""
    lines = [
        f"first:  {found.titles[0]} ({found.fingerprints[0][:16]})",
        f"second: {found.titles[1]} ({found.fingerprints[1][:16]})",
        *(f"note: {note}" for note in found.notes),
    ]
    if found.is_same:
        return _as_lines([*lines, "Same: no difference in evidence, choices or result."])
    lines += ["", "What changed"]
    for group in found.groups:
        texts = [f"{c.subject}: {c.text}" for c in found.changes if c.group is group]
        lines.append(f"  {GROUP_WORDS[group]} ({len(texts)})")
        lines += [f"    {text}" for text in texts[:MOST_CHANGES]]
        if len(texts) > MOST_CHANGES:
            lines.append(f"    … and {len(texts) - MOST_CHANGES} more")
    if not found.groups:
        lines.append("  nothing that can move a rank: profiles, sources or other texts")
    return _as_lines([*lines, "", *_effects(found)])


def _as_lines(lines: Sequence[str]) -> str:
    # Titles, names and values are those of somebody's file.
    return "".join(f"{printable(line)}\n" for line in lines)


def _effects(found: Difference) -> list[str]:
    names = {move.site_id: move.name for move in found.moves}
    lines = [
        f"What that did: {found.n_moved} of {found.n_both} sites ranked in both moved",
        *(f"  {names[site]} entered the first {found.top}" for site in found.entered),
        *(f"  {names[site]} left the first {found.top}" for site in found.left),
    ]
    if found.crossings:
        told = [f"  {one.sentence}" for one in found.crossings[:MOST_CHANGES]]
        more = len(found.crossings) - len(told)
        lines += [
            "",
            f"Ranked or not by the weights alone ({counted(len(found.crossings), 'site')})",
            *told,
        ]
        lines += [f"  … and {more} more"] if more else []
    moved = [move for move in found.moves if move.before != move.after]
    if moved:
        lines += ["", f"The first {found.top}, before or after, that moved"]
        lines += [f"  {sentence(move)}" for move in moved]
    return lines


def sentence(move: Move) -> str:
    """Return a move with its causes in a sentence."""
    if move.before is None:
        return f"{move.name} was not ranked and is now on place {move.after}."
    if move.after is None:
        return f"{move.name} was on place {move.before} and is no longer ranked."
    verb = (
        "rose" if move.after < move.before else "fell" if move.after > move.before else "kept"
    )
    start = f"{move.name} {verb} from {move.before} to {move.after}"
    causes = sorted(move.shares.items(), key=lambda item: -abs(item[1]))
    said = [
        f"{GROUP_WORDS[group]} {places:+.1f}"
        for group, places in causes
        if abs(places) >= NEGLIGIBLE
    ]
    alone = [
        f"{GROUP_WORDS[group]} {rank}"
        for group, rank in move.alone.items()
        if rank != move.before
    ]
    if len(move.shares) < 2:
        return (
            f"{start}, by {GROUP_WORDS[next(iter(move.shares))]}."
            if move.shares
            else f"{start}."
        )
    return (
        f"{start}: places gained by {', '.join(said) or 'nothing'}; "
        f"each alone would make it: {', '.join(alone) or f'still {move.before}'}."
    )


def as_data(found: Difference) -> dict[str, Any]:
    """Return the difference as plain data for JSON."""
    return {
        "same": found.is_same,
        "titles": list(found.titles),
        "fingerprints": list(found.fingerprints),
        "top": found.top,
        "notes": list(found.notes),
        "changes": [
            {"group": c.group.value, "subject": c.subject, "text": c.text}
            for c in found.changes
        ],
        "groups": [group.value for group in found.groups],
        "entered": list(found.entered),
        "left": list(found.left),
        "moved": found.n_moved,
        "ranked_in_both": found.n_both,
        "crossings": [
            {
                "id": one.site_id,
                "name": one.name,
                "known_before": one.before,
                "known_after": one.after,
                "ranked": one.is_ranked,
                "sentence": one.sentence,
            }
            for one in found.crossings
        ],
        "moves": [
            {
                "id": move.site_id,
                "name": move.name,
                "before": move.before,
                "after": move.after,
                "alone": {group.value: rank for group, rank in move.alone.items()},
                "places_gained": {group.value: share for group, share in move.shares.items()},
                "sentence": sentence(move),
            }
            for move in found.moves
        ],
    }
