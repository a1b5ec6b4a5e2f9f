"""What an import understood: counts, a look at the rows, every decision, and the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

import streamlit as st

from prioritizer.domain.imports import ColumnMatch, Interpretation, Topic, column_letter
from prioritizer.domain.site import Site
from prioritizer.errors import Issue, Severity
from prioritizer.exports.formats import CSV, JSON
from prioritizer.ui.parts import issue_list
from prioritizer.ui.ranking import point_map
from prioritizer.ui.ranking.site_map import MAX_POINTS, is_located, is_unverified
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.page_words import in_the_page
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.workflow.sites.import_choices import field_label
from prioritizer.workflow.sites.importing import ImportResult

ROWS_SHOWN = 20
MOST = 150
AT_ONCE = 10
SURE = 0.9
MOST_COLUMNS = 60
POSITION = frozenset({"latitude", "longitude", "easting", "northing", "coordinates"})
OWN_HEADS = ("Column", "Kind", "Filled cells", "Why it is your own")
OWN_ADVICE = (
    "The tool does not know what these columns mean. It keeps their cells; by themselves they "
    "do not change the ranking. The kind was taken from the cells, unless you chose it below."
)


def summary(result: ImportResult) -> None:
    """Draw the counts."""
    facts = result.summary
    kind = str(facts["kind"]).upper() + (f" · {facts['part']}" if facts["part"] else "")
    figures = (
        ("rows in the file", facts["rows"]),
        ("sites read", facts["sites"]),
        ("grades read", facts["grades"]),
        ("rows left out", facts["rows_left_out"]),
        ("errors", facts["errors"]),
        ("warnings", facts["warnings"]),
    )
    cells = "".join(f"<div><b>{value:,}</b>{name}</div>" for name, value in figures)
    title = (
        f"{escape_html(facts['file'], limit=90)} <small>{escape_html(kind, limit=80)}</small>"
    )
    markup.draw(f'<h2 class="pp-h2">{title}</h2><div class="pp-facts-line">{cells}</div>')


def preview(result: ImportResult, *, content: str = "") -> None:
    """Draw the first rows as they stand in the file, and as they were understood.

    ``content`` is as in `point_map.show`.
    """
    outcome = result.outcome
    read, graded, located, raw = st.tabs(["As understood", "Grades", "Map", "As in the file"])
    with raw:
        header = [
            f"{column_letter(i)} · {plain(name, limit=60)}"
            for i, name in enumerate(outcome.source_header)
        ]
        grid(header, outcome.source_rows)
    with read:
        grid(outcome.header, outcome.rows)
    with graded:
        grades(*result.grade_table)
    with located:
        doubtful = doubtful_positions(result.issues, result.matches)
        places(result.register.sites, doubtful, content=content)


def grades(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, n_all: int | None = None
) -> None:
    """Draw the first grades that were read."""
    if rows:
        grid(header, rows, n_all=n_all)
    else:
        st.markdown("No grade was read. Sites without grades can be ranked by the rest.")


def places(
    sites: Sequence[Site], doubtful: frozenset[str] = frozenset(), *, content: str = ""
) -> None:
    """Draw the points of sites on the map, which are in doubt, and how many have none.

    ``content`` is as in `point_map.show`.
    """
    located = [site for site in sites if is_located(site)]
    if located:
        point_map.show(located, key="import-map", doubtful=doubtful, content=content)
    n_doubtful = sum(is_unverified(s) or s.site_id in doubtful for s in located[:MAX_POINTS])
    n_nowhere = len(sites) - len(located)
    notes = [
        f"{n_nowhere:,} of {len(sites):,} sites have no position." if n_nowhere else "",
        f"{_counted(n_doubtful, 'position')} in doubt (dashed): the faults and warnings below "
        "say why, or the table says so itself."
        if n_doubtful
        else "",
        f"The first {MAX_POINTS:,} points are drawn." if len(located) > MAX_POINTS else "",
    ]
    if any(notes):
        markup.draw(markup.note(" ".join(filter(None, notes))))


def doubtful_positions(
    issues: Sequence[Issue], matches: Sequence[ColumnMatch] = ()
) -> frozenset[str]:
    """Return the ids of the sites of which an issue tells about their position.

    Issues name columns as the file does; ``matches`` say which of them hold positions.
    """
    columns = POSITION | {one.header for one in matches if one.field in POSITION}
    return frozenset(
        issue.site_id for issue in issues if columns & {issue.column, *issue.rests_on}
    ) - {""}


def grid(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, n_all: int | None = None
) -> None:
    """Draw the first rows of a table; ``n_all``: how many there are, if more."""
    labels = {name: st.column_config.Column(field_label(name)) for name in header}
    some = rows[:ROWS_SHOWN]
    columns = {
        name: [plain(str(row[i]), limit=120) if i < len(row) else "" for row in some]
        for i, name in enumerate(header[:MOST_COLUMNS])
    }
    st.dataframe(
        columns,
        hide_index=True,
        height=min(38 + 35 * len(some), 300),
        column_config=labels,
    )
    total = len(rows) if n_all is None else n_all
    if total > len(some):
        st.markdown(f":small[the first {len(some)} of {total:,} rows]")


def decisions(result: ImportResult) -> None:
    """Draw every decision except those about single columns, the least sure first."""
    beside = (Topic.COLUMN, Topic.UNUSED, Topic.OWN)
    shown = [e for e in result.interpretations if e.kind not in beside]
    ordered = sorted(shown, key=lambda entry: entry.confidence)
    doubtful = sum(entry.confidence < SURE for entry in shown)
    st.subheader("What was understood", anchor=False)
    markup.draw(
        markup.note(
            f"{len(shown)} decisions, the least sure first; {doubtful} are worth a look. What "
            "each column was taken for stands below, where you can correct it."
        ),
        _decisions(ordered[:AT_ONCE]),
    )
    if len(ordered) > AT_ONCE:
        with st.expander(
            f"The other {len(ordered) - AT_ONCE} decisions", key="import-decisions"
        ):
            rest = len(ordered) - MOST
            note = markup.note(f"and {rest} more, in the report") if rest > 0 else ""
            markup.draw(_decisions(ordered[AT_ONCE:MOST]), note)
    _own_columns([e for e in result.interpretations if e.kind is Topic.OWN])


def _own_columns(entries: Sequence[Interpretation]) -> None:
    """Draw what was not understood and is kept as it stands."""
    if not entries:
        return
    st.markdown(f"##### Kept as the site's own: {_counted(len(entries), 'column')}")
    rest = len(entries) - MOST
    found = markup.table(OWN_HEADS, map(_own_column, entries[:MOST]), numbers=OWN_HEADS[2:3])
    markup.draw(
        markup.note(OWN_ADVICE),
        f'<div class="pp-scroll" tabindex="0">{found}</div>',
        markup.note(f"and {rest} more, in the report") if rest > 0 else "",
    )


def _own_column(entry: Interpretation) -> tuple[str, ...]:
    examples = ", ".join(f"“{text}”" for text in entry.examples[:3])
    return (
        escape_html(entry.where, limit=120),
        escape_html(entry.what.removeprefix("kept as your own column, "), limit=120),
        f"{entry.n_cells:,}",
        escape_html(in_the_page(entry.reason), limit=300)
        + markup.small(escape_html(examples, limit=200)),
    )


def _decisions(entries: Sequence[Interpretation]) -> str:
    found = markup.table(("How sure", "About", "Read as", "Why"), map(_decision, entries))
    return f'<div class="pp-scroll" tabindex="0">{found}</div>'


def sure(confidence: float) -> str:
    """Return a confidence as a bar with its figure."""
    width = round(100 * confidence)
    bar = f'<span class="pp-bar"><span style="width:{width}%"></span></span>'
    return f'<span class="pp-sure">{bar}{width} %</span>'


def _decision(entry: Interpretation) -> tuple[str, ...]:
    reasons = [entry.reason]
    if entry.alternatives and entry.confidence < SURE:
        reasons.append(f"or {', '.join(entry.alternatives[:3])}")
    if entry.n_cells:
        reasons.append(_counted(entry.n_cells, "cell"))
    examples = ", ".join(f"“{text}”" for text in entry.examples[:3])
    return (
        sure(entry.confidence),
        escape_html(entry.kind.value) + markup.small(escape_html(entry.where, limit=120)),
        escape_html(entry.what, limit=300),
        escape_html(in_the_page("; ".join(filter(None, reasons))), limit=300)
        + markup.small(escape_html(examples, limit=200)),
    )


def issues(result: ImportResult) -> None:
    """Draw faults and warnings with the files that hold them all."""
    errors = len(result.errors)
    warnings = sum(issue.severity is Severity.WARNING for issue in result.issues)
    st.subheader("Faults and warnings", anchor=False)
    if not result.issues:
        st.success("No fault was found, and no improbable value.", icon=":material/check:")
    else:
        words = [f"{_counted(warnings, 'warning')}: a warning leaves nothing out."]
        if errors:
            words.insert(
                0,
                f"{_counted(errors, 'error')}: each left out the cell, grade or row it names. "
                "Correct the file and read it again, or go on without.",
            )
        markup.draw(markup.note(" ".join(words)))
        issue_list.show(result.issues)
    stem = PurePath(result.outcome.file).stem
    first, second, third = st.columns(3)
    with first:
        _file(
            "Report (CSV)",
            f"{stem}-report.csv",
            CSV.media_type,
            lambda: result.report(as_table=True).encode(),
        )
    with second:
        _file(
            "Report (JSON)",
            f"{stem}-report.json",
            JSON.media_type,
            lambda: result.report(as_table=False).encode(),
        )
    with third:
        _file(
            "Your table with remarks (CSV)",
            f"{stem}-with-remarks.csv",
            CSV.media_type,
            lambda: result.annotated().encode(),
        )


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _file(label: str, name: str, media_type: str, build: Callable[[], bytes]) -> None:
    st.download_button(
        label,
        build,
        name,
        media_type,
        key=f"download-{label}",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
