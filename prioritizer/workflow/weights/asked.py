"""Each question as it is put: on the page, on phones and on paper, from the same words.

They speak of the difference between two sites and of what speaks for a pilot, so they are true
whichever end of a scale is the good one; no number of an index stands in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prioritizer.domain.answer_options import (
    CANNOT_SAY,
    DONT_KNOW,
    PAIR_STEPS,
    UNKNOWN,
    Option,
)
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.differences import (
    FROM_TO,
    IN_WHICH_LINE,
    OF_THOSE_LEFT,
    TWO_SITES,
    WHICH_FIRST,
    WHICH_LEAST,
    WHICH_NEXT,
    WHICH_OF_TWO,
)
from prioritizer.domain.words import format_number, short
from prioritizer.elicitation.scales import Scale
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext, noop
from prioritizer.workflow.weights.answers import Answers, known_points, order_of
from prioritizer.workflow.weights.items import Group, Item
from prioritizer.workflow.weights.ranges import readback_text, smaller_text

# Verbal steps of Rezaei 2015 and Saaty 1977; the even numbers lie in between.
BETWEEN = {
    8: "between 7 and 9",
    6: "between 5 and 7",
    4: "between 3 and 5",
    2: "between 1 and 3",
}
STEPS = dict(sorted((PAIR_STEPS | BETWEEN).items(), reverse=True))
POINTS = "points"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: options, or a number from ``low`` to ``high`` where there are none.

    ``subjects`` are what it is about, each a difference with its range; ``is_whole`` asks for
    a whole number. ``unknown`` is how somebody says that they do not know; blank where that is
    no answer.
    """

    key: str
    title: str
    text: str
    options: tuple[Option, ...] = ()
    low: float = 0.0
    high: float = 100.0
    unit: str = POINTS
    subjects: tuple[Option, ...] = ()
    is_whole: bool = False
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """How questions are put.

    Attributes
    ----------
    steps
        By how much one of a pair may count more, in words by number, falling.
    step, equal
        What an answer to a pair says: of a step, with places for ``n``, ``words`` and
        ``name``; of both equally.
    checks
        Questions about the answer itself, at the end: ``swap``, ``readback``.
    is_whole
        Whether points are whole.
    takes_unknown
        Whether “I don't know” is an answer.
    is_single
        Whether points are asked for one by one, and not in a table.
    """

    steps: Mapping[int, str]
    step: str
    equal: str
    checks: tuple[str, ...] = ()
    is_whole: bool = False
    takes_unknown: bool = False
    is_single: bool = False


PAGE = Setting(STEPS, "{n} · {words}", "1 · both equally")
PHONE = Setting(
    PAIR_STEPS,
    "{name}: {words}",
    noop("Both equally"),
    checks=("swap", "readback"),
    takes_unknown=True,
    is_single=True,
)
# Who types a ballot in sees the numbers that are printed on it.
PAPER = Setting(PAIR_STEPS, noop("{n} at {name}"), noop("1, both equally"), takes_unknown=True)

# What a ballot asks above its lines, by way: sentences, each translated by itself.
ON_PAPER: Mapping[str, tuple[str, ...]] = {
    "swing": (
        TWO_SITES,
        IN_WHICH_LINE,
        noop("Write 1 in the column Order, 2 for the next, and so on."),
        noop(
            "Your first gets 100 points. Give each of the others the points, 0 to 100, that "
            "its difference is worth beside your first, and never more than the one before it."
        ),
        noop(
            "Write ? where you do not know the points. Leave the order blank where you cannot "
            "say."
        ),
    ),
    "direct": (
        TWO_SITES,
        noop("How much would that difference matter to you? Give each line 0 to 100 points."),
        noop("The size of the difference counts: a small one deserves few points."),
        noop("Write ? where you do not know."),
    ),
    "ahp": (
        WHICH_OF_TWO,
        noop(
            "Think of each line all the way from its start to its end; the end speaks for a "
            "pilot."
        ),
        noop(
            "Circle one number in each line: 9 overwhelmingly more, 7 much more, 5 clearly "
            "more, 3 a little more, 1 both equally."
        ),
        noop("Circle ? where you do not know."),
    ),
}


