"""The one form of an anonymous ballot, however, where and in what order it was filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.criterion import Criterion
from prioritizer.domain.workshop import Judgement, Mode, Technique, Workshop
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext
from prioritizer.storage.workshop.rows import judgement_data
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.weights.answers import Answers, chosen
from prioritizer.workflow.weights.questions import WHOLE
from prioritizer.workflow.workshop.judging import answered, ids_of, judge

# Questions about the answer itself. Paper cannot ask them, so they would tell a phone.
CHECKS = ("swap", "readback")


def in_order(
    criteria: Sequence[Criterion], technique: Technique, answers: Answers
) -> dict[str, float | str]:
    """Return answers with every pair named in the order of the criteria.

    Who was asked about b before a answers to ``pair.b.a``; the order in which somebody was
    asked is nobody's business. Other answers stay as they are.
    """
    if technique is not Technique.PAIRWISE:
        return dict(answers)
    pairs = [f"pair.{a}.{b}" for a, b in combinations([c.id for c in criteria], 2)]
    turned = {_turned_key(key): key for key in pairs}
    found: dict[str, float | str] = {}
    for key, value in answers.items():
        if key not in turned:
            found[key] = _pair_value(str(value)) if key in pairs else value
        elif turned[key] not in answers:
            found[turned[key]] = _pair_value(str(value), is_turned=True)
    return found


def _turned_key(key: str) -> str:
    kind, a, b = key.split(".")
    return f"{kind}.{b}.{a}"


def _pair_value(value: str, *, is_turned: bool = False) -> str:
    """Return who wins a pair and by how much in its one spelling; equal is ``a:1``."""
    if value == UNKNOWN:
        return UNKNOWN
    side, _, steps = value.partition(":")
    number = f"{float(steps):g}" if steps.isdigit() else steps
    if number == "1":
        return "a:1"
    if is_turned:
        side = {"a": "b", "b": "a"}.get(side, side)
    return f"{side}:{number}"


def ballot(criteria: Sequence[Criterion], technique: Technique, answers: Answers) -> Judgement:
    """Return the judgement of an anonymous ballot: the same fields in each, and no other.

    Raises
    ------
    InputError
        If an answer is missing.
    """
    found = in_order(criteria, technique, answers)
    points = dict(
        zip(ids_of(criteria), answered(criteria, technique, found).points, strict=True)
    )
    kept = {key: found[key] for key in _keys(criteria, technique, found) if key in found}
    if technique is Technique.SWING:
        # The first has its 100 points without being asked: without this its name was missing.
        kept |= {
            f"points.{name}": value
            for name, value in points.items()
            if found.get(f"points.{name}") != UNKNOWN
        }
    return judge(criteria, technique, kept)


def _keys(criteria: Sequence[Criterion], technique: Technique, answers: Answers) -> list[str]:
    ids = ids_of(criteria)
    if technique is Technique.PAIRWISE:
        return [f"pair.{a}.{b}" for a, b in combinations(ids, 2)]
    # Of an order that somebody could not go on with, up to that place.
    asked = len(chosen(ids, answers)) + 1 if technique is Technique.SWING else 0
    places = range(1, min(asked, len(ids) - 1) + 1)
    return [*(f"first.{place}" for place in places), *(f"points.{name}" for name in ids)]


def body_of(judgement: Judgement) -> str:
    """Return a judgement as the canonical text that is stored and digested."""
    return canonical(judgement_data(judgement)).decode()


def kept(workshop: Workshop, criteria: Sequence[Criterion], judgement: Judgement) -> Judgement:
    """Return a judgement as it is stored: of an anonymous round, in the one form.

    Raises
    ------
    InputError
        If points of an anonymous ballot are not whole: 33.25 in two rounds is a signature.
    """
    if workshop.mode is not Mode.ANONYMOUS:
        return judgement
    check_whole(judgement.answers)
    return ballot(criteria, workshop.technique, judgement.answers)


def check_whole(answers: Mapping[str, float | str]) -> None:
    """Refuse points that are not whole.

    Raises
    ------
    InputError
        In words for the participant.
    """
    points = [v for key, v in answers.items() if key.startswith("points.") and v != UNKNOWN]
    if not all(float(value).is_integer() for value in points):
        raise InputError(gettext(WHOLE))
