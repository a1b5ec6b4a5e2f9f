"""The shortlist with how sure each place is: chance, section, evidence, UNFC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prioritizer.domain.answer import Section, SectionLimits
from prioritizer.domain.classification import Classification
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import Site
from prioritizer.domain.words import percent
from prioritizer.ui.ranking.table_rows import EVIDENCE, about
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.shortlist import room as report_workshop
from prioritizer.workflow.pilots.shortlist import (
    Entry,
    Shortlist,
    lock_sentence,
    locks_sentences,
)
from prioritizer.workflow.ranking.answer_words import (
    assumption_sentence,
    likely_range,
    no_chances_sentence,
    only_under_sentence,
)
from prioritizer.workflow.robustness.next_step import NextStep

NEXT_IN_LINE = 5
NEXT = "Next in line"
APART = "Too little known to be ranked, but could reach the list"
HEADS = (
    ("Place", "n", "place at these weights; below, the likely places, 5 to 95 % of the draws"),
    ("Site", "", ""),
    ("Score", "n", "below, from the worse to the better end of the evidence"),
    (
        "On the list in",
        "",
        "share of the draws that list the site, as on the ranking page, and its section",
    ),
    ("Evidence", "", "A: mass and grade, B: one of them"),
    ("UNFC", "", "class of the resource, by the rules of this tool"),
    (
        "Next step",
        "",
        "what is worth most for its cost to find out, as on the ranking page",
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What stands beside each entry; ``steps`` is None until they are found.

    ``waiting`` stands in their place until then.
    """

    assessment: Assessment
    classes: Mapping[str, Classification]
    sites: Mapping[str, Site]
    steps: Mapping[str, NextStep] | None = None
    waiting: str = "weighing …"


def show(listed: Shortlist, page: Page) -> None:
    """Draw the list, and below it those next in line and those locked out."""
    head = "".join(
        f'<th scope="col" role="columnheader"{f" class={kind!r}" if kind else ""} '
        f'title="{title}">{name}</th>'
        for name, kind, title in HEADS
    )
    parts = groups(listed, is_drawn=page.assessment.answer is not None)
    body = "".join(
        (_parting(title) if title else "") + _rows(entries, page) for title, entries in parts
    )
    markup.draw(
        '<div class="pp-scroll" tabindex="0"><table class="pp-table pp-short pp-stacks" '
        f'role="table"><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>',
        *(markup.note(escape_html(said)) for said in locks_sentences(listed)),
        markup.note(_legend(page.assessment)),
    )


def groups(listed: Shortlist, *, is_drawn: bool) -> list[tuple[str, list[Entry]]]:
    """Return the entries that are shown, group by group; the list itself has no title."""
    close = next_in_line(listed, is_drawn=is_drawn)
    by_hand = [entry for entry in listed.entries if not entry.is_listed and entry.lock]
    found = [
        ("", list(listed.listed)),
        (NEXT if is_drawn else "Next by score", close),
        (APART, _reaching(listed)),
        ("Excluded by hand", by_hand),
    ]
    return [(title, entries) for title, entries in found if entries]


def next_in_line(listed: Shortlist, *, is_drawn: bool) -> list[Entry]:
    """Return the sites outside that the draws put on the list most often, else the next."""
    outside = [
        e for e in listed.entries if not e.is_listed and not e.lock and e.row is not None
    ]
    if is_drawn:
        outside = [entry for entry in outside if entry.section is not Section.OUT]
    return outside[:NEXT_IN_LINE]


def _reaching(listed: Shortlist) -> list[Entry]:
    """Return sites that are too little known and could reach the list, the likeliest first."""
    limits = SectionLimits()
    return [
        entry
        for entry in listed.apart
        if not entry.lock and limits.section(entry.probability or 0.0) is not Section.OUT
    ][:NEXT_IN_LINE]


def _parting(text: str) -> str:
    cell = f'<td colspan="{len(HEADS)}" role="cell">{text}</td>'
    return f'<tr class="pp-parting" role="row">{cell}</tr>'


