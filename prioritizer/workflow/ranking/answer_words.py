"""The answer in sentences: the same words on the page, the command line, in files and rooms."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.answer import LEAST_KNOWN, Answer, GapMode, Section
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import NOT_WORKING
from prioritizer.domain.gates import open_gates_sentence, reported_sentence
from prioritizer.domain.results import Assessment, NotRanked, Scales, Settings
from prioritizer.domain.words import counted, listed, number, percent
from prioritizer.languages.speech import gettext, ngettext
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS

SETTLES_MOST = "What would settle most for its cost"
"""What stands above the work with the most value of information for its cost."""
MODE_NAMES = {
    GapMode.LIKE_INVENTORY: "Like sites",
    GapMode.NOTHING_ASSUMED: "Nothing assumed",
    GapMode.MIDDLE: "Middle of scale",
}


def headline(answer: Answer) -> str:
    """Return how many sites of the list stand in which section, in the sections' own words.

    ``On a list of 10: 3 secure; 4 likely and 8 open for the other 7 places; 65 out.``
    """
    n_sites = len(answer.chance)
    if n_sites <= answer.top:
        return f"On a list of {answer.top}: {counted(n_sites, 'site')} ranked, none left out."
    secure, out = answer.count(Section.SECURE), answer.count(Section.OUT)
    parts = [f"{number(secure)} {Section.SECURE}", _waiting(answer, answer.top - secure)]
    parts.append(f"{number(out)} {Section.OUT}")
    return f"On a list of {answer.top}: {'; '.join(part for part in parts if part)}."


def _waiting(answer: Answer, free: int) -> str:
    """Return how many sites wait for the places that no secure one has; blank where none."""
    waiting = [
        f"{number(answer.count(section))} {section}"
        for section in (Section.LIKELY, Section.OPEN)
        if answer.count(section)
    ]
    if free <= 0:
        return listed(waiting)
    other = "other " if answer.count(Section.SECURE) else ""
    places = f"for the {other}{counted(free, 'place')}"
    if waiting:
        return f"{listed(waiting)} {places}"
    least = percent(answer.limits.open)
    return f"{places} no site has a chance of {least} or more"


def without_evidence(not_ranked: Sequence[NotRanked]) -> tuple[NotRanked, ...]:
    """Return the sites of which nothing is known that could be drawn; none with a veto."""
    return tuple(entry for entry in not_ranked if not entry.gate)


def apart_sentence(answer: Answer, not_ranked: Sequence[NotRanked]) -> str:
    """Return how many sites are too little known to be ranked; blank where none is.

    Sites without any evidence are among them, though nothing can be drawn for these.
    """
    return apart_words(len(answer.apart), len(without_evidence(not_ranked)), answer.could_reach)


def apart_words(n_in_part: int, n_blank: int, n_could_reach: int = 0) -> str:
    """Return how many sites are too little known to be ranked, with both figures.

    Parameters
    ----------
    n_in_part, n_blank
        Sites of which something is known, and of which neither mass, volume nor grade is.
    n_could_reach
        How many of the former could be on the list, were they ranked.
    """
    n = n_in_part + n_blank
    if not n:
        return ""
    text = ngettext(
        "{n} site is too little known to be ranked",
        "{n} sites are too little known to be ranked",
        n,
        n=number(n),
    )
    if n_blank:
        text += f": {_apart_parts(n_in_part, n_blank)}"
    of_whom = f" of the {n_in_part}" if n_blank else " of them"
    could = f"; {n_could_reach}{of_whom} could reach the list" if n_could_reach else ""
    return f"{text}{could}."


def _apart_parts(n_in_part: int, n_blank: int) -> str:
    blank = gettext("{n} without mass, volume or grade", n=n_blank)
    if not n_in_part:
        return blank
    return gettext("{n} known in part, {others}", n=n_in_part, others=blank)


def veto_sentence(not_ranked: Sequence[NotRanked]) -> str:
    """Return how many sites stand behind a veto; blank where none does."""
    gated = sum(bool(entry.gate) and not entry.is_aside for entry in not_ranked)
    if not gated:
        return ""
    return ngettext(
        "{n} site stands behind a veto.",
        "{n} sites stand behind a veto.",
        gated,
        n=number(gated),
    )


def facilities_sentence(not_ranked: Sequence[NotRanked]) -> str:
    """Return how many sites stand aside for the status of the facility, and why; or blank."""
    aside = [entry.gate for entry in not_ranked if entry.is_aside]
    if not aside:
        return ""
    if NOT_WORKING in aside:
        return ngettext(
            "Only working facilities are asked for: {n} site left out.",
            "Only working facilities are asked for: {n} sites left out.",
            len(aside),
            n=number(len(aside)),
        )
    return facilities_words(len(aside))


def facilities_words(n_working: int) -> str:
    """Return how many working facilities stand aside, and why; blank where none does."""
    if not n_working:
        return ""
    return ngettext(
        "{n} working facility stands aside, since its mine or smelter runs or the waste is "
        "being reworked.",
        "{n} working facilities stand aside, since their mine or smelter runs or the waste is "
        "being reworked.",
        n_working,
        n=n_working,
    )


def left_out_sentence(answer: Answer, criteria: CriteriaSet, n_sites: int) -> str:
    """Return which criteria separate nobody and are left out; blank where none is."""
    names = {criterion.id: criterion.name for criterion in criteria.criteria}
    said = [
        f"{names[name]} (known for {answer.known_counts.get(name, 0)} of {n_sites})"
        for name in answer.criteria_left_out
    ]
    if not said:
        return ""
    verb = "says" if len(said) == 1 else "say"
    return f"{listed(said)} {verb} nothing here: left out."


def answer_sentences(assessment: Assessment) -> tuple[str, ...]:
    """Return what stands above the list: how sure it is, who is apart, what is left out."""
    answer = assessment.answer
    if answer is None:
        return ()
    n_sites = len(answer.chance) + len(answer.apart)
    sentences = (
        headline(answer),
        apart_sentence(answer, assessment.not_ranked),
        facilities_sentence(assessment.not_ranked),
        left_out_sentence(answer, assessment.criteria, n_sites),
        _nobody_known(answer),
        _assumed(assessment.settings),
        open_gates_sentence(assessment.open_gates),
        reported_sentence(assessment.open_gates),
        *assessment.gate_warnings,
    )
    return tuple(sentence for sentence in sentences if sentence)


def _nobody_known(answer: Answer) -> str:
    """Return that all are ranked though none is known well enough; blank where some are."""
    if answer.gaps is GapMode.MIDDLE or not len(answer.known_weight):
        return ""
    if answer.known_weight.max() >= LEAST_KNOWN - 1e-9:
        return ""
    return (
        f"No site is known for {percent(LEAST_KNOWN)} of this weight; all are ranked all the "
        "same, mostly by what stands for the unknown."
    )


def _assumed(settings: Settings) -> str:
    """Return which values a person has assumed; blank where none is."""
    cells = [f"{one.site_id} {one.criterion}" for one in settings.assumptions]
    if not cells:
        return ""
    more = f" and {len(cells) - 5} more" if len(cells) > 5 else ""
    return f"Assumed by you: {', '.join(cells[:5])}{more}."


def assumption_sentence(answer: Answer) -> str:
    """Return what was taken for unknown values, and what the chances rest on."""
    taken = answer.gaps.words
    return f"{taken[0].upper()}{taken[1:]}; {answer.draws} draws, seed {answer.seed}."


def switched_on_sentence(name: str, answer: Answer, criteria: CriteriaSet) -> str:
    """Return that a criterion counts though it separates nearly nobody."""
    n_sites = len(answer.chance) + len(answer.apart)
    return (
        f"{criteria.name_of(name)} counts, though it is known for "
        f"{answer.known_counts.get(name, 0)} of {n_sites}."
    )


def section_sentence(section: Section, answer: Answer, n_sites: int) -> str:
    """Return what stands beside the word of a section: how many sites, and what it means."""
    n_blank = n_sites - len(answer.apart)
    if section is Section.TOO_LITTLE_KNOWN and n_blank > 0:
        parts = _apart_parts(len(answer.apart), n_blank)
        return f"{counted(n_sites, 'site')}, {answer.limits.meanings[section]}: {parts}"
    return f"{counted(n_sites, 'site')}, {answer.limits.meanings[section]}"


def line_on_top(answer: Answer, not_ranked: Sequence[NotRanked] = ()) -> tuple[str, str, str]:
    """Return the line above the list in three parts: the list, its sections, who is apart."""
    start, _, sections = headline(answer).partition(": ")
    return start, sections, apart_sentence(answer, not_ranked)


def no_chances_sentence(settings: Settings) -> str:
    """Return why nothing is drawn: scales from the data, or a method of pairs."""
    if settings.scales is Scales.DATA:
        return (
            "No chances here: on scales made from the data one changed figure moves the "
            "scores of all sites. Choose fixed scales to see how sure the list is."
        )
    return (
        f"No chances here: {METHOD_FACTS[settings.method].title} compares all pairs of sites. "
        "Choose another method to see how sure the list is."
    )


def standing_sentence(answer: Answer, row: int) -> str:
    """Return chance, section and likely places of a ranked site."""
    low, high = int(answer.rank_5[row]), int(answer.rank_95[row])
    places = f"place {low} of {len(answer.chance)} in nearly every draw"
    if high > low:
        places = (
            f"most likely near place {int(answer.rank_median[row])} of {len(answer.chance)}, "
            f"in 90 % of the draws from {low} to {high}"
        )
    return (
        f"On the list in {percent(float(answer.chance[row]))} of the draws: "
        f"{answer.sections[row].value}; {places}."
    )


def logical_sentence(assessment: Assessment, row: int) -> str:
    """Return the places that no gap can take a site beyond: the worst corners."""
    ranking = assessment.ranking
    low, high = int(ranking.rank_low[row]), int(ranking.rank_high[row])
    if low == high:
        return f"Logically possible: place {low} only, whatever the gaps turn out to be."
    return (
        f"Logically possible: places {low} to {high}, score {ranking.score_low[row]:.2f} to "
        f"{ranking.score_high[row]:.2f}, were everything open at its worst or best at once."
    )


def only_under_sentence(modes: Sequence[GapMode]) -> str:
    """Return under which assumptions a site has a place on the list, where not under all."""
    return f"On the list under {listed([MODE_NAMES[mode].lower() for mode in modes])} only."


def likely_range(answer: Answer, row: int) -> str:
    """Return the places that 5 and 95 % of the draws do not exceed: ``2–14``, or one place."""
    low, high = int(answer.rank_5[row]), int(answer.rank_95[row])
    return str(low) if low == high else f"{low}–{high}"
