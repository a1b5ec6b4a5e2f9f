"""A result opened down to raw values: one line per number, indented below its result."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.derivation import Basis, Derivation
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.ui.parts import source_list
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html, escape_markdown, powers
from prioritizer.workflow.sites.derivations import derivations

DEEPEST = 5
HEADS = ("Figure", "Value", "Rests on", "How")
SOURCES_SHOWN = 4
LEGEND = (
    "<b>Published</b> figures come from the sources of the inventory. <b>Default</b> and "
    "<b>reference</b> figures are ours: <i>verified</i> was checked against its source, "
    "<i>recalled</i> was not, <i>derived</i> was worked out; edit them in the folder criteria. "
    "Where nothing is known, the whole range stays open."
)
KINDS = {
    Basis.PUBLISHED: "published",
    Basis.REFERENCE: "reference",
    Basis.DEFAULT: "default",
    Basis.COMPUTED: "computed",
    Basis.UNKNOWN: "unknown",
}


def show(
    site: Site, register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    """Draw one expander per criterion, and the sources that the trees cite."""
    trees = derivations(site, criteria, reference)
    markup.draw(markup.note(LEGEND))
    cited: dict[str, None] = {}
    for k, criterion in enumerate(criteria.criteria):
        tree = trees[criterion.id]
        cited |= dict.fromkeys(_cited(tree))
        shown = "not known" if tree.basis is Basis.UNKNOWN else _figure(tree)
        with st.expander(
            f"**{escape_markdown(criterion.name)}** · {shown}",
            expanded=k == 0,
            key=f"derivation-{criterion.id}",
        ):
            markup.draw(table(tree))
    with st.expander(
        f"Sources of these figures ({len(cited)})",
        icon=":material/menu_book:",
        key="derivation-sources",
    ):
        _sources(list(cited), register)


def table(tree: Derivation) -> str:
    """Return the tree as a table."""
    rows = "".join(_row(part, depth) for depth, part in _walk(tree))
    heads = "".join(map(markup.head, HEADS))
    return markup.scrolled(markup.framed(heads, rows, kind="pp-tree"))


def _walk(tree: Derivation, depth: int = 0) -> Iterator[tuple[int, Derivation]]:
    yield depth, tree
    for part in tree.inputs:
        yield from _walk(part, depth + 1)


def _row(part: Derivation, depth: int) -> str:
    kind = KINDS[part.basis]
    tags = f'<span class="pp-tag {kind}">{part.basis.value}</span>'
    if part.status:
        status = escape_html(part.status)
        tags += f' <span class="pp-tag {status}">{status}</span>'
    marks = source_list.marks("; ".join(part.sources[:SOURCES_SHOWN]))
    if len(part.sources) > SOURCES_SHOWN:
        marks += f" and {len(part.sources) - SOURCES_SHOWN} more"
    how = " ".join(filter(None, (escape_html(powers(part.formula)), marks)))
    value = escape_html(powers(part.value_text))
    cells = map(markup.cell, (value, tags, how), ("v", "", ""), HEADS[1:])
    label = markup.title(escape_html(part.label))
    return markup.row((label, *cells), f"d{min(depth, DEEPEST)}")


def _figure(tree: Derivation) -> str:
    return escape_markdown(powers(tree.value_text.split(", rests on")[0]))


def _cited(tree: Derivation) -> Iterator[str]:
    for _, part in _walk(tree):
        yield from part.sources


def _sources(ids: list[str], register: SiteRegister) -> None:
    citations = cached.reference().citations
    own = [name for name in ids if name in register.sources or name not in citations]
    ours = [name for name in ids if name not in register.sources and name in citations]
    if own:
        markup.draw(source_list.table(own, register))
    if ours:
        rows = [(source_list.marks(name), escape_html(citations[name])) for name in ours]
        markup.draw(markup.table(("Id", "Reference of this tool"), rows))
