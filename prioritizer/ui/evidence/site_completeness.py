"""How much is known of a site, use by use, and what to find out next."""

from __future__ import annotations

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.sites.data_gaps import ARTICLE_27, SiteCapture

USES = (
    ("For the ranking", "missing_for_scoring", "Every input of the five criteria is known."),
    (
        "For Article 27 of Regulation (EU) 2024/1252",
        "missing_for_article_27",
        "All that the Article asks for is known.",
    ),
    ("For more confidence (UNFC axis G)", "missing_for_g", "Nothing would lift it further."),
)


def show(one: SiteCapture, criteria: CriteriaSet) -> None:
    """Draw the shares known and the three lists of what is missing."""
    names = {criterion.id: criterion.name for criterion in criteria.criteria}
    shares = [(escape_html(names[key]), bar(share)) for key, share in one.scoring.items()]
    met = sum(one.article_27.values())
    items = [
        (
            f'<span class="{"pp-yes" if is_met else "pp-no"}">({item}) '
            f"{escape_html(ARTICLE_27[item][0])}</span>",
            "known" if is_met else "missing",
        )
        for item, is_met in one.article_27.items()
    ]
    markup.draw(
        '<h3 class="pp-h3">Inputs known, by criterion</h3>',
        markup.table((), shares),
        f'<h3 class="pp-h3">Article 27: {met} of {len(one.article_27)} items</h3>',
        markup.table((), items),
    )


def missing(one: SiteCapture) -> None:
    """Draw what to find out next, and what for."""
    parts = []
    for title, field, nothing in USES:
        gaps = getattr(one, field)
        items = "".join(f"<li>{escape_html(gap)}</li>" for gap in gaps)
        body = f'<ul class="pp-list-plain">{items}</ul>' if gaps else markup.note(nothing)
        parts.append(f'<h3 class="pp-h3">{escape_html(title)}</h3>{body}')
    markup.draw(*parts)


def bar(share: float) -> str:
    """Return a share as a bar with its figure."""
    width = round(100 * share)
    return f'<span class="pp-bar"><span style="width:{width}%"></span></span>{width} %'
