"""The words of a workshop: states, modes, how strong agreement is, what sites are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prioritizer.domain.workshop import Mode, State, Step, Technique, Workshop
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.room_words import STATES as STATES
from prioritizer.workflow.workshop.room_words import alias as alias
from prioritizer.workflow.workshop.room_words import aliases as aliases
from prioritizer.workflow.workshop.room_words import site_names as site_names
from prioritizer.workflow.workshop.room_words import standing as standing

MODES: Mapping[Mode, str] = {
    Mode.PSEUDONYMOUS: "Aliases: answers are kept under P-3F2A and the like. Whoever runs this "
    "computer could in principle find out which phone sent them. The record tells alias and "
    "group: one of few in a group can be recognised.",
    Mode.ANONYMOUS: "Anonymous: at the reveal the tie between phone and answer is destroyed. A "
    "revealed round can then not be taken back.",
    Mode.NAMED: "By name: answers are kept and exported with the name. For boards that stand "
    "by their votes.",
}
TECHNIQUES: Mapping[Technique, str] = {
    Technique.SWING: "Swings: order the differences, then points against the first (most "
    "careful)",
    Technique.POINTS: "Points from 0 to 100 for each difference (quickest)",
    Technique.PAIRWISE: "Pairs: which of two differences matters more (shows contradictions)",
}
RULES: Mapping[str, str] = {
    "arithmetic-mean": "Mean of weights",
    "geometric-mean": "Geometric mean",
    "median": "Median",
    "group-weighted": "Mean of groups",
    "mean-rank": "Mean of ranks",
    "borda": "Borda",
    "copeland": "Copeland",
}
FLAGS_SHORT = "left the procedure"
# Ballots whose group an anonymous round does not tell.
GROUPS_TOGETHER = "other groups together"
UNDOES = {State.LOCKED: "Take answers again", State.REVEALED: "Hide the result again"}


def where(workshop: Workshop) -> str:
    """Return where a workshop stands, in a few words."""
    return f"{round_of(workshop)}, {standing(workshop)}"


def round_of(workshop: Workshop) -> str:
    """Return which round it is, and of how many."""
    if workshop.spends:
        return "budget round"
    return f"round {workshop.round} of {workshop.n_rounds}"


def meaning(workshop: Workshop) -> str:
    """Return what the state means, where its name alone does not say it."""
    return standing(workshop).partition(": ")[2]


def happened(workshop: Workshop, step: Step) -> str:
    """Return what a step has brought about."""
    number = workshop.round
    return {
        Step.OPEN: f"Round {number} is open. Show the code; people can join and answer.",
        Step.PAUSE: f"Round {number} is paused. Answers begun are kept on the phones.",
        Step.RESUME: f"Round {number} goes on.",
        Step.LOCK: f"Round {number} is locked: no more answers. Reveal it when you are ready.",
        Step.REVEAL: f"Round {number} is revealed: its result is on this page and on phones.",
        Step.NEXT_ROUND: f"Round {number} is open. Everybody starts from a blank page.",
        Step.UNDO: f"Taken back: round {number} is {STATES[workshop.state]}.",
        Step.CLOSE: (
            f"The workshop is closed. The result of round {number} is shown to nobody."
            if workshop.is_hidden
            else "The workshop is closed. Export the record and keep the head of its log."
        ),
    }[step]


# A name is cut between words where that leaves so many letters of its end, and costs its start
# no more than so many.
FEWEST_LETTERS, MOST_LOST = 3, 6


def short(name: str, longest: int) -> str:
    """Return a name cut in its middle: what tells two like names apart is often their end.

    Between two words where one ends near by.
    """
    if len(name) <= longest:
        return name
    end = name[-(longest // 3) :]
    _, blank, words = end.partition(" ")
    if blank and len(words) >= FEWEST_LETTERS:
        end = words
    start = name[: longest - len(end) - 1]
    whole = start.rpartition(" ")[0]
    if name[len(start)] != " " and len(start) - len(whole) <= MOST_LOST:
        start = whole
    return f"{start.rstrip(' ,(')}…{end.lstrip()}"


def short_names(names: Mapping[str, str], sites: Sequence[str], longest: int) -> list[str]:
    """Return names cut to a length; those that would then be alike carry their ids."""
    cut = [short(names[site], longest) for site in sites]
    return [
        _with_id(names[site], site, longest) if cut.count(name) > 1 else name
        for site, name in zip(sites, cut, strict=True)
    ]


def _with_id(name: str, site: str, longest: int) -> str:
    whole = f"{name} {site}"
    if len(whole) <= longest:
        return whole
    return f"{name[: longest - len(site) - 2].rstrip()}… {site}"


def criterion_names(problem: FrozenProblem) -> dict[str, str]:
    """Return the names of the criteria by id."""
    return {criterion.id: criterion.name for criterion in problem.criteria}


def people(number: int) -> str:
    """Return a count of people in words."""
    return "1 person" if number == 1 else f"{number} people"
