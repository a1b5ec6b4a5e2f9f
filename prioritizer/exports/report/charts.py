"""The charts of a report, each made from the ranking and nothing else."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.site import Site
from prioritizer.exports.blocks import Block, Picture, paragraph
from prioritizer.exports.report.base_map import base_map_for
from prioritizer.exports.report.input import ReportInput
from prioritizer.figures.contributions import Scores, contribution_bars
from prioritizer.figures.intervals import Places, rank_intervals
from prioritizer.figures.probability import Shares, probability_bars
from prioritizer.figures.site_map import Mark, site_map
from prioritizer.workflow.ranking.explain import parts

MOST_ROWS = 30
COORDINATES = frozenset({"latitude", "longitude", "coordinate_source"})


def shown_rows(found: ReportInput) -> list[int]:
    """Return the rows of the matrix that charts show: the shortlist, thirty at most."""
    return [entry.row for entry in found.listed if entry.row is not None][:MOST_ROWS]


def contribution_picture(found: ReportInput) -> Picture:
    """Return the scores of the shortlist and what they are made of."""
    assessment, rows = found.assessment, shown_rows(found)
    ranking, made_of = assessment.ranking, parts(assessment)
    names, (secured, on_gaps) = by_main_branch(
        assessment.criteria, made_of.secured[rows], made_of.on_gaps[rows]
    )
    if not made_of.is_additive:
        # TOPSIS is no sum: what rests on gaps is known for the whole score only.
        whole = ranking.scores[rows, np.newaxis]
        on_gaps = whole * ranking.gap_share[rows, np.newaxis]
        secured, names = whole - on_gaps, ["score"]
    scores = Scores(
        labels=_labels(found, rows),
        parts=names,
        secured=secured,
        on_gaps=on_gaps,
        score=ranking.scores[rows],
        low=ranking.score_low[rows],
        high=ranking.score_high[rows],
    )
    return Picture(contribution_bars(scores))


def by_main_branch(
    criteria: CriteriaSet, *tables: FloatArray
) -> tuple[list[str], tuple[FloatArray, ...]]:
    """Return names and sums of what hangs on the root: thirteen colours cannot be told apart.

    Tables are ``(sites, criteria)``; a flat set stays as it is.
    """
    place = {name: k for k, name in enumerate(criteria.ids)}
    main = [node for node in criteria.tree() if node.depth == 1]
    columns = [[place[leaf] for leaf in node.leaves] for node in main]
    sums = (np.column_stack([t[:, some].sum(axis=1) for some in columns]) for t in tables)
    return [criteria.name_of(node.id) for node in main], tuple(sums)


def interval_picture(found: ReportInput) -> Picture:
    """Return the likely places of the shortlist; without draws, those that evidence allows."""
    ranking, rows = found.assessment.ranking, shown_rows(found)
    answer = found.assessment.answer
    if answer is not None:
        likely = Places(
            labels=_labels(found, rows),
            best=answer.rank_5[rows].tolist(),
            present=answer.rank_median[rows].tolist(),
            worst=answer.rank_95[rows].tolist(),
            n_sites=len(found.assessment.matrix),
            is_likely=True,
        )
        return Picture(rank_intervals(likely, cut=found.options.top))
    places = Places(
        labels=_labels(found, rows),
        best=ranking.rank_low[rows].tolist(),
        present=ranking.ranks[rows].tolist(),
        worst=ranking.rank_high[rows].tolist(),
        n_sites=len(found.assessment.matrix),
    )
    return Picture(rank_intervals(places, cut=found.options.top))


def probability_picture(found: ReportInput) -> Picture | None:
    """Return the chances over the draws, best first; None where there are none."""
    if found.robustness is None:
        return None
    draws = found.robustness
    order = draws.order()
    n = max(int(np.sum(draws.shortlist >= draws.limits.open)), draws.top)
    rows = order[: min(n, MOST_ROWS)].tolist()
    shares = Shares(
        labels=[draws.names[row] for row in rows],
        shares=draws.shortlist[rows].tolist(),
        top=draws.top,
        draws=draws.draws,
        name=draws.uncertainty.chance_name,
        chances=() if draws.chance is None else draws.chance[rows].tolist(),
    )
    return Picture(probability_bars(shares))


def map_block(found: ReportInput) -> Block:
    """Return the map, or a sentence where no position is known."""
    ranks = dict(
        zip(
            found.assessment.matrix.alternatives,
            found.assessment.ranking.ranks.tolist(),
            strict=True,
        )
    )
    listed = {entry.site_id for entry in found.listed}
    answer, ids = found.assessment.answer, found.assessment.matrix.alternatives
    sections = {} if answer is None else dict(zip(ids, answer.sections, strict=True))
    marks = [
        Mark(
            name=site.name,
            longitude=site.longitude,
            latitude=site.latitude,
            place=ranks.get(site.site_id),
            is_listed=site.site_id in listed,
            is_verified=is_position_verified(site),
            section=str(sections.get(site.site_id, "")),
        )
        for site in found.register.sites
        if site.longitude is not None and site.latitude is not None
    ]
    base = base_map_for([(mark.longitude, mark.latitude) for mark in marks])
    figure = site_map(marks, base)
    if figure is None:
        return paragraph("No position is known, so that there is no map.", is_quiet=True)
    return Picture(figure)


def is_position_verified(site: Site) -> bool:
    """Return whether a position has a source and is not marked as unverified."""
    return bool(site.sources.get("coordinate_source")) and not (
        COORDINATES & set(site.unverified)
        or "unverified" in site.texts.get("coordinate_basis", "").casefold()
    )


def _labels(found: ReportInput, rows: list[int]) -> list[str]:
    matrix, ranks = found.assessment.matrix, found.assessment.ranking.ranks
    return [f"{ranks[row]} {matrix.names[row]}" for row in rows]
