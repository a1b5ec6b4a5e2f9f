"""The answer in sentences: the same words on the page, the command line, in files and rooms."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.answer import LEAST_KNOWN, Answer, GapMode, Section
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import NOT_WORKING
from prioritizer.domain.gates import open_gates_sentence, reported_sentence
from prioritizer.domain.results import Assessment, NotRanked, Scales, Settings
from prioritizer.domain.words import listed, number, percent
from prioritizer.languages.speech import (
    counted,
    gettext,
    ngettext,
    noop,
    plural,
    signed,
)
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS

SETTLES_MOST = noop("What would settle most for its cost")
"""What stands above the work with the most value of information for its cost."""
MODE_NAMES = {
    GapMode.LIKE_INVENTORY: noop("Like sites"),
    GapMode.NOTHING_ASSUMED: noop("Nothing assumed"),
    GapMode.MIDDLE: noop("Middle of scale"),
}
# The browser puts the line on top together from the same texts (ui/ranking/said.py).
ON_A_LIST = noop("On a list of {n}")
NONE_LEFT_OUT = plural("{n} site ranked, none left out.", "{n} sites ranked, none left out.")
IN_SECTION = {
    Section.SECURE: plural("{n} secure", "{n} secure"),
    Section.LIKELY: plural("{n} likely", "{n} likely"),
    Section.OPEN: plural("{n} open", "{n} open"),
    Section.OUT: plural("{n} out", "{n} out"),
}
WAITING = plural("{sites} for the {n} place", "{sites} for the {n} places")
WAITING_OTHER = plural("{sites} for the other {n} place", "{sites} for the other {n} places")
NOBODY_WAITS = plural(
    "for the {n} place no site has a chance of {least} or more",
    "for the {n} places no site has a chance of {least} or more",
)
NOBODY_WAITS_OTHER = plural(
    "for the other {n} place no site has a chance of {least} or more",
    "for the other {n} places no site has a chance of {least} or more",
)
APART = plural(
    "{n} site is too little known to be ranked", "{n} sites are too little known to be ranked"
)
WITHOUT_MASS = noop("{n} without mass, volume or grade")
KNOWN_IN_PART = noop("{n} known in part, {others}")
REACH_OF = noop("{n} of the {all} could reach the list")
REACH_OF_THEM = noop("{n} of them could reach the list")
SITES_ARE = plural("{n} site, {meaning}", "{n} sites, {meaning}")


def headline(answer: Answer) -> str:
    """Return how many sites of the list stand in which section, in the sections' own words.

    ``On a list of 10: 3 secure; 4 likely and 8 open for the other 7 places; 65 out.``
    """
    return ": ".join(_headline(answer))


def _headline(answer: Answer) -> tuple[str, str]:
    start, n_sites = gettext(ON_A_LIST, n=answer.top), len(answer.chance)
    if n_sites <= answer.top:
        return start, counted(NONE_LEFT_OUT, n_sites, n=number(n_sites))
    secure = answer.count(Section.SECURE)
    parts = (
        _in_section(answer, Section.SECURE),
        _waiting(answer, answer.top - secure),
        _in_section(answer, Section.OUT),
    )
    return start, f"{'; '.join(part for part in parts if part)}."


def _in_section(answer: Answer, section: Section) -> str:
    n = answer.count(section)
    return counted(IN_SECTION[section], n, n=number(n))


def _waiting(answer: Answer, free: int) -> str:
    """Return how many sites wait for the places that no secure one has; blank where none."""
    waiting = listed(
        [
            _in_section(answer, section)
            for section in (Section.LIKELY, Section.OPEN)
            if answer.count(section)
        ]
    )
    if free <= 0:
        return waiting
    has_secure = bool(answer.count(Section.SECURE))
    if waiting:
        texts = WAITING_OTHER if has_secure else WAITING
        return counted(texts, free, sites=waiting, n=number(free))
    texts = NOBODY_WAITS_OTHER if has_secure else NOBODY_WAITS
    return counted(texts, free, n=number(free), least=percent(answer.limits.open))


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
    text = counted(APART, n, n=number(n))
    if n_blank:
        text += f": {_apart_parts(n_in_part, n_blank)}"
    if n_could_reach:
        of_whom = REACH_OF if n_blank else REACH_OF_THEM
        text += f"; {gettext(of_whom, n=n_could_reach, all=n_in_part)}"
    return f"{text}."


def _apart_parts(n_in_part: int, n_blank: int) -> str:
    blank = gettext(WITHOUT_MASS, n=n_blank)
    if not n_in_part:
        return blank
    return gettext(KNOWN_IN_PART, n=n_in_part, others=blank)


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
        gettext(
            "{name} (known for {known} of {of})",
            name=gettext(names[name]),
            known=answer.known_counts.get(name, 0),
            of=n_sites,
        )
        for name in answer.criteria_left_out
    ]
    if not said:
        return ""
    return ngettext(
        "{names} says nothing here: left out.",
        "{names} say nothing here: left out.",
        len(said),
        names=listed(said),
    )


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
    return gettext(
        "No site is known for {share} of this weight. All are ranked anyway, mostly by what "
        "stands for the unknown.",
        share=percent(LEAST_KNOWN),
    )


def _assumed(settings: Settings) -> str:
    """Return which values a person has assumed; blank where none is."""
    cells = [f"{one.site_id} {one.criterion}" for one in settings.assumptions]
    if not cells:
        return ""
    if len(cells) > 5:
        rest = gettext("{n} more", n=len(cells) - 5)
        shown = gettext("{names} and {last}", names=", ".join(cells[:5]), last=rest)
    else:
        shown = ", ".join(cells)
    return gettext("Assumed by you: {cells}.", cells=shown)


def assumption_sentence(answer: Answer) -> str:
    """Return what was taken for unknown values, and what the chances rest on."""
    taken = gettext(answer.gaps.words)
    return gettext(
        "{assumption}; {draws} draws, seed {seed}.",
        assumption=f"{taken[0].upper()}{taken[1:]}",
        draws=answer.draws,
        seed=answer.seed,
    )


def switched_on_sentence(name: str, answer: Answer, criteria: CriteriaSet) -> str:
    """Return that a criterion counts though it separates nearly nobody."""
    n_sites = len(answer.chance) + len(answer.apart)
    return gettext(
        "{name} counts, though it is known for {known} of {of}.",
        name=gettext(criteria.name_of(name)),
        known=answer.known_counts.get(name, 0),
        of=n_sites,
    )


def section_sentence(section: Section, answer: Answer, n_sites: int) -> str:
    """Return what stands beside the word of a section: how many sites, and what it means."""
    n_blank, meaning = n_sites - len(answer.apart), answer.limits.meanings[section]
    text = counted(SITES_ARE, n_sites, n=number(n_sites), meaning=meaning)
    if section is Section.TOO_LITTLE_KNOWN and n_blank > 0:
        return f"{text}: {_apart_parts(len(answer.apart), n_blank)}"
    return text


def line_on_top(answer: Answer, not_ranked: Sequence[NotRanked] = ()) -> tuple[str, str, str]:
    """Return the line above the list in three parts: the list, its sections, who is apart."""
    start, sections = _headline(answer)
    return start, sections, apart_sentence(answer, not_ranked)


def no_chances_sentence(settings: Settings) -> str:
    """Return why nothing is drawn: scales from the data, or a method of pairs."""
    if settings.scales is Scales.DATA:
        return gettext(
            "No chances here: on scales made from the data one changed figure moves the "
            "scores of all sites. Choose fixed scales to see how sure the list is."
        )
    return gettext(
        "No chances here: {method} compares all pairs of sites. Choose another method to see "
        "how sure the list is.",
        method=METHOD_FACTS[settings.method].title,
    )


def standing_sentence(answer: Answer, row: int) -> str:
    """Return chance, section and likely places of a ranked site."""
    low, high = int(answer.rank_5[row]), int(answer.rank_95[row])
    said = {
        "chance": percent(float(answer.chance[row])),
        "section": gettext(answer.sections[row].value),
        "of": len(answer.chance),
    }
    if high > low:
        return gettext(
            "On the list in {chance} of the draws: {section}; most likely near place {median} "
            "of {of}, in 90 % of the draws from {low} to {high}.",
            median=int(answer.rank_median[row]),
            low=low,
            high=high,
            **said,
        )
    return gettext(
        "On the list in {chance} of the draws: {section}; place {low} of {of} in nearly every "
        "draw.",
        low=low,
        **said,
    )


def logical_sentence(assessment: Assessment, row: int) -> str:
    """Return the places that no gap can take a site beyond: the worst corners."""
    ranking = assessment.ranking
    low, high = int(ranking.rank_low[row]), int(ranking.rank_high[row])
    if low == high:
        return gettext(
            "Logically possible: place {low} only, whatever the gaps turn out to be.", low=low
        )
    return gettext(
        "Logically possible: places {low} to {high}, score {least} to {most}, if everything "
        "open were at its worst or best at once.",
        low=low,
        high=high,
        least=signed(f"{ranking.score_low[row]:.2f}"),
        most=signed(f"{ranking.score_high[row]:.2f}"),
    )


def only_under_sentence(modes: Sequence[GapMode]) -> str:
    """Return under which assumptions a site has a place on the list, where not under all."""
    names = listed([gettext(MODE_NAMES[mode]).lower() for mode in modes])
    return gettext("Listed only with: {modes}.", modes=names)


def likely_range(answer: Answer, row: int) -> str:
    """Return the places that 5 and 95 % of the draws do not exceed: ``2–14``, or one place."""
    low, high = int(answer.rank_5[row]), int(answer.rank_95[row])
    return str(low) if low == high else f"{low}–{high}"
