"""What a person asks of the programme: budget, numbers, cover, rules on sites."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.ui.pilots import cache as cached_pilots
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.choices import STAGE_SPANS
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.workflow.pilots.edits import locks_of
from prioritizer.workflow.pilots.portfolio import Cover, Request
from prioritizer.workflow.pilots.portfolio_assured import COST_DRAWS, CostDraws
from prioritizer.workflow.pilots.tables import pilot_facts

K = 1000.0
NO_LIMIT = "0: no limit"
HELP = (
    "How surely the programme must stay within the budget: in at least this share of "
    f"{COST_DRAWS:,} draws of cost. 80 is a default of ours. 0 chooses at best estimates only."
)
KINDS = {"portfolio_crm": ("crm", "Critical materials"),
         "portfolio_countries": ("country", "Countries"),
         "portfolio_regions": ("region", "Regions"),
         "portfolio_wastes": ("waste-type", "Kinds of waste")}  # fmt: skip


def show(found: Problem) -> Request:
    """Draw the choices and return what they ask for."""
    names = {
        site.site_id: f"{site.site_id} · {plain(site.name, limit=60)}" for site in found.sites
    }
    _money()
    with st.container(horizontal=True, gap="small"):
        st.number_input("Pilots, at least", 0, 100, help=NO_LIMIT, width=140,
                        **state.started("portfolio_at_least"))  # fmt: skip
        st.number_input("Pilots, at most", 0, 100, help=NO_LIMIT, width=140,
                        **state.started("portfolio_at_most"))  # fmt: skip
    _locks(names)
    with st.expander(
        f"Cover{_count(_covers())}", icon=":material/category:", key="portfolio-cover"
    ):
        _cover(found)
    n_rules = sum(len(state.get(name)) for name in (
        "portfolio_must", "portfolio_must_not", "portfolio_exclusive", "portfolio_requires"
    ))  # fmt: skip
    with st.expander(
        f"Rules on sites{_count(n_rules)}", icon=":material/rule:", key="portfolio-rules"
    ):
        _rules(names)
    return present(names)


def _count(n: int | tuple[Cover, ...]) -> str:
    number = n if isinstance(n, int) else len(n)
    return f" ({number})" if number else ""


def _money() -> None:
    stages = {stage.number: stage.name for stage in pilot_facts().stages}
    with st.container(horizontal=True, gap="small"):
        st.number_input(
            "Budget, thousand EUR", 10, 1_000_000, step=100, width=170,
            **state.started("portfolio_budget"),
        )  # fmt: skip
        st.number_input(
            "Must fit with, %", 0, 100, step=5, width=140, help=HELP,
            **state.started("portfolio_confidence"),
        )  # fmt: skip
    st.selectbox(
        "Pays for the stages of test work",
        STAGE_SPANS,
        format_func=lambda span: (
            f"{span[0]}–{span[1]}: {stages[span[0]]} to {stages[span[1]]}"
            if span[0] != span[1]
            else f"{span[0]}: {stages[span[0]]}"
        ),
        **state.started("portfolio_stages", "index", STAGE_SPANS),
    )


def _locks(names: Mapping[str, str]) -> None:
    locks = pilot_book.locks(names)
    n = len(locks.must) + len(locks.must_not)
    if n:
        st.toggle(
            f"Keep the {n} locks of the shortlist"
            if n > 1
            else "Keep the lock of the shortlist",
            **state.started("portfolio_with_locks"),
        )


def _cover(found: Problem) -> None:
    markup.draw(markup.note("At least so many different ones over all pilots; 0: any."))
    with st.container(horizontal=True, gap="small"):
        for name, (_, title) in KINDS.items():
            st.number_input(title, 0, 30, width=140, **state.started(name))
    st.multiselect(
        "At least one site with assayed",
        cached_pilots.assayed(found),
        **state.started("portfolio_elements", "default"),
    )


def _rules(names: Mapping[str, str]) -> None:
    ids = list(names)
    show_name = names.__getitem__
    _sites("Must be in", "portfolio_must", names)
    _sites("Must not be in", "portfolio_must_not", names)
    several = st.multiselect("At most one of", ids, format_func=show_name, key="excl-new")
    st.button(
        "Add “at most one of these”",
        disabled=len(several) < 2,
        on_click=_add,
        args=("portfolio_exclusive", tuple(several)),
    )
    left, right = st.columns(2)
    site = left.selectbox("This site", ids, format_func=show_name, index=None, key="req-a")
    other = right.selectbox("only with", ids, format_func=show_name, index=None, key="req-b")
    st.button(
        "Add “only with”",
        disabled=site is None or other is None or site == other,
        on_click=_add,
        args=("portfolio_requires", (site, other)),
    )
    for name, words in (
        ("portfolio_exclusive", "At most one of {}"), ("portfolio_requires", "{}"),
    ):  # fmt: skip
        for k, rule in enumerate(state.get(name)):
            if not set(rule) <= set(names):  # withheld, or not ranked here
                continue
            joined = ", ".join(rule) if name.endswith("exclusive") else " only with ".join(rule)
            text, button = st.columns([4, 1], vertical_alignment="center")
            with text:
                markup.draw(markup.line(escape_html(words.format(joined))))
            button.button("Drop", key=f"{name}-{k}", on_click=_drop, args=(name, rule))


def _sites(title: str, name: str, names: Mapping[str, str]) -> None:
    """Draw the choice of sites; chosen ones that are not ranked here stay chosen, unseen."""
    st.multiselect(
        title,
        list(names),
        format_func=names.__getitem__,
        default=[site for site in state.get(name) if site in names],
        key=state.widget(name),
        on_change=_take_sites,
        args=(name, frozenset(names)),
    )


def _take_sites(name: str, shown: frozenset[str]) -> None:
    unseen = [site for site in state.get(name) if site not in shown]
    state.take(name)
    if unseen:
        chosen = [site for site in state.get(name) if site in shown]
        state.put(name, [*chosen, *unseen])


def _add(name: str, rule: tuple[str, ...]) -> None:
    if rule not in state.get(name):
        state.put(name, (*state.get(name), rule))


def _drop(name: str, rule: tuple[str, ...]) -> None:
    state.put(name, tuple(one for one in state.get(name) if one != rule))


def _covers() -> tuple[Cover, ...]:
    several = [Cover(kind, int(state.get(name))) for name, (kind, _) in KINDS.items()]
    named = [Cover("crm", 1, symbol) for symbol in state.get("portfolio_elements")]
    return (*(cover for cover in several if cover.n), *named)


def present(names: Mapping[str, str], edits: tuple[PilotEdit, ...] | None = None) -> Request:
    """Return what is asked for as chosen now.

    ``names`` are the ranked sites by id, ``edits`` hold the locks: those that the chosen
    readers see where none are given.
    """
    must, must_not = list(state.get("portfolio_must")), list(state.get("portfolio_must_not"))
    if state.get("portfolio_with_locks"):
        locks = pilot_book.locks(names) if edits is None else locks_of(edits, names)
        must += list(locks.must)
        must_not += list(locks.must_not)
    known = set(names)
    return Request(
        budget=K * float(state.get("portfolio_budget")),
        at_most=int(state.get("portfolio_at_most")) or None,
        at_least=int(state.get("portfolio_at_least")) or None,
        must=tuple(dict.fromkeys(site for site in must if site in known)),
        must_not=tuple(dict.fromkeys(site for site in must_not if site in known)),
        exclusive=tuple(r for r in state.get("portfolio_exclusive") if set(r) <= known),
        requires=tuple(r for r in state.get("portfolio_requires") if set(r) <= known),
        cover=_covers(),
        confidence=int(state.get("portfolio_confidence")) / 100,
        cost_draws=CostDraws(seed=int(state.get("portfolio_seed"))),
    )
