"""Criteria that say the same twice: correlations with their n, flags, effects of dropping."""

from __future__ import annotations

from prioritizer.domain.results import Assessment
from prioritizer.ui.shell import markup, palette
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.criteria.overlap import FEWEST, HIGH, Correlation, FlagKind, Overlap

KINDS = {
    FlagKind.CORRELATION: "rate alike",
    FlagKind.INPUTS: "read the same facts",
    FlagKind.LIABILITY: "clean-up counted twice",
}
SAME, OPPOSITE = "accent", "orange"


def show_flags(found: Overlap) -> None:
    """Draw the signs of double counting, the strong ones first."""
    rows = [
        (
            f'<span class="pp-flag {flag.kind.name.lower()}">{KINDS[flag.kind]}</span>',
            escape_html(flag.sentence),
        )
        for flag in sorted(found.flags, key=lambda flag: list(KINDS).index(flag.kind))
    ]
    parts = ['<h2 class="pp-h2">Signs of double counting</h2>']
    if rows:
        parts.append(
            f'<div class="pp-words">{markup.table(("Sign", "What it means"), rows)}</div>'
        )
    else:
        parts.append(
            markup.line("None found: no two criteria rate alike or read the same facts.")
        )
    parts.append(
        markup.note(
            "A sign is a question, not a fault: two criteria may read the same assays and "
            "still ask different things. If they count one thing twice, halve their weights, "
            "put them under one branch, or drop one."
        )
    )
    markup.draw(*parts)


def show_correlations(assessment: Assessment, found: Overlap) -> None:
    """Draw the matrix of rank correlations with the number of sites behind each."""
    criteria = assessment.criteria.criteria
    heads = "".join(
        f'<th scope="col" title="{escape_html(c.name)}">{k}</th>'
        for k, c in enumerate(criteria[:-1], start=1)
    )
    body = ""
    for k, second in enumerate(criteria):
        cells = "".join(_cell(found.of(first.id, second.id)) for first in criteria[:k])
        blank = "<td></td>" * (len(criteria) - 1 - k)
        name = f"<b>{k + 1}</b> {escape_html(second.name)}"
        body += f'<tr><th scope="row">{name}</th>{cells}{blank}</tr>'
    markup.draw(
        '<h2 class="pp-h2">Do criteria rate the sites alike? <small>rank correlation of values '
        "(Spearman), number of sites below</small></h2>",
        '<div class="pp-scroll" tabindex="0"><table class="pp-heat">'
        f'<thead><tr><th scope="col">Criterion</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>",
        markup.note(
            f"Framed: {HIGH:.1f} or more either way. Pale: fewer than {FEWEST} sites, which "
            "says little. Only sites for which both are known, without gaps, are counted."
        ),
    )


def _cell(pair: Correlation) -> str:
    said = escape_html(pair.sentence)
    if pair.spearman is None:
        return f'<td class="none" title="{said}">–<small>n {pair.n}</small></td>'
    token = SAME if pair.spearman > 0 else OPPOSITE
    is_thin = pair.n < FEWEST
    strength = 0.0 if is_thin else 0.42 * abs(pair.spearman)
    kind = "thin" if is_thin else "high" if abs(pair.spearman) >= HIGH else ""
    return (
        f'<td class="{kind}" title="{said}" '
        f'style="background:{palette.shade(strength, token)}">'
        f"{_signed(pair.spearman)}<small>n {pair.n}</small></td>"
    )


def _signed(share: float) -> str:
    return f"{share:+.2f}".replace("-", "−")


def show_dropped(found: Overlap, top: int) -> None:
    """Draw what leaving out each criterion does to the shortlist."""
    items = "".join(f"<li>{escape_html(one.sentence)}</li>" for one in found.dropped)
    nothing = markup.note("This method compares sites in pairs; see Robustness.")
    markup.draw(
        f'<h2 class="pp-h2">If one criterion were dropped <small>shortlist of {top}, the other '
        "weights in proportion</small></h2>",
        f'<ul class="pp-list-plain">{items}</ul>' if items else nothing,
    )


def show_pairs(found: Overlap) -> None:
    """Draw every pair in words; the same as the matrix."""
    items = "".join(f"<li>{escape_html(pair.sentence)}</li>" for pair in found.correlations)
    markup.draw(f'<ul class="pp-list-plain">{items}</ul>')
