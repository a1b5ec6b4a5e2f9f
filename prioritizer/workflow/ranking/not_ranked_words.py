"""Why one site is not ranked, in the same words at every place that speaks of it alone."""

from __future__ import annotations

from prioritizer.domain.answer import Apart
from prioritizer.domain.results import Assessment, NotRanked
from prioritizer.domain.site import Site
from prioritizer.domain.words import percent
from prioritizer.languages.speech import gettext, noop
from prioritizer.workflow.ranking.activity import aside_sentence
from prioritizer.workflow.ranking.answer_words import without_evidence

NOT_RANKED = noop("Not ranked.")


def too_little_known(one: Apart | NotRanked) -> str:
    """Return why a site is too little known, and what follows, for after `NOT_RANKED`."""
    if isinstance(one, Apart):
        return gettext(
            "{reason} If it were ranked, it would pass the last one listed in {chance} of the "
            "draws.",
            reason=one.reason,
            chance=percent(one.chance),
        )
    return gettext(
        "{reason} One published figure brings it among the sites that chances are drawn for.",
        reason=gettext(one.reason),
    )


def aside_words(assessment: Assessment, site: Site, how: str = "") -> str:
    """Return that a site stands aside and why: for its status, or too little known.

    Blank for a site that is ranked, or that a veto holds back, which has words of its own.

    Parameters
    ----------
    how
        How a reader ranks all facilities, where there is one such way.
    """
    if working := aside_sentence(site, assessment.settings.facilities, how):
        return working
    found: tuple[Apart | NotRanked, ...] = without_evidence(assessment.not_ranked)
    if assessment.answer is not None:
        found = (*assessment.answer.apart, *found)
    mine = next((one for one in found if one.site_id == site.site_id), None)
    return "" if mine is None else f"{gettext(NOT_RANKED)} {too_little_known(mine)}"
