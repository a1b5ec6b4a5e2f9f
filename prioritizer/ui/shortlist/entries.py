"""The shortlist with how sure each place is: band of the draws, evidence, UNFC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prioritizer.domain.classification import Classification
from prioritizer.domain.results import Assessment, Ranking
from prioritizer.domain.robustness import Band
from prioritizer.domain.site import Site
from prioritizer.ui.parts import charts
from prioritizer.ui.ranking.table import EVIDENCE, about
from prioritizer.ui.robustness.quick import Odds
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.ui.shortlist import room as report_workshop
from prioritizer.workflow.pilots.shortlist import Entry, Shortlist

NEXT_IN_LINE = 5
NEXT = "Next in line: outside, but in more than a few of the draws on the list"
HEADS = (
    ("Rank", "n", "place at these weights; below, the places that gaps and intervals allow"),
    ("Site", "", ""),
    ("Score", "n", "below, from the worse to the better end of the evidence"),
    (
        "On the list in",
        "",
        "share of draws over weights and evidence that list the site, and its band",
    ),
    ("Evidence", "", "A: mass and grade, B: one of them"),
    ("UNFC", "", "class of the resource, by the rules of this tool"),
    ("Next step", "", "the first thing that would lift the class"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What stands beside each entry whatever the draws say."""

    assessment: Assessment
    classes: Mapping[str, Classification]
    sites: Mapping[str, Site]


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """The probabilities, None where there are none, or not yet."""

    odds: Odds | None
    is_waiting: bool = False


def show(listed: Shortlist, page: Page, drawn: Drawn) -> None:
    """Draw the list, and below it those next in line and those locked out."""
    on_list = listed.listed
    shown = [entry for entry in listed.entries if not entry.is_listed and entry.lock]
    close = next_in_line(listed, is_drawn=drawn.odds is not None)
    head = "".join(
        f'<th scope="col"{f" class={kind!r}" if kind else ""} title="{title}">{name}</th>'
        for name, kind, title in HEADS
    )
    body = _rows(on_list, drawn, page)
    if close:
        body += _parting(NEXT if drawn.odds is not None else "Next by score")
        body += _rows(close, drawn, page)
    if shown:
        body += _parting("Kept off the list by a lock")
        body += _rows(shown, drawn, page)
    markup.draw(
        '<div class="pp-scroll" tabindex="0"><table class="pp-table pp-short">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>",
        markup.note(_legend(drawn)),
    )


def next_in_line(listed: Shortlist, *, is_drawn: bool) -> list[Entry]:
    """Return the sites outside that the draws put on the list most often, else the next."""
    outside = [e for e in listed.entries if not e.is_listed and not e.lock]
    if is_drawn:
        open_ones = [entry for entry in outside if entry.band is not Band.OUT]
        outside = sorted(open_ones, key=lambda entry: -(entry.probability or 0.0))
    return outside[:NEXT_IN_LINE]


def _parting(text: str) -> str:
    return f'<tr class="pp-parting"><td colspan="{len(HEADS)}">{text}</td></tr>'


def _legend(drawn: Drawn) -> str:
    odds = drawn.odds
    if drawn.is_waiting:
        return "Drawing weights and evidence …"
    if odds is None:
        return (
            "Without draws no place is called sure or unsure. Draws need fixed scales, two "
            "sites or more, and a method that does not compare pairs of sites."
        )
    run = odds.result
    bands = " · ".join(
        f"<b>{band.value}</b>: {escape_html(meaning)}"
        for band, meaning in run.limits.meanings.items()
    )
    kind = (
        "a quick run: weights near yours, all evidence drawn"
        if odds.is_quick
        else "your last run on the page Robustness"
    )
    return (
        f"{bands}.<br>Share of {charts.count(run.draws)} draws, seed {run.seed}, {kind}; right "
        f"to ±{200 * float(run.standard_error(run.shortlist).max()):.1f} points."
    )


def _rows(entries: Sequence[Entry], drawn: Drawn, page: Page) -> str:
    return "".join(
        _row(
            entry,
            drawn,
            page.classes[entry.site_id],
            page.sites[entry.site_id],
            page.assessment.ranking,
        )
        for entry in entries
    )


def _row(entry: Entry, drawn: Drawn, one: Classification, site: Site, ranking: Ranking) -> str:
    known = entry.rank is not None
    rank = f"<b>{entry.rank}</b>{markup.small(_places(entry))}" if known else "–"
    score = "–"
    if entry.score is not None and entry.row is not None:
        ends = f"{ranking.score_low[entry.row]:.2f}–{ranking.score_high[entry.row]:.2f}"
        score = f"{entry.score:.2f}{markup.small(ends)}"
    cells = [
        ("n", rank),
        ("s", f"{escape_html(entry.name, limit=90)}{markup.small(escape_html(about(site)))}"
         f"{report_workshop.share(entry.site_id)}{_lock(entry)}"),
        ("n", score),
        ("b", _share(entry, drawn)),
        ("c", f'<span class="pp-ev" title="{EVIDENCE.get(entry.evidence, "")}">'
         f"{escape_html(entry.evidence)}</span>"),
        ("u", f'<span class="pp-sure">{escape_html(one.unfc)}</span>'),
        ("w", escape_html(next_step(one), limit=120)),
    ]  # fmt: skip
    made = "".join(
        f'<th scope="row">{text}</th>' if kind == "s" else f'<td class="{kind}">{text}</td>'
        for kind, text in cells
    )
    return f"<tr>{made}</tr>"


def _places(entry: Entry) -> str:
    if entry.rank_low == entry.rank_high:
        return "fixed"
    return f"{entry.rank_low}–{entry.rank_high}"


def _lock(entry: Entry) -> str:
    if not entry.lock:
        return ""
    word = "must be on" if entry.lock == "must" else "must not be on"
    return (
        f'<span class="pp-lock"><b>{word}</b>: '
        f"{escape_html(entry.reason or 'no reason given', limit=200)}</span>"
    )


def _share(entry: Entry, drawn: Drawn) -> str:
    if drawn.is_waiting:
        return '<span class="pp-note">drawing …</span>'
    if entry.row is None:
        return "not ranked"
    if entry.probability is None or entry.band is None:
        return "not drawn"
    share, band = entry.probability, entry.band.value
    return (
        f'<div class="pp-bar {band}" aria-hidden="true"><i style="--w:{100 * share:.1f}%"></i>'
        f"</div><b>{markup.share(share)}</b> {band}"
    )


def next_step(one: Classification) -> str:
    """Return the first thing that would lift the class: quantity, then technique, then law."""
    for verdict in (one.g, one.f, one.e):
        if verdict.lift:
            return verdict.lift[0]
    return "nothing further"
