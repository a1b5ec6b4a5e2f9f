"""The questions of each way to weigh, one at a time; later ones depend on earlier answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TypeAlias

from prioritizer.domain.answer_options import PAIR_STEPS, Option
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
from prioritizer.domain.words import format_number
from prioritizer.elicitation.tradeoff import questions as trade_off_pairs
from prioritizer.errors import InputError
from prioritizer.workflow.weights.items import Group, Item

Answers: TypeAlias = Mapping[str, float | str]
# Verbal steps of Rezaei 2015 and Saaty 1977; the even numbers lie in between.
BETWEEN = {
    8: "between 7 and 9",
    6: "between 5 and 7",
    4: "between 3 and 5",
    2: "between 1 and 3",
}
STEPS = dict(sorted((PAIR_STEPS | BETWEEN).items(), reverse=True))


@dataclass(frozen=True, slots=True)
class Question:
    """One question: options, or a number from ``low`` to ``high`` where there are none."""

    key: str
    title: str
    text: str
    options: tuple[Option, ...] = ()
    low: float = 0.0
    high: float = 100.0
    unit: str = "points"


Plan: TypeAlias = list[tuple[str, Callable[[], Question]]]


def plan(way: str, group: Group, answers: Answers) -> Plan:
    """Return every question with its key, as far as the answers so far decide it."""
    made = PLANS.get(way)
    return [] if made is None or len(group.items) < 2 else made(group, answers)


def how_many(way: str, n_items: int) -> int:
    """Return how many questions a way asks about so many items; 1 for a table of numbers."""
    if n_items < 2:
        return 0
    counts = {
        "order": n_items - 1,
        "swing": 2 * (n_items - 1),
        "trade-off": n_items + (n_items > 2),
        "ahp": n_items * (n_items - 1) // 2,
        "bwm": 2 * n_items - 1 if n_items > 2 else 3,
        "data": 0,
    }
    return counts.get(way, 1)


def next_question(way: str, group: Group, answers: Answers) -> Question | None:
    """Return the first question without an answer, or None when all are answered."""
    for key, make in plan(way, group, answers):
        if key not in answers:
            return make()
    return None


def answered(way: str, group: Group, answers: Answers) -> list[str]:
    """Return the keys with an answer, in the order in which they were asked."""
    return [key for key, _ in plan(way, group, answers) if key in answers]


def without(way: str, group: Group, answers: Answers, key: str) -> dict[str, float | str]:
    """Return the answers with one taken back, and with it all that rest on it."""
    keys = [name for name, _ in plan(way, group, answers)]
    decides = ("best", "worst", f"best.{answers.get('worst')}")
    rests_on_it = key.startswith("first.") or key in decides or way == "swing"
    dropped = set(keys[keys.index(key) :]) if rests_on_it and key in keys else {key}
    return {name: value for name, value in answers.items() if name not in dropped}


def checked(question: Question, value: float | str | None) -> float | str:
    """Return an answer as it is kept.

    Raises
    ------
    InputError
        In words for the person who answers.
    """
    if question.options:
        if value not in {option.value for option in question.options}:
            raise InputError("Please choose one of the answers.")
        return str(value)
    if value is None or isinstance(value, str):
        raise InputError("Please type a number; there is no right one.")
    low, high = sorted((question.low, question.high))
    if not low <= value <= high:
        raise InputError(
            f"Please give a number from {format_number(low)} to {format_number(high)} "
            f"{question.unit}; that is what fits your answers so far. You can go back."
        )
    if question.key.startswith("level.") and value == question.low:
        raise InputError(
            f"At {format_number(value)} there is no difference yet. If the other one counts "
            "for nothing, give a very small one."
        )
    return value


def chosen_order(group: Group, answers: Answers) -> list[str]:
    """Return the items in the order chosen so far; complete once one is left over."""
    places = [f"first.{place}" for place in range(1, len(group.items))]
    chosen = [str(answers[key]) for key in places if key in answers]
    left = [name for name in group.ids if name not in chosen]
    return chosen + left if len(left) == 1 else chosen


def _order_plan(group: Group, answers: Answers) -> Plan:
    return [
        (f"first.{place}", partial(_order_question, group, answers, place))
        for place in range(1, len(group.items))
    ]


def _order_question(group: Group, answers: Answers, place: int) -> Question:
    taken = {str(answers[f"first.{p}"]) for p in range(1, place)}
    left = [item for item in group.items if item.id not in taken]
    if place == 1:
        title, text = WHICH_FIRST, f"{TWO_SITES} {IN_WHICH_LINE}"
    else:
        title, text = WHICH_NEXT, OF_THOSE_LEFT
    return Question(f"first.{place}", title, text, tuple(map(_option, left)))


def _option(item: Item) -> Option:
    return Option(item.id, item.name, item.swing)


def _swing_plan(group: Group, answers: Answers) -> Plan:
    order = chosen_order(group, answers)
    rest = order[1:] if len(order) == len(group.items) else list(group.ids[1:])
    points: Plan = [(f"points.{i}", partial(_swing_question, group, answers, i)) for i in rest]
    return [*_order_plan(group, answers), *points]


def _swing_question(group: Group, answers: Answers, name: str) -> Question:
    order = chosen_order(group, answers)
    top, this = group[order[0]], group[name]
    before = group[order[order.index(name) - 1]]
    high = 100.0 if before is top else float(answers[f"points.{before.id}"])
    text = (
        f"Your first choice, the difference in {top.name} ({top.swing}), is worth 100 points. "
        f"How many is that in {this.name} ({this.swing}) worth to you?"
    )
    if before is not top:
        text += f" You put it after {before.name}, to which you gave {high:g}."
    return Question(f"points.{name}", this.name, text, high=high)


def _trade_off_plan(group: Group, answers: Answers) -> Plan:
    steps: Plan = [("first.1", partial(_order_question, group, answers, 1))]
    first = answers.get("first.1")
    if first is None:
        return steps
    larger = str(first)
    others = [name for name in group.ids if name != larger]
    pairs = [(larger, other) for other in others]
    keys = [f"level.{larger}.{other}" for other in others]
    if all(key in answers for key in keys):
        # A repeated question shows whether the answers agree.
        shares = {
            o: group[larger].value(float(answers[k])) for o, k in zip(others, keys, strict=True)
        }
        order = [larger, *sorted(others, key=lambda name: -shares[name])]
        asked = trade_off_pairs([group.ids.index(name) for name in order])
        pairs += [(group.ids[a], group.ids[b]) for a, b in asked[len(pairs) :]]
    return steps + [
        (f"level.{a}.{b}", partial(_level_question, group[a], group[b])) for a, b in pairs
    ]


def _level_question(larger: Item, smaller: Item) -> Question:
    scale = larger.scale
    if scale is None:
        raise InputError(
            f"{larger.name}: found a branch. Expected a criterion with units. Use another way."
        )
    start = f"{format_number(scale.worst)} {scale.unit}".strip()
    text = (
        f"Two sites differ in {smaller.name}, all the way: {smaller.swing}. Two others differ "
        f"in {larger.name} instead: one is at {start}, the other further along its scale. At "
        "which level of the other would that matter just as much for choosing a pilot?"
    )
    return Question(
        f"level.{larger.id}.{smaller.id}",
        f"How much {larger.name} for all of {smaller.name}?",
        text,
        low=scale.worst,
        high=scale.best,
        unit=scale.unit,
    )


def _pairs_plan(group: Group, _answers: Answers) -> Plan:
    return [
        (f"pair.{a.id}.{b.id}", partial(_pair_question, a, b))
        for a, b in combinations(group.items, 2)
    ]


def _pair_question(a: Item, b: Item) -> Question:
    options = (
        *(Option(f"a:{n}", f"{n} · {words}") for n, words in STEPS.items()),
        Option("a:1", "1 · both equally"),
        *(Option(f"b:{n}", f"{n} · {words}") for n, words in reversed(STEPS.items())),
    )
    return Question(
        f"pair.{a.id}.{b.id}",
        f"{a.name} or {b.name}?",
        f"{WHICH_OF_TWO} And how many times as much: {a.name} ({a.swing}), or {b.name} "
        f"({b.swing})?",
        options,
    )


def _best_worst_plan(group: Group, answers: Answers) -> Plan:
    steps: Plan = [
        ("best", partial(_end_question, group, answers, "best")),
        ("worst", partial(_end_question, group, answers, "worst")),
    ]
    best, worst = answers.get("best"), answers.get("worst")
    if best is None or worst is None:
        return steps
    rest = [name for name in group.ids if name not in (best, worst)]
    others = [("best", name) for name in (str(worst), *rest)] + [("worst", i) for i in rest]
    return steps + [
        (f"{end}.{name}", partial(_times_question, group, answers, end, name))
        for end, name in others
    ]


def _end_question(group: Group, answers: Answers, end: str) -> Question:
    items = [item for item in group.items if item.id != answers.get("best")]
    title = WHICH_FIRST if end == "best" else WHICH_LEAST
    text = f"Think of the whole difference, {FROM_TO}, as written beside each."
    return Question(end, title, text, tuple(_option(item) for item in items))


def _times_question(group: Group, answers: Answers, end: str, name: str) -> Question:
    best, worst, this = group[str(answers["best"])], group[str(answers["worst"])], group[name]
    more, less = (best, this) if end == "best" else (this, worst)
    whole = f"best.{worst.id}"
    largest = 9 if name == worst.id else int(str(answers.get(whole, 9)))
    options = [Option("1", "1 · equally")] + [
        Option(str(n), f"{n} · {words}") for n, words in reversed(STEPS.items()) if n <= largest
    ]
    text = (
        f"{more.name} ({more.swing}) against {less.name} ({less.swing}): how many times as "
        "much does the first difference matter?"
    )
    if largest < 9:
        text += (
            f" The most important against the least important was {largest}; nothing lies "
            "further apart."
        )
    return Question(f"{end}.{name}", f"{more.name} against {less.name}", text, tuple(options))


PLANS: dict[str, Callable[[Group, Answers], Plan]] = {
    "order": _order_plan,
    "swing": _swing_plan,
    "trade-off": _trade_off_plan,
    "ahp": _pairs_plan,
    "bwm": _best_worst_plan,
}


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it can be read again, and the key by which it is asked again."""

    key: str
    question: str
    answer: str


def given_answers(way: str, group: Group, answers: Answers) -> list[Given]:
    """Return the answers in words, in the order in which they were asked."""
    found = []
    for key, make in plan(way, group, answers):
        if key not in answers:
            continue
        question, value = make(), answers[key]
        if question.options:
            told = next((o.label for o in question.options if o.value == value), str(value))
            if key.startswith("pair."):
                a, b = key.removeprefix("pair.").split(".")
                side = group[a].name if str(value).startswith("a:") else group[b].name
                told = told if value == "a:1" else f"{side} {told}"
        else:
            told = f"{format_number(float(value))} {question.unit}"
        found.append(Given(key, question.title, told))
    return found
