"""What happened in a workshop within its rules, and the words in which a sceptic is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from prioritizer.domain.words import number as written
from prioritizer.domain.workshop import State, Step, Workshop

CLOCK = (
    "The order of the entries is certain, for each is chained to the one before. The dates are "
    "those of a clock: it was set, or several servers' clocks differ, or somebody wrote the "
    "dates. They do not prove when something was done."
)

# What an entry is called, one and many, by its action in the log.
DONE = {
    "move": ("step", "steps"),
    "seal": ("round sealed", "rounds sealed"),
    "join": ("paper ballot taken in", "paper ballots taken in"),
    "enter-by-hand": ("answer entered by hand", "answers entered by hand"),
    "deadline": ("deadline", "deadlines"),
    "add-round": ("round added", "rounds added"),
    "budget": ("budget round set up", "budget rounds set up"),
    "propose-by-hand": ("proposed site entered by hand", "proposed sites entered by hand"),
    "proposals": ("list of proposed sites", "lists of proposed sites"),
    "decide-proposal": ("decision on a proposed site", "decisions on proposed sites"),
    "joining": ("opening or closing of the door", "openings or closings of the door"),
    "invite": ("code to join", "codes to join"),
    "add-facilitator": ("further facilitator", "further facilitators"),
    "set-aside": ("seat set aside", "seats set aside"),
    "take-back": ("seat taken back", "seats taken back"),
    "let-in": ("person let in", "people let in"),
    "refuse": ("refusal in the lobby", "refusals in the lobby"),
    "places": ("sheet of one-time places", "sheets of one-time places"),
    "withdraw-places": ("withdrawal of places", "withdrawals of places"),
    "watch": ("link for observers made or ended", "links for observers made or ended"),
    "entrance": ("choice of how people come in", "choices of how people come in"),
}


@dataclass(slots=True)
class Happened:
    """What was counted on the way through a log; rounds by number, entries by place."""

    rounds_planned: int
    rounds_added: int = 0
    colleagues: int = 0
    revised: int = 0
    late_joins: int = 0
    shown: set[int] = field(default_factory=set)
    ballots: dict[int, int] = field(default_factory=dict)
    pauses: Counter[int] = field(default_factory=Counter)
    taken_back: dict[int, list[int]] = field(default_factory=dict)
    unlocked: dict[int, list[int]] = field(default_factory=dict)
    after_show: Counter[int] = field(default_factory=Counter)
    after_lock: Counter[int] = field(default_factory=Counter)
    paper_sites: int = 0
    paper: Counter[int] = field(default_factory=Counter)
    paper_locked: Counter[int] = field(default_factory=Counter)
    deadlines: Counter[int] = field(default_factory=Counter)
    just_late: Counter[int] = field(default_factory=Counter)
    deadlines_passed: Counter[int] = field(default_factory=Counter)
    hidden: list[int] = field(default_factory=list)
    shown_after_all: list[int] = field(default_factory=list)
    by_operator: Counter[str] = field(default_factory=Counter)
    backwards: list[tuple[int, timedelta]] = field(default_factory=list)
    unknown: list[tuple[int, str, str]] = field(default_factory=list)
    opened_at: datetime | None = None
    waiting: list[datetime] = field(default_factory=list)
    outside: int = 0
    aside: list[tuple[int, str, str | None]] = field(default_factory=list)
    aside_unnamed: int = 0
    left_out: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    short: dict[int, tuple[int, int]] = field(default_factory=dict)
    reseated: list[tuple[int, str]] = field(default_factory=list)

    def step(
        self, seq: int, step: Step, before: Workshop, after: Workshop, at: datetime
    ) -> None:
        """Note a step that moved the workshop on."""
        number = before.round
        self.pauses[number] += step is Step.PAUSE
        if step is Step.UNDO:
            back = self.taken_back if before.state is State.REVEALED else self.unlocked
            back.setdefault(number, []).append(seq)
        if step is Step.CLOSE and before.state is State.LOCKED:
            self.hidden.append(number)
        elif step is Step.REVEAL and before.state is State.CLOSED:
            self.shown_after_all.append(number)
        if after.is_over and not after.is_hidden:
            self.shown.add(number)
        if after.state is State.OPEN:
            self.opened_at = at
        elif before.state is State.OPEN:
            self._close(at)

    def _close(self, at: datetime) -> None:
        """Count the answers that are dated outside the time in which their round was open."""
        start = self.opened_at
        self.outside += sum(
            date > at or (start is not None and date < start) for date in self.waiting
        )
        self.waiting.clear()

    def answered(self, seq: int, number: int, at: datetime, *, is_late_show: bool) -> None:
        """Note an answer by phone."""
        self.waiting.append(at)
        self._reopened(number, is_late_show=is_late_show)

    def entered(self, number: int, state: State, *, is_late_show: bool) -> None:
        """Note an answer on paper."""
        self.paper[number] += 1
        self.paper_locked[number] += state is State.LOCKED
        self._reopened(number, is_late_show=is_late_show)

    def counted(self, workshop: Workshop, n: int) -> None:
        """Note a round that ended with fewer answers than the quorum, or that has it now."""
        self.short.pop(workshop.round, None)
        if n < workshop.quorum:
            self.short[workshop.round] = (n, workshop.quorum)

    def _reopened(self, number: int, *, is_late_show: bool) -> None:
        self.after_show[number] += is_late_show
        self.after_lock[number] += not is_late_show and number in self.unlocked

    def joined(self, workshop: Workshop) -> None:
        """Note somebody who joined."""
        self.late_joins += bool(self.shown)

    def deadline(self, workshop: Workshop, until: datetime | None, at: datetime) -> None:
        """Note a deadline that was set, moved or lifted."""
        self.deadlines[workshop.round] += 1
        had = workshop.deadline
        is_later = until is None or (had is not None and until > had)
        self.deadlines_passed[workshop.round] += had is not None and at >= had and is_later


def remarks(seen: Happened) -> Iterator[str]:
    """Yield each thing that the rules allow and a sceptic should know, the gravest first."""
    yield from _dates(seen)
    yield from _reopened(seen)
    yield from _by_hand(seen)
    yield from _deadlines(seen)
    yield from _seats(seen)
    yield from _course(seen)
    yield from _who(seen)
    for seq, action, role in seen.unknown:
        yield (
            f"log entry {seq}: a {role} did '{action}', which this version does not know. What "
            "it did was not checked."
        )


def _dates(seen: Happened) -> Iterator[str]:
    if not seen.backwards:
        return
    seq, most = max(seen.backwards, key=lambda one: one[1])
    found = _n(len(seen.backwards), "entry is", "entries are")
    outside = (
        f" {_n(seen.outside, 'answer is', 'answers are')} dated outside the time in which "
        "the round was open."
        if seen.outside
        else ""
    )
    yield (
        f"dates: {found} dated before the one before, log entry {seq} by {_span(most)}."
        f"{outside} {CLOCK}"
    )


def _n(n: int, one: str, many: str = "") -> str:
    return f"{written(n)} {one if n == 1 else many or f'{one}s'}"


def _span(span: timedelta) -> str:
    seconds = span.total_seconds()
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    if seconds < 7200:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"


def _entries(found: list[int]) -> str:
    return f"log {'entry' if len(found) == 1 else 'entries'} {', '.join(map(str, found))}"


def _reopened(seen: Happened) -> Iterator[str]:
    for number, found in sorted(seen.taken_back.items()):
        n = seen.after_show[number]
        after = (
            f"{_n(n, 'answer was', 'answers were')} given or changed after its result had "
            "been seen."
            if n
            else "No answer came after that."
        )
        yield f"round {number} was shown and taken back ({_entries(found)}). {after}"
    for number, found in sorted(seen.unlocked.items()):
        if number in seen.taken_back:
            continue
        n = seen.after_lock[number]
        came = f"{_n(n, 'answer came', 'answers came')} in" if n else "No answer came"
        if number in seen.ballots:
            came = "The log does not tell how many ballots came in"
        yield (
            f"round {number} was locked and opened again before it was shown "
            f"({_entries(found)}). {came} after that."
        )


def _by_hand(seen: Happened) -> Iterator[str]:
    for number, n in sorted(seen.paper.items()):
        of = f" of {seen.ballots[number]}" if number in seen.ballots else ""
        late = seen.paper_locked[number]
        when = f", {late} of them after the round was locked" if late else ""
        yield (
            f"round {number}: {n}{of} {'answers' if n > 1 or of else 'answer'} entered by hand "
            f"by who leads{when}. Only the paper ballots show that they were entered as given."
        )
    if n := seen.paper_sites:
        yield (
            f"{_n(n, 'proposed site was', 'proposed sites were')} entered by hand by who "
            "leads. Only the slips of paper show who wrote what."
        )


def _deadlines(seen: Happened) -> Iterator[str]:
    for number, n in sorted(seen.deadlines.items()):
        late = seen.deadlines_passed[number]
        after = f", {late} of them after it had passed" if late else ""
        yield f"round {number}: the deadline was set or moved {_n(n, 'time')}{after}."
    for number, n in sorted((+seen.just_late).items()):
        yield (
            f"round {number}: {_n(n, 'answer is', 'answers are')} dated after its deadline. "
            "The service looks at the clock just before it dates an entry, so that some "
            "seconds are no fault."
        )


def _seats(seen: Happened) -> Iterator[str]:
    for seq, name, reason in seen.aside:
        entry = f"by who leads (log entry {seq})"
        yield (
            f"{name} was taken back {entry}: its answers count again."
            if reason is None
            else f"{name} was set aside {entry}: {reason}."
        )
    for number, n in sorted((+seen.left_out).items()):
        yield (
            f"round {number}: {_n(n, 'seat', 'seats')} with an answer set aside when it was "
            "shown. What they answered stands in the record and does not count."
        )
    if seen.aside_unnamed:
        yield (
            f"{_n(seen.aside_unnamed, 'seat was', 'seats were')} set aside before the first "
            "round; the workshop is anonymous, so none is named."
        )
    if seen.refused:
        waited = _n(seen.refused, "person who waited was", "people who waited were")
        yield f"{waited} not let in."
    if seen.reseated:
        names = ", ".join(f"{name} (log entry {seq})" for seq, name in seen.reseated)
        yield (
            f"who leads made a way to another phone for: {names}. The log cannot show that it "
            "was the same person who used it."
        )


def _course(seen: Happened) -> Iterator[str]:
    for number in seen.hidden:
        later = (
            ", and shown after all later" if number in seen.shown_after_all else " to anybody"
        )
        yield f"the workshop was closed without showing round {number}{later}."
    for number, (n, quorum) in sorted(seen.short.items()):
        yield f"round {number} ended with {_n(n, 'answer')}; its quorum is {quorum}."
    if seen.rounds_added:
        yield (
            f"{_n(seen.rounds_added, 'round was', 'rounds were')} added to the "
            f"{seen.rounds_planned} that were planned."
        )
    for number, n in sorted((+seen.pauses).items()):
        yield f"round {number} was paused {_n(n, 'time')}."
    if seen.revised:
        yield f"{_n(seen.revised, 'answer was', 'answers were')} changed once, as allowed."
    if seen.late_joins:
        yield (
            f"{_n(seen.late_joins, 'person', 'people')} joined after a result had been shown."
        )


def _who(seen: Happened) -> Iterator[str]:
    if seen.ballots:
        yield (
            "sealed ballots have no entry of their own in the log: it cannot show that each is "
            "of another person, nor when it was sent."
        )
    if seen.colleagues:
        yield f"{_n(seen.colleagues, 'further facilitator')} could lead from then on."
    if seen.by_operator:
        counts = sorted(seen.by_operator.items())
        what = ", ".join(_n(n, *DONE.get(name, (f"'{name}'",))) for name, n in counts)
        yield f"entries by the administrator of the store, not by a facilitator: {what}."


def dated(body: Mapping[str, Any]) -> datetime:
    """Return when an entry was made.

    Raises
    ------
    ValueError
        If it does not say how far its clock was from UTC.
    """
    at = datetime.fromisoformat(body["at"])
    if at.tzinfo is None:
        raise ValueError(f"date {body['at']} without its offset from UTC")
    return at


def clock(at: datetime) -> str:
    """Return a time to the second, as faults name it."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
