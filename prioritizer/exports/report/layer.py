"""A ranking as a map layer: every site with its place, how sure it is, and why not ranked."""

from __future__ import annotations

import re

from prioritizer.domain.answer import Apart, Section
from prioritizer.domain.results import NotRanked
from prioritizer.domain.site import Site
from prioritizer.exports.opendata.gis import Cell, RankedSite, RankingLayer
from prioritizer.exports.report.charts import is_position_verified
from prioritizer.exports.report.input import ReportInput
from prioritizer.exports.report.words import method_words, weights_words
from prioritizer.workflow.pilots.shortlist import Entry
from prioritizer.workflow.ranking.quarantine import quarantine_words

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def layer(found: ReportInput) -> RankingLayer:
    """Return the layer of all sites the audience may see, ranked ones first."""
    by_id = found.register.by_id()
    shown = [e for e in found.shortlist.entries if e.row is not None or e.is_listed]
    listed = [_ranked(found, entry, by_id[entry.site_id]) for entry in shown]
    known = {entry.site_id for entry in shown}
    left = [
        _left_out(found, entry, by_id[entry.site_id])
        for entry in found.assessment.not_ranked
        if entry.site_id not in known
    ]
    answer = found.assessment.answer
    apart = [
        _apart(found, one, by_id[one.site_id])
        for one in (() if answer is None else answer.apart)
        if one.site_id not in known
    ]
    date = found.options.date
    return RankingLayer(
        title=found.title,
        description=_description(found),
        fingerprint=found.fingerprint,
        date=date if _ISO_DATE.fullmatch(date) else "",
        n_listed=len(found.listed),
        sites=(*listed, *apart, *left),
    )


def _description(found: ReportInput) -> str:
    method, weights = method_words(found.assessment.settings), weights_words(found.assessment)
    mark = f"{found.mark}. " if found.mark else ""
    return f"{mark}{method}; weights: {weights}"


def _ranked(found: ReportInput, entry: Entry, site: Site) -> RankedSite:
    ranking, row = found.assessment.ranking, entry.row
    scores: tuple[Cell, ...] = (None, None, None, None, None, None, None)
    if row is not None:
        scores = (
            int(ranking.ranks[row]),
            int(ranking.rank_low[row]),
            int(ranking.rank_high[row]),
            float(ranking.scores[row]),
            float(ranking.score_low[row]),
            float(ranking.score_high[row]),
            float(ranking.gap_share[row]),
        )
    drawn, share = found.robustness, None
    if drawn is not None and row is not None:
        share = float(drawn.shortlist[row])
    standing = "shortlisted" if entry.is_listed else "ranked"
    result = (*_answered(found, row), *scores, share)
    return _site(found, site, standing, result, entry.reason)


def _answered(found: ReportInput, row: int | None) -> tuple[Cell, ...]:
    """Return chance, section, likely places and known weight of a ranked site."""
    answer = found.assessment.answer
    if answer is None or row is None:
        return (None,) * 6
    return (
        float(answer.chance[row]),
        answer.sections[row].value,
        int(answer.rank_median[row]),
        int(answer.rank_5[row]),
        int(answer.rank_95[row]),
        float(answer.known_weight[row]),
    )


ASIDE = "set aside for its status"


def _apart(found: ReportInput, one: Apart, site: Site) -> RankedSite:
    word = Section.TOO_LITTLE_KNOWN.value
    result = (one.chance, word, None, None, None, one.known_weight, *(None,) * 8)
    return _site(found, site, word, result, one.reason)


def _left_out(found: ReportInput, entry: NotRanked, site: Site) -> RankedSite:
    held = ASIDE if entry.is_aside else "held back by a veto"
    standing = held if entry.gate else "not enough evidence"
    return _site(found, site, standing, (None,) * 14, entry.reason)


def _site(
    found: ReportInput, site: Site, standing: str, result: tuple[Cell, ...], reason: str
) -> RankedSite:
    position = "unknown"
    if site.latitude is not None and site.longitude is not None:
        position = "verified" if is_position_verified(site) else "not verified"
    cells: tuple[Cell, ...] = (
        site.site_id,
        site.name,
        site.country or None,
        standing,
        *result,
        site.evidence_class,
        quarantine_words(site) or None,
        str(found.classes[site.site_id].unfc),
        site.waste_type.value,
        reason or None,
        position,
        site.coordinate_error_km,
    )
    return RankedSite(site, cells)
