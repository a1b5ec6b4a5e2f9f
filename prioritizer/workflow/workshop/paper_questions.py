"""Paper ballots: what is printed, and how a filled one becomes answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from prioritizer.domain.answer_options import PAIR_STEPS, Option
from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.budget import UNSPENT
from prioritizer.domain.differences import IN_WHICH_LINE, TWO_SITES, WHICH_OF_TWO
from prioritizer.domain.workshop import Mode, Technique, Workshop
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext, noop, speaking
from prioritizer.readers.answers import parse_answer, plain_digits
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.workflow.workshop.budget_words import (
    asked_words,
    cost_words,
    line_name,
    percents,
)
from prioritizer.workflow.workshop.judging import Answers
from prioritizer.workflow.workshop.one_form import check_whole
from prioritizer.workflow.workshop.problem import FrozenProblem, parse_problem
from prioritizer.workflow.workshop.questions import check_all, shuffled, shuffled_ids
from prioritizer.workflow.workshop.ranges import swing_text
from prioritizer.workflow.workshop.service import WorkshopService, permit
from prioritizer.workflow.workshop.spending import (
    FIELD,
    as_draft,
    needs_whole,
    question_in,
    shares_of,
)

MOST_BALLOTS = 200
# What is asked, sentence by sentence, each translated by itself.
ASKED = {
    Technique.SWING: (
        TWO_SITES,
        IN_WHICH_LINE,
        noop("Write 1 in the column Order, 2 for the next, and so on."),
        noop(
            "Your first gets 100 points. Give each of the others the points, 0 to 100, that "
            "its difference is worth beside your first, and never more than the one before it."
        ),
    ),
    Technique.POINTS: (
        TWO_SITES,
        noop("How much would that difference matter to you? Give each line 0 to 100 points."),
        noop("The size of the difference counts: a small one deserves few points."),
    ),
    Technique.PAIRWISE: (
        WHICH_OF_TWO,
        noop(
            "Think of each line all the way from its start to its end; the end speaks for a "
            "pilot."
        ),
        noop(
            "Circle one number in each line: 9 overwhelmingly more, 7 much more, 5 clearly "
            "more, 3 a little more, 1 both equally."
        ),
    ),
}


# What becomes of a ballot, printed at its end.
AFTERWARDS = {
    Mode.NAMED: noop("Your name finds your answer in the published record."),
    Mode.PSEUDONYMOUS: noop("Keep its number: it finds your answer in the published record."),
    Mode.ANONYMOUS: noop(
        "Its number helps to type it in and finds no answer later. In the next round, take "
        "any fresh ballot. Use whole points. Once the round is shown, nothing in the computer "
        "tells whose answer is whose. The ballots are to be destroyed then."
    ),
}
AFTER_SPENDING = noop(
    "Its number helps to type it in and finds no answer later. Once the round is shown, "
    "nothing in the computer tells whose answer is whose. The ballots are to be destroyed "
    "then."
)


def afterwards_of(workshop: Workshop) -> str:
    """Return what becomes of a ballot, to be translated."""
    if workshop.mode is Mode.ANONYMOUS and workshop.budget_round is not None:
        return AFTER_SPENDING
    return AFTERWARDS[workshop.mode]


@dataclass(frozen=True, slots=True)
class Line:
    """One difference on a ballot."""

    id: str
    name: str
    range: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot with its number; the order of the lines is its own."""

    number: str
    lines: tuple[Line, ...]

    @property
    def pairs(self) -> tuple[tuple[Line, Line], ...]:
        """Return every pair of differences."""
        return tuple(combinations(self.lines, 2))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is printed: the workshop in words, its ballots, and the code of the language.

    ``spends`` says that the ballots are those of the budget round.
    """

    workshop: Workshop
    instructions: str
    ballots: tuple[Ballot, ...]
    language: str
    spends: bool = False

    @property
    def code(self) -> str:
        """Return what tells the ballots of one workshop from those of another."""
        return self.workshop.id[:8]


def number_of(place: int) -> str:
    """Return the number of the ballot in a place, from 1."""
    return f"B-{place:03d}"


def clean_number(text: str) -> str:
    """Return a ballot's number in its one spelling.

    Raises
    ------
    InputError
        If it is none.
    """
    digits = text.strip().upper().removeprefix("B").removeprefix("-").strip()
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits) <= MOST_BALLOTS):
        raise InputError(
            f"ballot: found “{text.strip()[:20]}”. Expected the number printed at its top, "
            f"B-001 to {number_of(MOST_BALLOTS)}. Type it again."
        )
    return number_of(int(digits))


def ballot(problem: FrozenProblem, number: str) -> Ballot:
    """Return the ballot of a number: the same lines in the same order each time."""
    mine = shuffled(problem.criteria, int(number.removeprefix("B-")))
    return Ballot(number, tuple(Line(c.id, gettext(c.name), swing_text(c)) for c in mine))


def _ballot(reader: WorkshopReader, number: str) -> Ballot:
    """Return the ballot of a number: once a budget round is set up, that of its sites."""
    question = question_in(reader)
    if question is None:
        return ballot(parse_problem(reader.problem()), number)
    sites = {site.id: site for site in question.sites}
    order = shuffled_ids(question.ids[:-1], int(number.removeprefix("B-")))
    lines = (Line(one, sites[one].name, cost_words(question, sites[one])) for one in order)
    return Ballot(number, (*lines, Line(UNSPENT, line_name(question, UNSPENT), "")))


def _asked(reader: WorkshopReader) -> str:
    question = question_in(reader)
    if question is not None:
        return " ".join(asked_words(question, is_whole=needs_whole(reader.workshop)))
    return " ".join(gettext(sentence) for sentence in ASKED[reader.workshop.technique])


def sheet(
    desk: WorkshopService,
    actor: Actor,
    workshop_id: str,
    *,
    count: int,
    first: int = 1,
    language: str = "",
) -> Sheet:
    """Return ballots to print; printing them tells nothing, and changes nothing.

    ``language`` is a code; blank for the language of the workshop.

    Raises
    ------
    InputError
        If it is none, or too many.
    """
    if not (first >= 1 and count >= 1 and first + count - 1 <= MOST_BALLOTS):
        raise InputError(
            f"ballots: found {count} from number {first}. Expected 1 to {MOST_BALLOTS} in all. "
            "Print fewer."
        )

    def look(reader: WorkshopReader) -> Sheet:
        workshop = permit(reader, actor, Action.INVITE)
        code = language or workshop.language
        numbers = (number_of(place) for place in range(first, first + count))
        with speaking(code):
            made = tuple(_ballot(reader, number) for number in numbers)
            asked = _asked(reader)
        return Sheet(workshop, asked, made, code, workshop.budget_round is not None)

    return desk.store.see(workshop_id, look)


def blank(
    desk: WorkshopService, actor: Actor, workshop_id: str, number: str
) -> tuple[Workshop, Ballot]:
    """Return a workshop and one of its ballots, for whoever types it in."""

    def look(reader: WorkshopReader) -> tuple[Workshop, Ballot]:
        workshop = permit(reader, actor, Action.ENTER_BY_HAND)
        # The lines are called as they are on the ballot.
        with speaking(workshop.language):
            return workshop, _ballot(reader, number)

    return desk.store.see(workshop_id, look)


def answers_of(
    lines: Sequence[Line],
    technique: Technique,
    form: Mapping[str, str],
    *,
    is_whole: bool = False,
    spends: bool = False,
) -> dict[str, float | str]:
    """Return the answers of a filled ballot; fields are named ``order.ID``, ``points.ID``.

    Those of a budget, which it is where it ``spends``, are named ``share.ID``, in per cent.
    ``is_whole`` asks for whole points or per cent.

    Raises
    ------
    InputError
        With every fault, in words for whoever types.
    """
    if spends:
        names = {line.id: line.name for line in lines}
        return as_draft(shares_of(names, form, is_whole=is_whole))
    faults: list[str] = []
    read = {
        Technique.SWING: _swing,
        Technique.POINTS: _points,
        Technique.PAIRWISE: _pairs,
    }[technique]
    answers = read(lines, form, faults)
    if faults:
        raise InputError("\n".join(faults))
    check_all(technique, answers)
    if is_whole:
        check_whole(answers)
    return answers


def _number(
    line: Line, form: Mapping[str, str], faults: list[str], high: float = 100
) -> float | None:
    value = parse_answer(form.get(f"points.{line.id}", ""))
    if value is None or not 0 <= value <= high:
        faults.append(f"{line.name}: expected points from 0 to {high:g}.")
        return None
    return value


def _points(
    lines: Sequence[Line], form: Mapping[str, str], faults: list[str]
) -> dict[str, float | str]:
    found = {f"points.{line.id}": _number(line, form, faults) for line in lines}
    return {key: value for key, value in found.items() if value is not None}


def _swing(
    lines: Sequence[Line], form: Mapping[str, str], faults: list[str]
) -> dict[str, float | str]:
    places = {line.id: plain_digits(form.get(f"order.{line.id}", "")) for line in lines}
    if sorted(places.values()) != sorted(str(k + 1) for k in range(len(lines))):
        faults.append(f"Order: expected each of 1 to {len(lines)} once.")
        return {}
    ordered = sorted(lines, key=lambda line: int(places[line.id]))
    answers: dict[str, float | str] = {
        f"first.{place}": line.id for place, line in enumerate(ordered[:-1], 1)
    }
    if plain_digits(form.get(f"points.{ordered[0].id}", "100")) not in ("", "100"):
        faults.append(f"{ordered[0].name}: comes first, so its points are 100.")
    high = 100.0
    for line in ordered[1:]:
        points = _number(line, form, faults, high)
        if points is not None:
            answers[f"points.{line.id}"] = high = points
    return answers


def pair_options(a: Line, b: Line) -> tuple[Option, ...]:
    """Return the numbers that can be circled between two differences, from left to right."""
    return (
        *(Option(f"a:{n}", f"{n} at {a.name}") for n in PAIR_STEPS),
        Option("a:1", "1, both equally"),
        *(Option(f"b:{n}", f"{n} at {b.name}") for n in reversed(PAIR_STEPS)),
    )


def _pairs(
    lines: Sequence[Line], form: Mapping[str, str], faults: list[str]
) -> dict[str, float | str]:
    answers: dict[str, float | str] = {}
    for a, b in combinations(lines, 2):
        known = {option.value for option in pair_options(a, b)}
        value = form.get(f"pair.{a.id}.{b.id}", "")
        if value not in known:
            faults.append(f"{a.name} or {b.name}: expected one number circled.")
        answers[f"pair.{a.id}.{b.id}"] = value
    return answers


def differences(lines: Sequence[Line], first: Answers, second: Answers) -> tuple[str, ...]:
    """Return where two typings of one ballot differ, in words."""
    names = {line.id: line.name for line in lines}
    found = []
    for key in sorted({*first, *second}):
        if first.get(key) != second.get(key):
            told = " or ".join(names.get(part, part) for part in key.split(".")[1:])
            was, now = (_shown(key, answers.get(key), names) for answers in (first, second))
            found.append(f"{told}: first {was}, then {now}.")
    return tuple(found)


def _shown(key: str, value: float | str | None, names: Mapping[str, str]) -> str:
    if value is None:
        return "nothing"
    if key.startswith(FIELD) and isinstance(value, float):
        return f"{percents(round(value))} %"
    return f"{value:g}" if isinstance(value, float) else names.get(value, value)


def needs_name(workshop: Workshop) -> bool:
    """Return whether a ballot bears a name: only where the workshop is held by name."""
    return workshop.mode is Mode.NAMED