def subject(item: Item) -> Option:
    """Return what a question is about: a difference with its range."""
    return Option(item.id, item.name, item.swing)


def pair_key(group: Group, a: Item, b: Item) -> tuple[str, str]:
    """Return the key of a pair, and what it calls the two: ``ab``, or ``ba`` where turned.

    Keys name the two in the order of the names of the group: they do not tell in which order
    somebody was asked.
    """
    if group.place(a.id) < group.place(b.id):
        return f"pair.{a.id}.{b.id}", "ab"
    return f"pair.{b.id}.{a.id}", "ba"


def pair_options(a: str, b: str, sides: str, setting: Setting) -> tuple[Option, ...]:
    """Return the answers to a pair of two names, from the first to the second."""

    def towards(side: str, name: str) -> list[Option]:
        return [
            Option(f"{side}:{n}", gettext(setting.step, n=n, words=gettext(words), name=name))
            for n, words in setting.steps.items()
        ]

    equal = Option("a:1", gettext(setting.equal))
    return (*towards(sides[0], a), equal, *reversed(towards(sides[1], b)))


def order_question(group: Group, answers: Answers, setting: Setting, place: int) -> Question:
    """Return the question which difference comes in a place of the order."""
    taken = {str(answers[f"first.{p}"]) for p in range(1, place)}
    left = [item for item in group.items if item.id not in taken]
    title = gettext(WHICH_FIRST if place == 1 else WHICH_NEXT)
    first = f"{gettext(TWO_SITES)} {gettext(IN_WHICH_LINE)}"
    return Question(
        f"first.{place}",
        title,
        first if place == 1 else gettext(OF_THOSE_LEFT),
        tuple(map(subject, left)),
        unknown=gettext(CANNOT_SAY) if setting.takes_unknown else "",
    )


def swing_question(group: Group, answers: Answers, setting: Setting, name: str) -> Question:
    """Return the question for the points of a difference beside the first one."""
    order = order_of(group.ids, answers)
    if not order:
        return points_question(group, setting, name)
    top, this = group[order[0]], group[name]
    text = gettext(
        "If the difference in {first} is worth 100 points to you, how many is that in {this} "
        "worth?",
        first=top.name,
        this=this.name,
    )
    high, before = 100.0, _last_with_points(order, answers, name)
    if before is not None:
        high = float(answers[f"points.{before}"])
        after = gettext(
            "You put it after {before}, to which you gave {points}.",
            before=group[before].name,
            points=short(high),
        )
        text = f"{text} {after}"
    return Question(
        f"points.{name}",
        this.name,
        text,
        high=high,
        subjects=(subject(top), subject(this)),
        is_whole=setting.is_whole,
        unknown=_dont_know(setting),
    )


def _dont_know(setting: Setting) -> str:
    return gettext(DONT_KNOW) if setting.takes_unknown else ""


def _last_with_points(order: Sequence[str], answers: Answers, name: str) -> str | None:
    """Return the nearest item before one that got points; None for the first, with 100."""
    before = order[1 : order.index(name)] if name in order else []
    given = [one for one in before if answers.get(f"points.{one}") != UNKNOWN]
    return given[-1] if given else None


def points_question(group: Group, setting: Setting, name: str) -> Question:
    """Return the question for the points of a difference by itself."""
    text = gettext(
        "How many points, from 0 to 100, is this whole difference worth to you when you choose "
        "a pilot? Its end speaks for a pilot."
    )
    return Question(
        f"points.{name}",
        group[name].question,
        text,
        subjects=(subject(group[name]),),
        is_whole=setting.is_whole,
        unknown=_dont_know(setting),
    )


def pair_question(group: Group, setting: Setting, a: Item, b: Item) -> Question:
    """Return the question which of two differences matters more, with ``a`` first."""
    key, sides = pair_key(group, a, b)
    return Question(
        key,
        gettext(WHICH_OF_TWO),
        gettext("Which matters more to you, all the way from start to end, and by how much?"),
        pair_options(a.name, b.name, sides, setting),
        subjects=(subject(a), subject(b)),
        unknown=_dont_know(setting),
    )


