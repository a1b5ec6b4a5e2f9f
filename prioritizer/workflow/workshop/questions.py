"""The questions a participant is asked, one screen at a time, in an order of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import TypeAlias

import numpy as np

from prioritizer.domain.answer_options import (
    CANNOT_SAY,
    DONT_KNOW,
    PAIR_STEPS,
    UNKNOWN,
    Option,
)
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.differences import (
    IN_WHICH_LINE,
    OF_THOSE_LEFT,
    TWO_SITES,
    WHICH_FIRST,
    WHICH_NEXT,
    WHICH_OF_TWO,
)
from prioritizer.domain.words import short
from prioritizer.domain.workshop import Technique
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext
from prioritizer.readers.answers import parse_answer
from prioritizer.workflow.workshop.judging import (
    Answers,
    chosen_order,
    known_points,
    swing_order,
)
from prioritizer.workflow.workshop.one_form import WHOLE
from prioritizer.workflow.workshop.ranges import readback_text, smaller_text, swing_text


@dataclass(frozen=True, slots=True)
class Screen:
    """One question: options, or a number between two ends where there are none.

    ``subjects`` are what it is about, each a difference with its range; ``is_whole`` asks
    for a whole number. ``unknown`` is how somebody says that they do not know; blank where
    that is no answer.
    """

    key: str
    title: str
    text: str
    options: tuple[Option, ...] = ()
    low: float = 0.0
    high: float = 100.0
    subjects: tuple[Option, ...] = ()
    is_whole: bool = False
    unknown: str = ""


Shuffled: TypeAlias = Sequence[Criterion]
# Keys of questions with what draws them; a later question may depend on earlier answers.
Plan: TypeAlias = list[tuple[str, Callable[[], Screen]]]


def shuffled(criteria: Sequence[Criterion], seed: int) -> tuple[Criterion, ...]:
    """Return the criteria in the random order of one participant."""
    order = np.random.Generator(np.random.PCG64(seed)).permutation(len(criteria))
    return tuple(criteria[k] for k in order)


def shuffled_ids(ids: Sequence[str], seed: int) -> tuple[str, ...]:
    """Return the sites of a budget in the random order of one participant or ballot."""
    order = np.random.Generator(np.random.PCG64(seed)).permutation(len(ids))
    return tuple(ids[k] for k in order)


def next_screen(
    criteria: Sequence[Criterion],
    technique: Technique,
    seed: int,
    answers: Answers,
    *,
    is_anonymous: bool = False,
) -> Screen | None:
    """Return the first question without an answer, or None when it is time to send."""
    for key, make in plan(criteria, technique, seed, answers, is_anonymous=is_anonymous):
        if key not in answers:
            return replace(make(), is_whole=is_anonymous)
    return None


def progress(
    criteria: Sequence[Criterion],
    technique: Technique,
    seed: int,
    answers: Answers,
    *,
    is_anonymous: bool = False,
) -> tuple[int, int]:
    """Return which question comes next, and of how many."""
    steps = plan(criteria, technique, seed, answers, is_anonymous=is_anonymous)
    keys = [key for key, _ in steps]
    return min(sum(key in answers for key in keys) + 1, len(keys)), len(keys)


def keys_so_far(
    criteria: Sequence[Criterion], technique: Technique, seed: int, answers: Answers
) -> list[str]:
    """Return the keys answered, in the order they were asked; going back drops the last."""
    return [key for key, _ in plan(criteria, technique, seed, answers) if key in answers]


def plan(
    criteria: Sequence[Criterion],
    technique: Technique,
    seed: int,
    answers: Answers,
    *,
    is_anonymous: bool = False,
) -> Plan:
    """Return every question with its key, as far as the answers so far decide it.

    In an anonymous round the smaller step is not asked about: its answer is not kept.
    """
    mine = shuffled(criteria, seed)
    asked = {
        Technique.SWING: partial(_swing_plan, mine, answers),
        Technique.POINTS: partial(_points_plan, mine),
        Technique.PAIRWISE: partial(_pairwise_plan, mine, criteria),
    }[technique]()
    checks: Plan = [
        ("swap", partial(_swap_screen, criteria, technique, answers)),
        ("readback", partial(_readback_screen, criteria, technique, answers)),
    ]
    if all(key in answers for key, _ in asked) and not _compares(criteria, technique, answers):
        return asked
    return [*asked, *checks[1:]] if is_anonymous else [*asked, *checks]


def _compares(criteria: Sequence[Criterion], technique: Technique, answers: Answers) -> bool:
    """Return whether the answers compare two criteria, so that they can be read back."""
    if UNKNOWN not in answers.values():
        return True
    known = known_points(criteria, technique, answers).values()
    return len(known) > 1 and max(known) > 0


def _swing_plan(mine: Shuffled, answers: Answers) -> Plan:
    """Ask for an order and then for points; who cannot say which is next is asked no more."""
    n = len(mine)
    places = range(1, n)
    chosen, order = chosen_order(mine, answers), swing_order(mine, answers)
    if answers.get(f"first.{len(chosen) + 1}") == UNKNOWN:
        places = range(1, len(chosen) + 2)
        order = [*order, *(c.id for c in mine if c.id not in order)]
    steps: Plan = [
        (f"first.{place}", partial(_order_screen, mine, answers, place)) for place in places
    ]
    ranked = order if len(order) == n else [c.id for c in mine]
    asked = ranked if len(order) == n and not chosen else ranked[1:]
    points = [(f"points.{i}", partial(_swing_points_screen, mine, answers, i)) for i in asked]
    return [*steps, *points]


def _points_plan(mine: Shuffled) -> Plan:
    return [
        (f"points.{criterion.id}", partial(_points_screen, criterion)) for criterion in mine
    ]


def _pairwise_plan(mine: Shuffled, criteria: Sequence[Criterion]) -> Plan:
    """Ask in one's own order, under keys in the order of the criteria: they do not tell it."""
    place = {c.id: number for number, c in enumerate(criteria)}
    steps: Plan = []
    for a, b in combinations(mine, 2):
        sides = "ab" if place[a.id] < place[b.id] else "ba"
        steps.append((_pair_key(a, b, sides), partial(_pair_screen, a, b, sides)))
    return steps


