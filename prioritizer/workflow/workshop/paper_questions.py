"""Paper ballots: what is printed, and how a filled one becomes answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from prioritizer.domain.answer_options import DONT_KNOW, UNKNOWN, Option
from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.budget import UNSPENT
from prioritizer.domain.workshop import Mode, Technique, Workshop
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext, noop, signed, speaking
from prioritizer.readers.answers import parse_answer, plain_digits
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.workflow.weights.answers import Answers
from prioritizer.workflow.weights.asked import ON_PAPER, PAPER
from prioritizer.workflow.weights.asked import pair_options as answers_to_pair
from prioritizer.workflow.weights.items import group_of
from prioritizer.workflow.weights.questions import check_all
from prioritizer.workflow.workshop.budget_words import (
    asked_words,
    cost_words,
    line_name,
    percents,
)
from prioritizer.workflow.workshop.frozen import problem_in
from prioritizer.workflow.workshop.one_form import check_whole
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.service import WorkshopService, permit
from prioritizer.workflow.workshop.spending import (
    FIELD,
    as_draft,
    needs_whole,
    question_in,
    shares_of,
    shuffled_ids,
)

MOST_BALLOTS = 200
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
            gettext(
                "ballot: found “{found}”. Expected the number printed at its top, {first} to "
                "{last}. Type it again.",
                found=text.strip()[:20],
                first=number_of(1),
                last=number_of(MOST_BALLOTS),
            )
        )
    return number_of(int(digits))


def ballot(problem: FrozenProblem, number: str) -> Ballot:
    """Return the ballot of a number: the same lines in the same order each time."""
    mine = group_of(problem.criteria).shuffled(int(number.removeprefix("B-")))
    return Ballot(number, tuple(Line(one.id, one.name, one.swing) for one in mine.items))


def _ballot(reader: WorkshopReader, number: str) -> Ballot:
    """Return the ballot of a number: once a budget round is set up, that of its sites."""
    question = question_in(reader)
    if question is None:
        return ballot(problem_in(reader), number)
    sites = {site.id: site for site in question.sites}
    order = shuffled_ids(question.ids[:-1], int(number.removeprefix("B-")))
    lines = (Line(one, sites[one].name, cost_words(question, sites[one])) for one in order)
    return Ballot(number, (*lines, Line(UNSPENT, line_name(question, UNSPENT), "")))


def _asked(reader: WorkshopReader) -> str:
    question = question_in(reader)
    if question is not None:
        return " ".join(asked_words(question, is_whole=needs_whole(reader.workshop)))
    return " ".join(gettext(sentence) for sentence in ON_PAPER[reader.workshop.technique.way])


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
            gettext(
                "ballots: found {n} from number {first}. Expected 1 to {most} in all. Print "
                "fewer.",
                n=count,
                first=first,
                most=MOST_BALLOTS,
            )
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
    check_all(technique.way, answers)
    if is_whole:
        check_whole(answers)
    return answers


def _number(
    line: Line, form: Mapping[str, str], faults: list[str], high: float = 100
) -> float | str | None:
    text = form.get(f"points.{line.id}", "")
    if plain_digits(text) == UNKNOWN:
        return UNKNOWN
    value = parse_answer(text)
    if value is None or not 0 <= value <= high:
        faults.append(
            gettext(
                "{name}: expected points from 0 to {most}, or {unknown} for “I don't know”.",
                name=line.name,
                most=signed(f"{high:g}"),
                unknown=UNKNOWN,
            )
        )
        return None
    return value


def _points(
    lines: Sequence[Line], form: Mapping[str, str], faults: list[str]
) -> dict[str, float | str]:
    found = {f"points.{line.id}": _number(line, form, faults) for line in lines}
    return {key: value for key, value in found.items() if value is not None}


def _order(
    lines: Sequence[Line], form: Mapping[str, str], faults: list[str]
) -> tuple[list[Line], list[Line]] | None:
    """Return the lines with a place, in order, and those without."""
    places = {line.id: plain_digits(form.get(f"order.{line.id}", "")) for line in lines}
    placed = [line for line in lines if places[line.id] not in ("", UNKNOWN)]
    expected = [str(k + 1) for k in range(len(placed))]
    if sorted(places[line.id] for line in placed) != sorted(expected):
        faults.append(
            gettext(
                "Order: expected 1, 2 and so on, up to {n}, each once; blank or {unknown} for "
                "those left open.",
                n=len(lines),
                unknown=UNKNOWN,
            )
        )
        return None
    placed.sort(key=lambda line: int(places[line.id]))
    return placed, [line for line in lines if line not in placed]


def _swing(
    lines: Sequence[Line], form: Mapping[str, str], faults: list[str]
) -> dict[str, float | str]:
    order = _order(lines, form, faults)
    if order is None:
        return {}
    placed, left = order
    if len(left) == 1:
        # Whoever has chosen all but one has none to choose from: as on a phone, it comes last.
        placed, left = [*placed, *left], []
    chosen = placed if left else placed[:-1]
    answers: dict[str, float | str] = {
        f"first.{place}": line.id for place, line in enumerate(chosen, 1)
    }
    if left:
        answers[f"first.{len(chosen) + 1}"] = UNKNOWN
    first = placed[0] if placed else None
    if first and plain_digits(form.get(f"points.{first.id}", "100")) not in ("", "100"):
        faults.append(gettext("{name}: comes first, so its points are 100.", name=first.name))
    high = 100.0
    for line in placed[1:]:
        points = _number(line, form, faults, high)
        if points is not None:
            answers[f"points.{line.id}"] = points
            high = high if isinstance(points, str) else points
    return answers | _points(left, form, faults)


def pair_options(a: Line, b: Line) -> tuple[Option, ...]:
    """Return the numbers that can be circled between two differences, from left to right."""
    circled = answers_to_pair(a.name, b.name, "ab", PAPER)
    return (*circled, Option(UNKNOWN, f"{UNKNOWN}, {gettext(DONT_KNOW)}"))


def either(a: Line, b: Line) -> str:
    """Return two differences of which one is more."""
    return gettext("{a} or {b}", a=a.name, b=b.name)


def _pairs(
    lines: Sequence[Line], form: Mapping[str, str], faults: list[str]
) -> dict[str, float | str]:
    answers: dict[str, float | str] = {}
    for a, b in combinations(lines, 2):
        known = {option.value for option in pair_options(a, b)}
        value = form.get(f"pair.{a.id}.{b.id}", "")
        if value not in known:
            faults.append(gettext("{lines}: expected one number circled.", lines=either(a, b)))
        answers[f"pair.{a.id}.{b.id}"] = value
    return answers


def differences(lines: Sequence[Line], first: Answers, second: Answers) -> tuple[str, ...]:
    """Return where two typings of one ballot differ, in words."""
    names = {line.id: line.name for line in lines}
    found = []
    for key in sorted({*first, *second}):
        if first.get(key) != second.get(key):
            parts = [names.get(part, part) for part in key.split(".")[1:]]
            told = gettext("{a} or {b}", a=parts[0], b=parts[1]) if parts[1:] else parts[0]
            was, now = (_shown(key, answers.get(key), names) for answers in (first, second))
            found.append(
                gettext("{lines}: first {was}, then {now}.", lines=told, was=was, now=now)
            )
    return tuple(found)


def _shown(key: str, value: float | str | None, names: Mapping[str, str]) -> str:
    if value is None:
        return gettext("nothing")
    if value == UNKNOWN:
        return gettext(DONT_KNOW)
    if key.startswith("pair."):
        a, b = (names[part] for part in key.split(".")[1:])
        circled = {option.value: option.label for option in answers_to_pair(a, b, "ab", PAPER)}
        return circled[str(value)]
    if key.startswith(FIELD) and isinstance(value, float):
        return f"{percents(round(value))} %"
    return signed(f"{value:g}") if isinstance(value, float) else names.get(value, value)


def needs_name(workshop: Workshop) -> bool:
    """Return whether a ballot bears a name: only where the workshop is held by name."""
    return workshop.mode is Mode.NAMED
