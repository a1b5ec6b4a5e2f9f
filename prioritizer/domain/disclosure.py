"""Which groups may be shown apart, so that no small one can be told from the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from prioritizer.domain.workshop import SMALLEST_GROUP

# Somebody who is a group alone takes the own answer off; five others must be left.
FEWEST_HIDDEN = SMALLEST_GROUP + 1


def open_groups(
    sizes: Mapping[str, int], allowed: Collection[str] | None = None
) -> frozenset[str]:
    """Return the groups whose answers may be shown apart from the others'.

    A group under `SMALLEST_GROUP` is hidden. What is left of the room's totals without the
    groups shown are the hidden ones together; if that were one group, or fewer people than
    `FEWEST_HIDDEN`, they would be known in spite of it. Then the smallest of the other groups
    are hidden too, until it is not (complementary suppression: Hundepool and others 2012,
    Statistical Disclosure Control, chapter 4; recalled). Only sizes decide, never answers.

    Parameters
    ----------
    sizes
        How many people of each group have answered.
    allowed
        Groups that may be shown at all; None means each.
    """
    able = {g for g, n in sizes.items() if n >= SMALLEST_GROUP and _may(g, allowed)}
    hidden = {group: n for group, n in sizes.items() if group not in able}
    for group in sorted(able, key=lambda g: (sizes[g], g)):
        if not hidden or (len(hidden) > 1 and sum(hidden.values()) >= FEWEST_HIDDEN):
            break
        hidden[group] = sizes[group]
    return frozenset(able - set(hidden))


def _may(group: str, allowed: Collection[str] | None) -> bool:
    return allowed is None or group in allowed
