"""What a room reads on screen and phones: where it stands, and aliases of sites."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from prioritizer.domain.workshop import State, Workshop
from prioritizer.languages.speech import gettext, noop
from prioritizer.workflow.workshop.problem import FrozenProblem

STATES: Mapping[State, str] = {
    State.DRAFT: noop("not opened yet"),
    State.OPEN: noop("open: people answer"),
    State.PAUSED: noop("paused"),
    State.LOCKED: noop("locked: no more answers, nothing shown yet"),
    State.REVEALED: noop("revealed"),
    State.CLOSED: noop("closed"),
}
HIDDEN = noop("closed: the last round is shown to nobody")


def standing(workshop: Workshop) -> str:
    """Return the state in words, and whether the last round stays hidden."""
    return STATES[workshop.state] if not workshop.is_hidden else HIDDEN


def alias(number: int) -> str:
    """Return the alias of the number-th site: Site A, …, Site Z, Site AA, …."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return gettext("Site {letters}", letters=letters)


def aliases(sites: Sequence[str], key: str) -> dict[str, str]:
    """Return an alias for each site, in an order that gives neither name nor rank away."""
    mixed = sorted(sites, key=lambda s: hashlib.sha256(f"{key}\0{s}".encode()).hexdigest())
    return {site: alias(number) for number, site in enumerate(mixed)}


def site_names(problem: FrozenProblem, key: str, *, has_aliases: bool) -> dict[str, str]:
    """Return what each site is called on the screen."""
    if has_aliases:
        return aliases(problem.matrix.alternatives, key)
    return dict(zip(problem.matrix.alternatives, problem.matrix.names, strict=True))
