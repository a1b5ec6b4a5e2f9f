"""What the room sees of its budget: both rules side by side, ten rows at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prioritizer.domain.budget import BudgetSite
from prioritizer.domain.words import number
from prioritizer.languages.speech import gettext
from prioritizer.ui.shell.text import escape_html, unbroken
from prioritizer.ui.workshop import words as room_words
from prioritizer.workflow.workshop import budget_words
from prioritizer.workflow.workshop.budget_result import BudgetResult

MOST_ROWS = 10
LONGEST = 24
# With so few rows there is room for names on two lines.
FEW_ROWS, LONGEST_WRAPPED = 5, 44


def budget_slide(found: BudgetResult | None, names: Mapping[str, str]) -> str:
    """Return the stage about the budget; ``names`` are what the screen calls the sites."""
    if found is None:
        later = gettext("After a budget round, this page shows how the room shares it out.")
        return _big(gettext("No budget is shared out."), later)
    people = budget_words.people_words(found)
    if not found.is_told:
        return _big(people)
    rule = f"{gettext(budget_words.MEDIAN)}, {found.question.currency}"
    heads = (gettext("Site"), rule, gettext(budget_words.PROJECTS))
    site, median, projects = map(escape_html, heads)

    called = _called(found, names, [site.id for site in found.question.sites], LONGEST)

    def call(one: BudgetSite) -> str:
        return called[one.id]

    said = (people, *budget_words.difference_words(found, call))
    words = "".join(f"<p>{unbroken(escape_html(one))}</p>" for one in said)
    lines = _lines(found)
    longest, look = room_for(len(lines), LONGEST)
    shown = _called(found, names, lines, longest)
    rows = "".join(_row(found, line, shown[line]) for line in lines)
    return (
        f'<div class="final"><table{look}><thead><tr><th scope="col">{site}</th>'
        f'<th scope="col" class="n money">{median}</th>'
        f'<th scope="col" class="paid">{projects}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table><div>{words}</div></div>"
    )


def room_for(rows: int, longest: int) -> tuple[int, str]:
    """Return how long names of a table may be, and what marks it; ``longest`` where it is full.

    A table of few rows has room for names on two lines.
    """
    return (LONGEST_WRAPPED, ' class="roomy"') if rows <= FEW_ROWS else (longest, "")


def _big(words: str, more: str = "") -> str:
    rest = f"<p>{escape_html(more)}</p>" if more else ""
    return f'<div class="middle"><p class="big">{escape_html(words)}</p>{rest}</div>'


def _lines(found: BudgetResult) -> list[str]:
    """Return as many lines as fit, and always what is kept."""
    *sites, kept = budget_words.in_order(found)
    return [*sites[: MOST_ROWS - 1], kept]


def _called(
    found: BudgetResult, names: Mapping[str, str], lines: Sequence[str], longest: int
) -> dict[str, str]:
    """Return what the lines are called on the screen, no two of them alike."""
    whole = {
        line: names.get(line) or budget_words.line_name(found.question, line) for line in lines
    }
    return dict(zip(lines, room_words.short_names(whole, lines, longest), strict=True))


def _row(found: BudgetResult, line: str, name: str) -> str:
    amount = number(found.median[line])
    return (
        f'<tr><th scope="row">{escape_html(name)}</th>'
        f'<td class="n money">{unbroken(escape_html(amount))}</td>'
        f'<td class="paid">{escape_html(budget_words.project_word(found, line))}</td></tr>'
    )
