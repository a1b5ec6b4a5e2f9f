"""The shortlist with how sure each place is: tier, interval, probability, evidence, UNFC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prioritizer.appraisal.unfc import Classification
from prioritizer.domain.results import Assessment, Ranking
from prioritizer.domain.robustness import Limits
from prioritizer.domain.site import Site
from prioritizer.domain.words import percent
from prioritizer.pilots.shortlist import TIER_MEANING, Tier
from prioritizer.ui import markup
from prioritizer.ui.cached_pilots import Odds
from prioritizer.ui.components import charts, report_workshop
from prioritizer.ui.components.ranking_table import EVIDENCE, about
from prioritizer.ui.text import escape_html
from prioritizer.workflow.shortlist import Entry, Shortlist

NEXT_IN_LINE = 5
HEADS = (
    ("Rank", "n", "place at these weights; below, the places that the evidence allows"),
    ("Tier", "", "how sure the place is, from the interval of the rank"),
    ("Site", "", ""),
    ("Score", "n", "below, from the worse to the better end of the evidence"),
    ("On the list in", "", "share of draws over weights and evidence that list the site"),
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
    close = [
        entry
        for entry in listed.entries
        if not entry.is_listed and not entry.lock and entry.tier not in (None, Tier.OUT)
    ][:NEXT_IN_LINE]
    head = "".join(
        f'<th scope="col"{f" class={kind!r}" if kind else ""} title="{title}">{name}</th>'
        for name, kind, title in HEADS
    )
    body = _rows(on_list, drawn, page)
    if close:
        body += _parting("Next in line: outside, but the evidence could bring them in")
        body += _rows(close, drawn, page)
    if shown:
        body += _parting("Kept off the list by a lock")
        body += _rows(shown, drawn, page)
    markup.draw(
        '<div class="pp-scroll" tabindex="0"><table class="pp-table pp-short">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>",
        markup.note(_legend(drawn)),
    )


def _parting(text: str) -> str:
    return f'<tr class="pp-parting"><td colspan="{len(HEADS)}">{text}</td></tr>'


def _legend(drawn: Drawn) -> str:
    tiers = " · ".join(
        f"<b>{tier.value}</b>: {escape_html(meaning)}"
        for tier, meaning in TIER_MEANING.items()
        if tier is not Tier.OUT
    )
    odds = drawn.odds
    if drawn.is_waiting:
        said = "Drawing weights and evidence …"
    elif odds is None:
        said = (
            "Probabilities need fixed scales, two sites or more, and a method that does not "
            "compare pairs of sites."
        )
    else:
        run = odds.result
        kind = (
            "a quick run: weights near yours, all evidence drawn"
            if odds.is_quick
            else "your last run on the page Robustness"
        )
        said = (
            f"Probability of a place: {charts.count(run.draws)} draws, seed {run.seed}, "
            f"{kind}; "
            f"right to ±{200 * float(run.standard_error(run.shortlist).max()):.1f} points."
        )
    return f"{tiers}.<br>{said}"


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
    tier = entry.tier
    cells = [
        ("n", rank),
        ("", f'<span class="pp-tier {tier.value}">{tier.value}</span>'
         if tier else "not ranked"),
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
    odds = drawn.odds
    if drawn.is_waiting:
        return '<span class="pp-note">drawing …</span>'
    if odds is None or entry.row is None:
        return "–"
    share = float(odds.result.shortlist[entry.row])
    band = Limits().band(share).value
    return (
        f'<div class="pp-bar {band}" aria-hidden="true"><i style="--w:{100 * share:.1f}%"></i>'
        f"</div><b>{percent(share)}</b> {band}"
    )


def next_step(one: Classification) -> str:
    """Return the first thing that would lift the class: quantity, then technique, then law."""
    for verdict in (one.g, one.f, one.e):
        if verdict.lift:
            return verdict.lift[0]
    return "nothing further"
