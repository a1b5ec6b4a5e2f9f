"""No question about weights is upside down, whichever way a criterion speaks for a pilot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from prioritizer.cli import weights
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.workshop import Technique
from prioritizer.elicitation.techniques import TECHNIQUES
from prioritizer.readers.criteria import read_criteria
from prioritizer.ui.workshop import words as room_words
from prioritizer.workflow.weights import asked, checks, items
from prioritizer.workflow.weights import questions as weighing
from prioritizer.workflow.weights.ranges import swing_text
from prioritizer.workflow.weights.ways import WAYS
from prioritizer.workflow.workshop import judging
from prioritizer.workflow.workshop.asking import asking
from tests.conftest import ROOT

SETS = sorted((ROOT / "criteria").glob("*.yaml"))
# Words that hold one end of a scale for the good one, or ask somebody to move there.
UPSIDE_DOWN = re.compile(
    r"\b(improv\w*|best|better|worst|worse|rais(e|es|ed|ing)|upgrad\w*)\b", re.I
)
# The published name of a method, and the rows of its file.
NAMES = ("best-worst method", "best_to_others", "others_to_worst")


def complaint(text: str, criteria: CriteriaSet) -> str:
    """Return a word that a text should not have, outside what the criteria themselves say."""
    for criterion in criteria.criteria:
        own = (criterion.question, criterion.name, criterion.unit, *criterion.plain.values())
        for words in sorted(filter(None, own), key=len, reverse=True):
            text = text.replace(words, "")
    for name in NAMES:
        text = re.sub(re.escape(name), "", text, flags=re.I)
    found = UPSIDE_DOWN.search(text)
    return f"“{found.group()}” in: {text}" if found else ""


def phone_texts(criteria: CriteriaSet, technique: Technique, choice: int) -> Iterator[str]:
    """Yield every text of a whole answer on a phone."""
    answers: dict[str, float | str] = {}
    entries = criteria.criteria
    put = asking(entries, technique, 7)
    while (screen := put.next(answers)) is not None:
        yield from (screen.title, screen.text, screen.unknown)
        for option in (*screen.options, *screen.subjects):
            yield from (option.label, option.detail)
        options = [option.value for option in screen.options]
        wanted = [v for v in ("fewer", "yes") if v in options]
        value = wanted[0] if wanted else options[choice % len(options)] if options else 40.0
        answers[screen.key] = min(value, screen.high) if isinstance(value, float) else value


def page_texts(criteria: CriteriaSet, way: str, choice: int) -> Iterator[str]:
    """Yield every text of a whole answer on the Weights page."""
    by_branch = items.groups(criteria) if WAYS[way].by_branch else (items.leaves(criteria),)
    for group in by_branch:
        yield from (item.swing for item in group.items)
        answers: dict[str, float | str] = {}
        while (question := weighing.next_question(way, group, answers)) is not None:
            yield from (question.title, question.text, question.unit)
            yield from (f"{o.label} {o.detail}" for o in question.options)
            values = [option.value for option in question.options]
            answers[question.key] = (
                values[choice % len(values)] if values else (question.low + question.high) / 2
            )
        yield from (given.question for given in weighing.given_answers(way, group, answers))


CASES = list(product(SETS, RiskMode))
EACH = pytest.mark.parametrize(
    ("file", "risk"), CASES, ids=[f"{file.stem}-{risk}" for file, risk in CASES]
)


@EACH
def test_phones_ask_about_differences_in_every_technique_and_reading(
    file: Path, risk: RiskMode
) -> None:
    criteria = read_criteria(file).with_risk(risk)
    texts = [t for k in Technique for n in (0, 1) for t in phone_texts(criteria, k, n)]

    assert len(texts) > 60
    assert [c for c in (complaint(t, criteria) for t in texts) if c] == []
    assert any("choosing a pilot" in text for text in texts)


@EACH
def test_the_weights_page_asks_about_differences_in_every_way_and_reading(
    file: Path, risk: RiskMode
) -> None:
    criteria = read_criteria(file).with_risk(risk)
    texts = [t for way in weighing.PLANS for n in (0, 1) for t in page_texts(criteria, way, n)]
    shares = {name: (k + 1.0) for k, name in enumerate(criteria.ids)}
    total = sum(shares.values())
    shares = {name: share / total for name, share in shares.items()}
    texts += [e.text for e in checks.trade_offs(criteria, shares)]
    asked = checks.range_question(criteria, shares)
    assert asked is not None
    pair = (criteria.ids[0], criteria.ids[1])
    texts += [asked.text, checks.splitting_question(criteria, pair).text]

    assert [text for text in texts if re.search(r"\d[^“”]* index\b", text)] == []
    assert len(texts) > 100
    assert [c for c in (complaint(t, criteria) for t in texts) if c] == []


def test_paper_lists_commands_and_flags_speak_of_differences_too(
    criteria: CriteriaSet,
) -> None:
    ballot = (ROOT / "prioritizer/exports/layouts/ballots.py").read_text("utf-8")
    commands = weights.command.commands.values()
    texts = [
        *(" ".join(sentences) for sentences in asked.ON_PAPER.values()),
        ballot,
        *judging.FLAGS.values(),
        *room_words.TECHNIQUES.values(),
        *(f"{way.title} {way.when} {way.task}" for way in WAYS.values()),
        *(f"{t.title} {t.needs} {t.limits}" for t in TECHNIQUES.values()),
        *(command.help or "" for command in commands),
    ]

    assert [c for c in (complaint(t, criteria) for t in texts) if c] == []


def test_the_end_that_speaks_for_a_pilot_is_the_end_of_each_line(
    criteria: CriteriaSet,
) -> None:
    ends = {
        RiskMode.URGENCY: ("no harm seen", "acid waste lies open"),
        RiskMode.PROJECT_RISK: ("acid waste lies open", "no harm seen"),
        RiskMode.REDUCTION: ("change nothing", "end the"),
    }
    for risk, (start, end) in ends.items():
        chosen = criteria.with_risk(risk)
        entry = next(c for c in chosen.criteria if c.id == "environmental_risk")
        text = swing_text(entry)
        assert text.index(start) < text.index(end), (risk, text)