def _pair_key(a: Criterion, b: Criterion, sides: str) -> str:
    return f"pair.{a.id}.{b.id}" if sides == "ab" else f"pair.{b.id}.{a.id}"


def _order_screen(mine: Shuffled, answers: Answers, place: int) -> Screen:
    taken = {str(answers[f"first.{p}"]) for p in range(1, place)}
    left = [c for c in mine if c.id not in taken]
    title = gettext(WHICH_FIRST if place == 1 else WHICH_NEXT)
    first = f"{gettext(TWO_SITES)} {gettext(IN_WHICH_LINE)}"
    text = first if place == 1 else gettext(OF_THOSE_LEFT)
    options = tuple(map(_subject, left))
    return Screen(f"first.{place}", title, text, options, unknown=gettext(CANNOT_SAY))


def _swing_points_screen(mine: Shuffled, answers: Answers, name: str) -> Screen:
    by_id = {c.id: c for c in mine}
    order = swing_order(mine, answers)
    if not order:
        return _points_screen(by_id[name])
    top, this = by_id[order[0]], by_id[name]
    text = gettext(
        "If the difference in {first} is worth 100 points to you, how many is that in {this} "
        "worth?",
        first=gettext(top.name),
        this=gettext(this.name),
    )
    high = 100.0
    before = _last_with_points(order, answers, name)
    if before is not None:
        high = float(answers[f"points.{before}"])
        after = gettext(
            "You put it after {before}, to which you gave {points}.",
            before=gettext(by_id[before].name),
            points=short(high),
        )
        text = f"{text} {after}"
    subjects = (_subject(top), _subject(this))
    return Screen(
        f"points.{name}",
        gettext(this.name),
        text,
        high=high,
        subjects=subjects,
        unknown=gettext(DONT_KNOW),
    )


def _last_with_points(order: Sequence[str], answers: Answers, name: str) -> str | None:
    """Return the nearest criterion before one that got points; None for the first, with 100."""
    before = order[1 : order.index(name)] if name in order else []
    given = [one for one in before if answers.get(f"points.{one}") != UNKNOWN]
    return given[-1] if given else None


def _subject(criterion: Criterion) -> Option:
    return Option(criterion.id, gettext(criterion.name), swing_text(criterion))


def _points_screen(criterion: Criterion) -> Screen:
    text = gettext(
        "How many points, from 0 to 100, is this whole difference worth to you when you choose "
        "a pilot? Its end speaks for a pilot."
    )
    return Screen(
        f"points.{criterion.id}",
        gettext(criterion.question or criterion.name),
        text,
        subjects=(_subject(criterion),),
        unknown=gettext(DONT_KNOW),
    )


