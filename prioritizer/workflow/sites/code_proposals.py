"""Codes proposed from texts, for a person to confirm; what is confirmed bears who and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from prioritizer.appraisal.unfc.code_texts import SOURCE, CodeReader
from prioritizer.domain.classification import Classification, Verdict
from prioritizer.domain.code_proposal import CodeProposal, ConfirmedCode
from prioritizer.domain.columns import site_columns
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.cells import clean
from prioritizer.readers.code_phrases import read_code_phrases
from prioritizer.readers.confirmed_codes import read_confirmed_codes
from prioritizer.workflow.sites.classify import ClassifiedRegister
from prioritizer.workflow.sites.edits import value_from_texts


def propose_codes(register: SiteRegister) -> tuple[CodeProposal, ...]:
    """Return the codes that texts of the sites suggest; none of them counts for anything.

    Those beside a code with a source come last: they are weaker, and only worth a look.

    Parameters
    ----------
    register
        What the readers of the proposals may see: nothing else is read.
    """
    reader = CodeReader(read_code_phrases())
    found = [one for site in register.sites for one in reader.proposals(site, register.sources)]
    return tuple(sorted(found, key=lambda one: one.is_weaker))


def confirmed_code(one: CodeProposal, *, who: str, on: str) -> ConfirmedCode:
    """Return a proposal as confirmed by a person on a day (YYYY-MM-DD)."""
    return ConfirmedCode(
        site_id=one.site_id,
        column=one.column,
        code=one.code,
        words=one.words,
        sentence=one.sentence,
        text_column=one.text_column,
        source=one.source,
        confirmed_by=who,
        confirmed_on=on,
    )


def read_confirmed(path: Path, register: SiteRegister) -> tuple[ConfirmedCode, ...]:
    """Return the codes that a person confirmed in a table of proposals.

    Raises
    ------
    DataError
        With each row at fault; so is one whose sentence no longer stands in that text.
    """
    confirmed = read_confirmed_codes(path)
    by_id = register.by_id()
    issues = [
        issue
        for one in confirmed
        if (issue := _stale(path.name, one, by_id.get(one.site_id), register)) is not None
    ]
    if issues:
        raise DataError(issues)
    return confirmed


def still_said(
    confirmed: Iterable[ConfirmedCode], register: SiteRegister
) -> tuple[ConfirmedCode, ...]:
    """Return those whose sentence stands in a text of the register, which may be a part."""
    by_id = register.by_id()
    return tuple(
        one for one in confirmed if _stale("", one, by_id.get(one.site_id), register) is None
    )


def keep_codes(store: Store, name: str, confirmed: Iterable[ConfirmedCode], *, why: str) -> int:
    """Keep confirmed codes in an inventory, each a change by who confirmed it.

    Returns
    -------
    int
        The number of the last change. The note of each value says who, when and from what.
    """
    number = 0
    for one in confirmed:
        texts = {
            "best": one.code,
            "source": one.source,
            "date": one.confirmed_on,
            "note": f"{one.mark}: {one.sentence}",
        }
        value = value_from_texts(one.column, texts)
        number = store.set_value(
            name, one.site_id, one.column, value, who=one.confirmed_by, why=why
        )
    return number


def _stale(
    file: str, one: ConfirmedCode, site: Site | None, register: SiteRegister
) -> Issue | None:
    if site is None:
        found, column = f"the site {one.site_id}, which is not in the table", "site_id"
    elif clean(one.sentence) not in clean(_text(one.text_column, site, register)):
        found, column = f"a sentence that is not in {one.text_column} of the site", "sentence"
    else:
        return None
    return Issue(
        Severity.ERROR,
        file,
        one.row,
        column,
        found,
        "a sentence of a text that is in this answer",
        "Write the proposals again with --propose; the table or its readers have changed.",
    )


def _text(text_column: str, site: Site, register: SiteRegister) -> str:
    kind, _, source_id = text_column.partition(" ")
    if kind == SOURCE:
        source = register.sources.get(source_id)
        return "" if source is None else source.citation
    return site.texts.get(text_column, "")


def with_confirmed(register: SiteRegister, confirmed: Iterable[ConfirmedCode]) -> SiteRegister:
    """Return a register whose columns hold the confirmed codes."""
    by_site: dict[str, dict[str, Any]] = {}
    for one in confirmed:
        by_site.setdefault(one.site_id, {})[one.column] = _held(one)
    sites = (
        replace(site, **by_site[site.site_id]) if site.site_id in by_site else site
        for site in register.sites
    )
    return replace(register, sites=tuple(sites))


def _held(one: ConfirmedCode) -> str | bool:
    return one.code == "yes" if site_columns()[one.column].kind == "yesno" else one.code


def marked_classes(
    classified: ClassifiedRegister, confirmed: Sequence[ConfirmedCode]
) -> ClassifiedRegister:
    """Return the classes with who confirmed what beside each piece of evidence so confirmed."""
    marks: dict[str, dict[str, str]] = {}
    for one in confirmed:
        marks.setdefault(one.site_id, {})[one.column] = one.mark
    sites = (
        _marked(one, marks[one.site_id]) if one.site_id in marks else one
        for one in classified.sites
    )
    return replace(classified, sites=tuple(sites))


def _marked(one: Classification, marks: Mapping[str, str]) -> Classification:
    return replace(
        one,
        e=_marked_axis(one.e, marks),
        f=_marked_axis(one.f, marks),
        g=_marked_axis(one.g, marks),
        products=tuple(replace(p, g=_marked_axis(p.g, marks)) for p in one.products),
    )


def _marked_axis(verdict: Verdict, marks: Mapping[str, str]) -> Verdict:
    evidence = []
    for fact in verdict.evidence:
        mark = marks.get(fact.partition(" = ")[0], "")
        evidence.append(f"{fact} ({mark})" if mark else fact)
    return replace(verdict, evidence=tuple(evidence))


def proposal_data(one: CodeProposal) -> dict[str, Any]:
    """Return one proposal as plain data."""
    names = (field.name for field in fields(one))
    return {
        name: list(v) if isinstance(v := getattr(one, name), tuple) else v for name in names
    }