def _legend(assessment: Assessment) -> str:
    answer = assessment.answer
    if answer is None:
        return no_chances_sentence(assessment.settings)
    sections = " · ".join(
        f"<b>{one.value}</b>: {escape_html(meaning)}"
        for one, meaning in answer.limits.meanings.items()
    )
    return f"{sections}.<br>{escape_html(assumption_sentence(answer))}"


def _rows(entries: Sequence[Entry], page: Page) -> str:
    return "".join(_row(entry, page) for entry in entries)


def _row(entry: Entry, page: Page) -> str:
    one, site = page.classes[entry.site_id], page.sites[entry.site_id]
    ranking = page.assessment.ranking
    known = entry.rank is not None
    rank = f"<b>{entry.rank}</b>{markup.small(_places(entry, page))}" if known else "–"
    score = "–"
    if entry.score is not None and entry.row is not None:
        ends = f"{ranking.score_low[entry.row]:.2f}–{ranking.score_high[entry.row]:.2f}"
        score = f"{entry.score:.2f}{markup.small(ends)}"
    cells = [
        ("n", rank),
        ("s", f"{escape_html(entry.name, limit=90)}{markup.small(escape_html(about(site)))}"
         f"{report_workshop.share(entry.site_id)}{_lock(entry)}{_modes(entry)}"),
        ("n e", score),
        ("b", _share(entry)),
        ("c", f'<span class="pp-ev" title="{EVIDENCE.get(entry.evidence, "")}">'
         f"{escape_html(entry.evidence)}</span>"),
        ("u", f'<span class="pp-sure">{escape_html(one.unfc)}</span>'),
        ("w", _step(entry, page)),
    ]  # fmt: skip
    made = "".join(
        f'<th scope="row" role="rowheader">{text}</th>'
        if kind == "s"
        else f'<td class="{kind}" role="cell">{text}</td>'
        for kind, text in cells
    )
    return f'<tr role="row">{made}</tr>'


def _places(entry: Entry, page: Page) -> str:
    """Return the likely places; where nothing is drawn, those that are logically possible."""
    answer = page.assessment.answer
    if answer is not None and entry.row is not None:
        return likely_range(answer, entry.row)
    if entry.rank_low == entry.rank_high:
        return "fixed"
    return f"{entry.rank_low}–{entry.rank_high}"


def _lock(entry: Entry) -> str:
    if not entry.lock:
        return ""
    word = "must be on" if entry.lock == "must" else "excluded by hand"
    by_lock_alone = entry.is_listed and entry.rank is None
    alone = f". {escape_html(lock_sentence(entry))}" if by_lock_alone else ""
    return (
        f'<span class="pp-lock"><b>{word}</b>: '
        f"{escape_html(entry.reason or 'no reason given', limit=200)}{alone}</span>"
    )


def _modes(entry: Entry) -> str:
    if not entry.only_under:
        return ""
    return markup.small(escape_html(only_under_sentence(entry.only_under)))


def _share(entry: Entry) -> str:
    if entry.probability is None or entry.section is None:
        return "not ranked" if entry.row is None else "not drawn"
    share, section = entry.probability, entry.section.value
    return (
        f'<div class="pp-bar {section.replace(" ", "-")}" aria-hidden="true">'
        f'<i style="--w:{100 * share:.1f}%"></i></div><b>{markup.share(share)}</b> {section}'
        f"{_with_locks(entry)}"
    )


def _with_locks(entry: Entry) -> str:
    if entry.with_locks is None:
        return ""
    return markup.small(f"with your locks {percent(entry.with_locks)}")


def _step(entry: Entry, page: Page) -> str:
    """Return the next step in the words of the ranking page."""
    if page.steps is None:
        return f'<span class="pp-note">{page.waiting}</span>'
    step = page.steps.get(entry.site_id)
    return "–" if step is None else escape_html(step.words, limit=200)
