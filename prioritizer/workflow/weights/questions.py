"""The questions of each way to weigh, one at a time; later ones depend on earlier answers.

One place asks on the page, on phones and on paper: what differs is a `Setting`, and the order,
which on phones and paper is one's own (`Group.shuffled`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TypeAlias

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.words import format_number, short
from prioritizer.elicitation.tradeoff import questions as trade_off_pairs
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext, noop
from prioritizer.readers.answers import parse_answer
from prioritizer.workflow.weights import asked
from prioritizer.workflow.weights.answers import Answers, chosen, known_points, order_of
from prioritizer.workflow.weights.asked import PAGE, POINTS, Question, Setting
from prioritizer.workflow.weights.items import Group

# Keys of questions with what draws them; a later question may depend on earlier answers.
Plan: TypeAlias = list[tuple[str, Callable[[], Question]]]
WHOLE = noop(
    "Please give whole points, for example 60: in an anonymous round a fraction could tell."
)


def plan(way: str, group: Group, answers: Answers, setting: Setting = PAGE) -> Plan:
    """Return every question with its key, as far as the answers so far decide it."""
    made = PLANS.get(way) or (_points_plan if setting.is_single else None)
    if made is None or len(group.items) < 2:
        return []
    steps = made(group, answers, setting)
    if all(key in answers for key, _ in steps) and not _compares(way, group, answers):
        return steps
    checks: Plan = [
        ("swap", partial(asked.swap_question, way, group, answers)),
        ("readback", partial(asked.readback_question, way, group, answers)),
    ]
    return [*steps, *(check for check in checks if check[0] in setting.checks)]


def _compares(way: str, group: Group, answers: Answers) -> bool:
    """Return whether the answers compare two items, so that they can be read back."""
    if UNKNOWN not in answers.values():
        return True
    known = known_points(way, group.ids, answers).values()
    return len(known) > 1 and max(known) > 0


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


def next_question(
    way: str, group: Group, answers: Answers, setting: Setting = PAGE
) -> Question | None:
    """Return the first question without an answer, or None when all are answered."""
    for key, make in plan(way, group, answers, setting):
        if key not in answers:
            return make()
    return None


def answered(way: str, group: Group, answers: Answers, setting: Setting = PAGE) -> list[str]:
    """Return the keys with an answer, in the order in which they were asked."""
    return [key for key, _ in plan(way, group, answers, setting) if key in answers]


def without(way: str, group: Group, answers: Answers, key: str) -> dict[str, float | str]:
    """Return the answers with one taken back, and with it all that rest on it."""
    keys = [name for name, _ in plan(way, group, answers)]
    decides = ("best", "worst", f"best.{answers.get('worst')}")
    rests_on_it = key.startswith("first.") or key in decides or way == "swing"
    dropped = set(keys[keys.index(key) :]) if rests_on_it and key in keys else {key}
    return {name: value for name, value in answers.items() if name not in dropped}


def checked(question: Question, value: float | str | None) -> float | str:
    """Return an answer as it is kept; a number may come as it was typed.

    Raises
    ------
    InputError
        In words for the person who answers.
    """
    if question.unknown and value == UNKNOWN:
        return UNKNOWN
    if question.options:
        if value not in {option.value for option in question.options}:
            raise InputError(gettext("Please choose one of the answers."))
        return str(value)
    number = parse_answer(value) if isinstance(value, str) else value
    if number is None:
        raise InputError(gettext("Please type a plain number, for example 60."))
    _check_ends(question, number)
    if question.key.startswith("level.") and number == question.low:
        raise InputError(
            f"At {format_number(number)} there is no difference yet. If the other one counts "
            "for nothing, give a very small one."
        )
    if question.is_whole and not float(number).is_integer():
        raise InputError(gettext(WHOLE))
    return number


def _check_ends(question: Question, number: float) -> None:
    low, high = sorted((question.low, question.high))
    if low <= number <= high:
        return
    if question.unit != POINTS:
        raise InputError(
            f"Please give a number from {format_number(low)} to {format_number(high)} "
            f"{question.unit}; that is what fits your answers so far. You can go back."
        )
    raise InputError(
        gettext(
            "Please give between {low} and {high} points; that is what fits your answers "
            "so far. You can go back to change them.",
            low=short(low),
            high=short(high),
        )
    )


def check_all(way: str, answers: Answers) -> None:
    """Refuse answers that give no weights at all.

    Raises
    ------
    InputError
        If everything got 0 points.
    """
    points = [value for key, value in answers.items() if key.startswith("points.")]
    if way == "direct" and points and not any(p == UNKNOWN or float(p) > 0 for p in points):
        raise InputError(
            gettext("You gave 0 points to everything. Please give at least one some points.")
        )


@dataclass(frozen=True, slots=True)
class Asking:
    """The questions of one way as they are put to one person."""

    way: str
    group: Group
    setting: Setting = PAGE

    def next(self, answers: Answers) -> Question | None:
        """Return the first question without an answer, or None when all are answered."""
        return next_question(self.way, self.group, answers, self.setting)

    def keys(self, answers: Answers) -> list[str]:
        """Return the keys answered, in the order they were asked; going back drops the last."""
        return answered(self.way, self.group, answers, self.setting)

    def progress(self, answers: Answers) -> tuple[int, int]:
        """Return which question comes next, and of how many."""
        keys = [key for key, _ in plan(self.way, self.group, answers, self.setting)]
        return min(sum(key in answers for key in keys) + 1, len(keys)), len(keys)

    def after(self, answers: Answers, key: str, value: float | str) -> dict[str, float | str]:
        """Return the answers with one more; a rejected read-back drops the points.

        Raises
        ------
        InputError
            If all questions for points are answered and everything got 0.
        """
        if (key, value) == ("readback", "change"):
            return {k: v for k, v in answers.items() if k.startswith("first.")}
        changed = {**answers, key: value}
        steps = plan(self.way, self.group, changed, self.setting)
        if all(name in changed for name, _ in steps if name not in self.setting.checks):
            check_all(self.way, changed)
        return changed


def _order_plan(group: Group, answers: Answers, setting: Setting) -> Plan:
    """Ask for an order; who cannot say which is next is asked no more."""
    places = range(1, len(group.items))
    open_place = len(chosen(group.ids, answers)) + 1
    if answers.get(f"first.{open_place}") == UNKNOWN:
        places = range(1, open_place + 1)
    return [
        (f"first.{place}", partial(asked.order_question, group, answers, setting, place))
        for place in places
    ]


def _swing_plan(group: Group, answers: Answers, setting: Setting) -> Plan:
    order = order_of(group.ids, answers)
    rest = [name for name in group.ids if name not in order]
    is_open = UNKNOWN in (answers.get(f"first.{len(order) + 1}"), answers.get("first.1"))
    is_known = is_open or not rest
    names = [*order[1:], *rest] if is_known else list(group.ids[1:])
    points = partial(asked.swing_question, group, answers, setting)
    return [
        *_order_plan(group, answers, setting),
        *((f"points.{name}", partial(points, name)) for name in names),
    ]


def _points_plan(group: Group, _answers: Answers, setting: Setting) -> Plan:
    return [
        (f"points.{name}", partial(asked.points_question, group, setting, name))
        for name in group.ids
    ]


def _pairs_plan(group: Group, _answers: Answers, setting: Setting) -> Plan:
    return [
        (asked.pair_key(group, a, b)[0], partial(asked.pair_question, group, setting, a, b))
        for a, b in combinations(group.items, 2)
    ]


def _trade_off_plan(group: Group, answers: Answers, setting: Setting) -> Plan:
    steps: Plan = [("first.1", partial(asked.order_question, group, answers, setting, 1))]
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
        again = trade_off_pairs([group.ids.index(name) for name in order])
        pairs += [(group.ids[a], group.ids[b]) for a, b in again[len(pairs) :]]
    return steps + [
        (f"level.{a}.{b}", partial(asked.level_question, group[a], group[b])) for a, b in pairs
    ]


def _best_worst_plan(group: Group, answers: Answers, setting: Setting) -> Plan:
    steps: Plan = [
        ("best", partial(asked.end_question, group, answers, "best")),
        ("worst", partial(asked.end_question, group, answers, "worst")),
    ]
    best, worst = answers.get("best"), answers.get("worst")
    if best is None or worst is None:
        return steps
    rest = [name for name in group.ids if name not in (best, worst)]
    others = [("best", name) for name in (str(worst), *rest)] + [("worst", i) for i in rest]
    return steps + [
        (f"{end}.{name}", partial(asked.times_question, group, answers, setting, end, name))
        for end, name in others
    ]


PLANS: dict[str, Callable[[Group, Answers, Setting], Plan]] = {
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
        title = question.title
        if question.options:
            told = next((o.label for o in question.options if o.value == value), str(value))
            if key.startswith("pair."):
                a, b = key.removeprefix("pair.").split(".")
                title = f"{group[a].name} or {group[b].name}?"
                side = group[a].name if str(value).startswith("a:") else group[b].name
                told = told if value == "a:1" else f"{side} {told}"
        else:
            told = f"{format_number(float(value))} {question.unit}"
        found.append(Given(key, title, told))
    return found
