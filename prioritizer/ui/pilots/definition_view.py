"""A pilot definition to read: key figures, and sections with where each entry is from."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.pilot import Default, PilotDefinition, Standing
from prioritizer.domain.words import number
from prioritizer.exports.report.one_pilot import (
    bulk_lines,
    flowsheet_lines,
    sampling_lines,
    shown,
)
from prioritizer.exports.report.words import ends_words, kilo_eur
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html, powers
from prioritizer.workflow.pilots.edits import EditedPilot, FormEntry, FormSection, as_text

WORDS = {
    Standing.EVIDENCE: "evidence",
    Standing.VERIFIED: "from a source",
    Standing.RECALLED: "from memory",
    Standing.DERIVED: "default",
    Standing.EDITED: "edited",
    Standing.OPEN: "open",
}
SAYS_NO_MORE = {"default of this project", "nobody has said yet"}
STAGE_HEADS = ("Stage", "Mass, t", "Months", "Cost, thousand EUR", "TRL", "UNFC")


def show_key(edited: EditedPilot) -> None:
    """Draw the question and the figures that a decision needs."""
    pilot, derived = edited.pilot, edited.derived
    facts = (
        ("Budget of all stages, thousand EUR", kilo_eur(derived.budget_eur, with_unit=False)),
        ("Months, one stage after the other", ends_words(derived.months, "")),
        ("Holes", f"{derived.n_holes}"),
        ("Bulk sample", f"{number(derived.bulk_t)} t"),
        ("UNFC now", pilot.unfc_now.value or "–"),
        ("TRL", f"{pilot.trl_before.value or '?'} → {pilot.trl_after.value}"),
    )
    tiles = "".join(
        f'<div class="pp-tile quiet"><b>{escape_html(value)}</b><span>{title}</span></div>'
        for title, value in facts
    )
    markup.draw(
        f'<p class="pp-says"><b>{escape_html(pilot.question.value)}</b></p>'
        f'<div class="pp-tiles pp-key">{tiles}</div>',
        markup.line(f"<b>Next step for the list.</b> {escape_html(pilot.next_step)}")
        if pilot.next_step
        else "",
    )


def show(pilot: PilotDefinition, part: FormSection) -> None:
    """Draw one section: its entries, and the numbers that follow from them."""
    if part.id == "tests":
        markup.draw(_stages(pilot))
    rows = "".join(_row(one) for one in part.entries if not one.path.startswith("stages."))
    markup.draw(markup.framed("", rows, kind="pp-facts pp-record"))
    if part.id == "body":
        markup.draw(_follows("What follows from the plan", sampling_lines(pilot)))
    elif part.id == "tests":
        markup.draw(_follows("What follows", bulk_lines(pilot)))
    elif part.id == "process":
        lines = flowsheet_lines(pilot) or ["None known for these products."]
        markup.draw(_follows("Candidate flowsheets, those tried on this waste first", lines))


def chip(entry: Default[Any]) -> str:
    """Return the mark that says where an entry comes from."""
    mark = f'<span class="pp-std {entry.standing.value}">{WORDS[entry.standing]}</span>'
    if entry.source in SAYS_NO_MORE:
        return mark
    return f'{mark}<span class="pp-src">{escape_html(entry.source, limit=160)}</span>'


def _row(one: FormEntry) -> str:
    title = markup.title(escape_html(one.label))
    return markup.row((title, markup.cell(_value(one)), markup.cell(chip(one.entry))))


def _value(one: FormEntry) -> str:
    value = one.entry.value
    if isinstance(value, tuple) and len(value) > 1:
        items = "".join(f"<li>{powers(escape_html(item))}</li>" for item in value)
        return f"<ul>{items}</ul>"
    text = powers(escape_html(shown(value, one.unit)))
    hint = markup.small(escape_html(one.unit)) if one.unit.startswith(("as a", "0 to")) else ""
    return f"{text}{hint}" if as_text(value) else f"<i class='pp-open'>{text}</i>"


def _follows(title: str, lines: list[str]) -> str:
    items = "".join(f"<li>{escape_html(line)}</li>" for line in lines)
    return f'<h3 class="pp-h3">{title}</h3><ul class="pp-list-plain">{items}</ul>'


def _stages(pilot: PilotDefinition) -> str:
    rows = [
        (
            f"{stage.number} {escape_html(stage.name)}"
            f"{markup.small(escape_html(stage.purpose))}",
            escape_html(ends_words(stage.mass_t.value, "")),
            escape_html(ends_words(stage.months.value, "")),
            f"{escape_html(kilo_eur(stage.cost_eur.value, with_unit=False))}"
            f'<br><span class="pp-std {stage.cost_eur.standing.value}">'
            f"{WORDS[stage.cost_eur.standing]}</span>",
            escape_html(stage.trl),
            escape_html(stage.unfc or "–"),
        )
        for stage in pilot.stages
    ]
    return (
        '<h3 class="pp-h3">Test sequence, low – best – high</h3>'
        '<div class="pp-scroll" tabindex="0">'
        f"{markup.table(STAGE_HEADS, rows, numbers=STAGE_HEADS[1:4])}</div>"
    )