def _pair_screen(a: Criterion, b: Criterion, sides: str) -> Screen:
    """Return the question with ``a`` first; ``sides`` are what the key calls the two."""
    steps = {n: gettext(words) for n, words in PAIR_STEPS.items()}
    names = gettext(a.name), gettext(b.name)
    options = [Option(f"{sides[0]}:{n}", f"{names[0]}: {steps[n]}") for n in steps]
    options.append(Option("a:1", gettext("Both equally")))
    options += [Option(f"{sides[1]}:{n}", f"{names[1]}: {steps[n]}") for n in reversed(steps)]
    return Screen(
        _pair_key(a, b, sides),
        gettext(WHICH_OF_TWO),
        gettext("Which matters more to you, all the way from start to end, and by how much?"),
        tuple(options),
        subjects=(_subject(a), _subject(b)),
        unknown=gettext(DONT_KNOW),
    )


def _heaviest(
    criteria: Sequence[Criterion], technique: Technique, answers: Answers
) -> tuple[Criterion, Criterion, float]:
    points = known_points(criteria, technique, answers)
    order = sorted((c for c in criteria if c.id in points), key=lambda c: -points[c.id])
    first, second = order[0], order[1]
    return first, second, points[second.id] / points[first.id]


def _swap_screen(
    criteria: Sequence[Criterion], technique: Technique, answers: Answers
) -> Screen:
    first, _, _ = _heaviest(criteria, technique, answers)
    asked = gettext(
        "Compared with what you have just said, this smaller difference would be worth"
    )
    options = (
        Option("fewer", gettext("fewer points")),
        Option("same", gettext("just as many points")),
        Option("more", gettext("more points")),
    )
    text = f"{smaller_text(first)} {asked}"
    return Screen("swap", gettext("A smaller difference"), text, options)


def _readback_screen(
    criteria: Sequence[Criterion], technique: Technique, answers: Answers
) -> Screen:
    options = (
        Option("yes", gettext("Yes, that is what I mean")),
        Option("change", gettext("No, let me change my answers")),
        Option("keep", gettext("No, but send it as it is")),
    )
    text = readback_text(*_heaviest(criteria, technique, answers))
    return Screen("readback", gettext("Is this what you mean?"), text, options)


def check_answer(screen: Screen, text: str, answers: Answers) -> float | str:
    """Return an answer as it will be kept.

    Raises
    ------
    InputError
        In words for the participant.
    """
    if screen.unknown and text == UNKNOWN:
        return UNKNOWN
    if screen.options:
        if text not in {option.value for option in screen.options}:
            raise InputError(gettext("Please choose one of the answers."))
        return text
    value = parse_answer(text)
    if value is None:
        raise InputError(gettext("Please type a plain number, for example 60."))
    if not screen.low <= value <= screen.high:
        raise InputError(
            gettext(
                "Please give between {low} and {high} points; that is what fits your answers "
                "so far. You can go back to change them.",
                low=short(screen.low),
                high=short(screen.high),
            )
        )
    if screen.is_whole and not value.is_integer():
        raise InputError(gettext(WHOLE))
    return value


def with_answer(
    criteria: Sequence[Criterion],
    technique: Technique,
    seed: int,
    answers: Answers,
    key: str,
    value: float | str,
) -> dict[str, float | str]:
    """Return the answers with one more; a rejected read-back drops the points.

    Raises
    ------
    InputError
        If all questions for points are answered and everything got 0.
    """
    if (key, value) == ("readback", "change"):
        return {k: v for k, v in answers.items() if k.startswith("first.")}
    changed = {**answers, key: value}
    if next_key(criteria, technique, seed, changed) in ("swap", None):
        check_all(technique, changed)
    return changed


def next_key(
    criteria: Sequence[Criterion], technique: Technique, seed: int, answers: Answers
) -> str | None:
    """Return the key of the first question without an answer."""
    keys = (key for key, _ in plan(criteria, technique, seed, answers))
    return next((key for key in keys if key not in answers), None)


def check_all(technique: Technique, answers: Mapping[str, float | str]) -> None:
    """Refuse answers that give no weights at all.

    Raises
    ------
    InputError
        If every criterion got 0 points.
    """
    points = [value for key, value in answers.items() if key.startswith("points.")]
    if technique is Technique.POINTS and points and not any(map(_counts, points)):
        raise InputError(
            gettext("You gave 0 points to everything. Please give at least one some points.")
        )


def _counts(points: float | str) -> bool:
    return points == UNKNOWN or float(points) > 0
