"""The UNFC class of one site: the triple, the rule behind each axis, what would lift it."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.classification import Classification, Verdict
from prioritizer.domain.columns import site_columns
from prioritizer.ui.parts.field_words import field_words
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html

COLUMNS = ("Axis", "Why", "Evidence used", "What would lift it")
AXES = {
    "E": "environmental, social and economic viability",
    "F": "technical feasibility of the project here",
    "G": "confidence in the quantity",
}
NOTE = (
    "The rules are defaults of this tool, consistent with UNFC Update 2019 and not published "
    "by UNECE. E3.2, F3, G3 or G4 is where nearly every historical site stands: a reason "
    "for a pilot, not a bad mark. The class never enters the score."
)


def show(one: Classification) -> None:
    """Draw the class with its reasons."""
    words = zip(AXES, one.unfc.describe(), (one.e, one.f, one.g), strict=True)
    rows = [_row(axis, means, verdict) for axis, means, verdict in words]
    by_product = ""
    if len(one.products) > 1:
        pairs = [
            (
                escape_html(p.symbol),
                f"<b>{p.g.code}</b>",
                "–" if p.share is None else markup.share(p.share),
                escape_html(f"{p.g.rule}: {p.g.reason}"),
            )
            for p in one.products
        ]
        table = markup.table(("Metal", "G", "Share of value", "Why"), pairs)
        by_product = f'<h3 class="pp-h3">Confidence, metal by metal</h3>{table}'
    markup.draw(
        f'<p><span class="pp-code-big">{escape_html(one.unfc)}</span> '
        f'<span class="pp-chip">{escape_html(one.unfc.name)}</span></p>',
        '<div class="pp-scroll" tabindex="0">',
        markup.table(COLUMNS, rows),
        "</div>",
        by_product,
        markup.note(NOTE),
    )


def _row(axis: str, means: str, verdict: Verdict) -> tuple[str, ...]:
    caps = f"held down: {'; '.join(verdict.caps)}" if verdict.caps else ""
    return (
        f"{verdict.code}{markup.small(AXES[axis])}",
        f"{escape_html(verdict.reason)}{markup.small(escape_html(means))}"
        f"{markup.small(f'rule {escape_html(verdict.rule)}')}{markup.small(escape_html(caps))}",
        _list(verdict.evidence, "nothing was found"),
        _list(verdict.lift, "nothing further"),
    )


def _list(items: Sequence[str], nothing: str) -> str:
    if not items:
        return markup.note(nothing)
    return "".join(f"<div>{escape_html(_said(item), limit=200)}</div>" for item in items)


def _said(item: str) -> str:
    """Return a figure that a class rests on, ``permit_code = none``, in words."""
    field, sign, value = item.partition(" = ")
    if not sign or field not in site_columns():
        return item
    is_code = site_columns()[field].kind == "code"
    return f"{field_words(field)}: {value.replace('_', ' ') if is_code else value}"
