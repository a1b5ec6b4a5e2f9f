"""The two or three pieces of work that would settle most of the list for their cost."""

from __future__ import annotations

from prioritizer.domain.results import Assessment
from prioritizer.domain.words import percent
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.ranking.later import Later
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.ranking.answer_words import SETTLES_MOST
from prioritizer.workflow.robustness.next_step import CHANGES, REACHES, NextStep

MAY = {
    CHANGES: noop("{work}. {chance} chance to change the list."),
    REACHES: noop("{work}. {chance} chance to reach the list."),
}
WAITING = noop("Working out which measurement would settle most for its cost …")
NOTHING = noop("No single measurement changes the list at these weights.")
BASIS = noop(
    "Value of information on the same draws (Raiffa and Schlaifer 1961). Costs are defaults of "
    "this project, to be edited in measurement_costs.csv."
)


def show(assessment: Assessment, later: Later) -> None:
    """Draw the work, or that it is being worked out; nothing where nothing is drawn."""
    if assessment.answer is None or len(assessment.matrix) <= assessment.settings.top:
        return
    if later.jobs is None:
        markup.draw(f'<p class="pp-lead pp-jobs-title">{_said(WAITING)}</p>')
        return
    if not later.jobs:
        markup.draw(f'<p class="pp-lead pp-jobs-title">{_said(NOTHING)}</p>')
        return
    items = "".join(_item(job) for job in later.jobs)
    markup.draw(
        f'<h2 class="pp-jobs-title" title="{_said(BASIS)}">{_said(SETTLES_MOST)}</h2>'
        f'<ol class="pp-jobs">{items}</ol>'
    )


def _said(text: str) -> str:
    return escape_html(gettext(text), limit=400)


def _item(job: NextStep) -> str:
    name = f"<b>{escape_html(job.name, limit=80)}</b>"
    if job.chance is None:
        return f"<li>{name}: {escape_html(job.words, limit=400)}</li>"
    work = f"{name}: {escape_html(job.said_job, limit=160)}, {escape_html(job.cost_text)}"
    chance = f"<b>{escape_html(percent(job.chance))}</b>"
    return f"<li>{_said(MAY[job.effect]).format(work=work, chance=chance)}</li>"
