"""What the whole inventory knows and lacks: Article 27 item by item, and site by site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from prioritizer.ui.evidence import site_completeness
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.workflow.sites.data_gaps import ARTICLE_27, SiteCapture, coverage

MOST_GAPS = 12
MAX_ROWS = 2000


def show(captures: Mapping[str, SiteCapture]) -> None:
    """Draw the coverage, the commonest gaps, and the table of sites."""
    found = list(captures.values())
    if not found:
        st.info("This inventory has no sites.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        rows = [
            (
                f"({item}) {escape_html(ARTICLE_27[item][0])}",
                site_completeness.bar(share.fraction),
                f"{share.known} of {share.asked}",
            )
            for item, share in coverage(found).items()
        ]
        markup.draw(
            '<h3 class="pp-h3">Article 27(4): sites for which each item is known</h3>',
            markup.table(("Item", "Share", "Sites"), rows, numbers=("Sites",)),
        )
    with right:
        gaps = Counter(gap for one in found for gap in set(one.missing_for_scoring))
        rows = [
            (escape_html(gap), site_completeness.bar(n / len(found)), str(n))
            for gap, n in gaps.most_common(MOST_GAPS)
        ]
        markup.draw(
            '<h3 class="pp-h3">Missing most often for the ranking</h3>',
            markup.table(("What", "Share of sites", "Sites"), rows, numbers=("Sites",)),
        )
    _sites(found)


def _sites(found: list[SiteCapture]) -> None:
    some = found[:MAX_ROWS]
    share = st.column_config.ProgressColumn(min_value=0, max_value=100, format="%d %%")
    st.dataframe(
        {
            "Id": [plain(one.site_id, limit=40) for one in some],
            "Name": [plain(one.name, limit=120) for one in some],
            "Inputs known": [_bar(sum(o.scoring.values()), len(o.scoring)) for o in some],
            "Article 27": [_bar(sum(o.article_27.values()), len(ARTICLE_27)) for o in some],
            "Next for the ranking": [_next(one.missing_for_scoring) for one in some],
            "Next for Article 27": [_next(one.missing_for_article_27) for one in some],
            "Next for G": [_next(one.missing_for_g) for one in some],
        },
        hide_index=True,
        column_config={"Inputs known": share, "Article 27": share},
        height=420,
        key="capture-sites",
    )


def _bar(known: float, asked: int) -> int:
    """Return whole points for a bar; 0 and 100 only where it is just that."""
    if not 0 < known < asked:
        return 0 if asked and not known else 100
    return min(99, max(1, round(100 * known / asked)))


def _next(gaps: tuple[str, ...]) -> str:
    if not gaps:
        return "nothing"
    more = f" and {len(gaps) - 1} more" if len(gaps) > 1 else ""
    return plain(gaps[0], limit=80) + more