def level_question(larger: Item, smaller: Item) -> Question:
    """Return the question at which level one difference counts as much as all of another."""
    scale = larger.scale
    if scale is None:
        raise InputError(
            f"{larger.name}: found a branch. Expected a criterion with units. Use another way."
        )
    start, unit, more = _start_of(larger, scale)
    text = (
        f"Two sites differ in {smaller.name}, all the way {smaller.swing}. Two others differ "
        f"in {larger.name} instead: one is at {start}, the other further along its scale. At "
        f"which level of the other would that matter just as much for choosing a pilot?{more}"
    )
    return Question(
        f"level.{larger.id}.{smaller.id}",
        f"How much {larger.name} for all of {smaller.name}?",
        text,
        low=scale.worst,
        high=scale.best,
        unit=unit,
    )


def _start_of(item: Item, scale: Scale) -> tuple[str, str, str]:
    """Return where a scale starts, its unit, and how to answer; an index is part of a way."""
    worst, best = format_number(scale.worst), format_number(scale.best)
    if item.criterion is None or not item.criterion.is_bare_index:
        return f"{worst} {scale.unit}".strip(), scale.unit, ""
    plain = item.criterion.plain
    more = f" Say how far along: {worst} is the start, {best} the end, “{plain['best']}”."
    return f"“{plain['worst']}”", "as part of the way", more


def end_question(group: Group, answers: Answers, end: str) -> Question:
    """Return the question which difference matters most, ``best``, or least, ``worst``."""
    left = [item for item in group.items if item.id != answers.get("best")]
    title = WHICH_FIRST if end == "best" else WHICH_LEAST
    text = f"Think of the whole difference, {FROM_TO}, as written beside each."
    return Question(end, title, text, tuple(map(subject, left)))


def times_question(
    group: Group, answers: Answers, setting: Setting, end: str, name: str
) -> Question:
    """Return the question how many times as much one difference counts as another."""
    best, worst, this = group[str(answers["best"])], group[str(answers["worst"])], group[name]
    more, less = (best, this) if end == "best" else (this, worst)
    whole = f"best.{worst.id}"
    largest = 9 if name == worst.id else int(str(answers.get(whole, 9)))
    steps = [(n, words) for n, words in sorted(setting.steps.items()) if n <= largest]
    options = [Option("1", "1 · equally"), *(Option(str(n), f"{n} · {w}") for n, w in steps)]
    text = "How many times as much does the first difference matter as the second?"
    if largest < 9:
        text += (
            f" The most important against the least important was {largest}; nothing lies "
            "further apart."
        )
    return Question(
        f"{end}.{name}",
        f"{more.name} against {less.name}",
        text,
        tuple(options),
        subjects=(subject(more), subject(less)),
    )


def _heaviest(way: str, group: Group, answers: Answers) -> tuple[Item, Item, float]:
    points = known_points(way, group.named or group.ids, answers)
    first, second, *_ = sorted(points, key=lambda name: -points[name])
    return group[first], group[second], points[second] / points[first]


def swap_question(way: str, group: Group, answers: Answers) -> Question:
    """Return the question what a smaller difference would be worth (`elicitation.bias`)."""
    first, _, _ = _heaviest(way, group, answers)
    asked = gettext(
        "Compared with what you have just said, this smaller difference would be worth"
    )
    options = (
        Option("fewer", gettext("fewer points")),
        Option("same", gettext("just as many points")),
        Option("more", gettext("more points")),
    )
    text = f"{smaller_text(_criterion(first))} {asked}"
    return Question("swap", gettext("A smaller difference"), text, options)


def readback_question(way: str, group: Group, answers: Answers) -> Question:
    """Return the question whether the trade-off that follows is what somebody means."""
    first, second, ratio = _heaviest(way, group, answers)
    options = (
        Option("yes", gettext("Yes, that is what I mean")),
        Option("change", gettext("No, let me change my answers")),
        Option("keep", gettext("No, but send it as it is")),
    )
    text = readback_text(_criterion(first), _criterion(second), ratio)
    return Question("readback", gettext("Is this what you mean?"), text, options)


def _criterion(item: Item) -> Criterion:
    if item.criterion is None:
        raise ValueError(f"{item.name}: a branch cannot be read back in units.")
    return item.criterion
