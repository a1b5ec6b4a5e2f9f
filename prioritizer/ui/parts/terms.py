"""TERMS: words that not everybody knows, explained in two sentences at most, with sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.languages.speech import noop


@dataclass(frozen=True, slots=True)
class Term:
    """A word as pages say it, what it means, and the source where it has one.

    ``forms`` are those in which running text says it, parted by ``|``, with ``*`` for any
    ending and ``~`` before a word that counts only after a number or alone; blank where the
    word is too common to be looked for.
    """

    word: str
    words: str
    source: str = ""
    forms: str = ""


# Terms of the ranking page are said in the language of its reader, hence the mark.
TERMS: Mapping[str, Term] = {
    "pilot": Term(
        noop("pilot"),
        noop("A small trial at one site that shows whether recovery works and pays."),
        forms=noop("pilot|pilots"),
    ),
    "draw": Term(
        noop("draw"),
        noop(
            "One possible world: every uncertain value is picked at random from its range, and "
            "the sites are ranked. The page counts over thousands of them."
        ),
        forms=noop("draw|draws"),
    ),
    "chance": Term(
        noop("chance on the list"),
        noop("The share of the draws in which a site has a place on the list."),
        forms=noop("chance on the list|chance of a place|chances"),
    ),
    "band": Term(
        noop("secure, likely, open, out"),
        noop(
            "Four bands of the chance on the list: from 90 %, from 50 %, from 10 %, and less."
        ),
        forms=noop("secure|~likely|~open|~out"),
    ),
    "median": Term(
        noop("median place"),
        noop("Half of the draws put the site on this place or a better one."),
        forms=noop("median place|median"),
    ),
    "range": Term(
        noop("90 % range"),
        noop("Nine of ten draws lie in it: 5 % lie below, 5 % above."),
        forms=noop("90 % range"),
    ),
    "known": Term(
        noop("known"),
        noop(
            "The share of the weight that rests on what is known of a site. Below 50 % a site "
            "is not ranked."
        ),
    ),
    "evidence": Term(
        noop("evidence A, B, C"),
        noop(
            "A: mass or volume and a grade are known. B: one of the two. C: neither. It "
            "stands beside the place and never changes it."
        ),
        forms=noop("evidence A|evidence B|evidence C"),
    ),
    "like": Term(
        noop("like sites"),
        noop(
            "Sites of the inventory with the same kind of waste or the same metals. An unknown "
            "value is drawn from theirs."
        ),
        forms=noop("like sites"),
    ),
    "veto": Term(
        noop("veto"),
        noop(
            "A reason to leave a site out however high its score, such as protection or "
            "reworking. The site is listed with the reason."
        ),
        forms=noop("veto|vetoes"),
    ),
    "scale": Term(
        noop("fixed scale"),
        noop(
            "Turns a measure into a value from 0 to 1 between two fixed ends. Adding or "
            "removing a site never changes the others."
        ),
        forms=noop("fixed scale|fixed scales|fixed ends"),
    ),
    "weight": Term(
        noop("weight"),
        noop(
            "How much the whole step from the worst to the best end of one scale counts, as a "
            "share of all."
        ),
        forms="weight|weights",
    ),
    "next": Term(
        noop("next step"),
        noop("The work at a site that is worth most for its cost: it may change the list."),
        "Raiffa and Schlaifer 1961",
        forms=noop("next step|next steps"),
    ),
    "crm": Term(
        noop("CRM, SRM"),
        noop(
            "Critical and strategic raw materials: short in supply and important. Which ones "
            "count is said by the chosen policy lists."
        ),
        "Regulation (EU) 2024/1252",
        forms=noop("CRM|SRM|critical raw material*"),
    ),
    "risk": Term(
        noop("risk index"),
        noop(
            "0: contained or far from everybody, and no harm seen. 1: open acid waste beside "
            "people and water that does harm, or a failure would be a disaster."
        ),
        forms=noop("risk index"),
    ),
    "access": Term(
        noop("access index"),
        noop(
            "0: no road, railway or port near, no power and no plant. 1: all of them are at "
            "hand."
        ),
        forms=noop("access index"),
    ),
    "criticality": Term(
        noop("criticality index"),
        noop(
            "0: nothing in it that is short in supply. 1: all its value lies in the most "
            "critical material."
        ),
        forms=noop("criticality index"),
    ),
    "sum": Term(
        noop("weighted sum"),
        noop("The score is the sum of value times weight over all criteria."),
        forms="weighted sum",
    ),
    "topsis": Term(
        noop("TOPSIS"),
        noop(
            "Ranks by closeness: near to an ideal site and far from the worst one, with the "
            "weights in both distances."
        ),
        "Hwang and Yoon 1981",
        forms="TOPSIS",
    ),
    "unfc": Term(
        "UNFC",
        "The United Nations classes of a resource: E says whether a project is viable, F how "
        "far it is studied, G how well the quantities are known. 1 is best.",
        "UNFC, update 2019",
        forms="UNFC",
    ),
    "primary": Term(
        "primary ore",
        "Ore from a mine, as opposed to waste that was left behind by one.",
        forms="primary ore",
    ),
    "swing": Term(
        "swing",
        "The step from the worst to the best end of a scale. Weights are asked for by "
        "comparing swings.",
        "von Winterfeldt and Edwards 1986",
        forms="swing|swings",
    ),
    "consensus": Term(
        "on every list",
        "A site that all methods compared here put on their shortlist.",
        forms="on every list",
    ),
    "tau": Term(
        "Kendall’s tau",
        "How far two rankings agree: 1 is the same order, 0 no relation, −1 the reverse.",
        "Kendall 1938",
        forms="Kendall’s tau|tau",
    ),
    "w": Term(
        "Kendall’s W",
        "How far several rankings agree: 1 if all are the same, 0 if they have nothing in "
        "common.",
        "Kendall and Smith 1939",
        forms="Kendall’s W",
    ),
    "hidden": Term(
        "hidden groups",
        "Groups of fewer than five are not shown. Another group is hidden too where one "
        "could be worked out from the rest (secondary suppression).",
        forms="hidden group|hidden groups|secondary suppression",
    ),
    "tornado": Term(
        "tornado",
        "Bars that say how far the result moves when one value goes from its low to its high "
        "end; the longest stands on top.",
        forms="tornado",
    ),
    "trl": Term(
        "TRL",
        "Technology readiness level, from 1 (an idea) to 9 (in full use).",
        "ISO 16290",
        forms="TRL",
    ),
    "stage": Term(
        "stages of a pilot",
        "From samples over tests in the laboratory to a trial at the site; each stage is "
        "paid for only if the one before was promising.",
        forms="stage|stages",
    ),
    "npv": Term(
        "NPV",
        "Net present value: all income less all cost over the years, in money of today. "
        "Below 0 a project does not pay.",
        forms="NPV|net present value",
    ),
    "frontier": Term(
        "frontier",
        "The best programme at each budget: no other buys more for the same money.",
        forms="frontier",
    ),
    "fingerprint": Term(
        "fingerprint",
        "A short code worked out from all that a ranking rests on. One changed digit gives "
        "another code.",
        forms="fingerprint|fingerprints",
    ),
    "record": Term(
        "decision record",
        "A file with everything that a ranking was made from. Anybody can work the ranking "
        "out again from it.",
        forms="decision record|decision records",
    ),
    "hindcast": Term(
        "hindcast",
        "The ranking made with the evidence of an earlier time, compared with what came of "
        "the sites since.",
        forms="hindcast",
    ),
}

# Which terms a page uses, by its address.
ON_PAGES: Mapping[str, tuple[str, ...]] = {
    "sites": ("evidence", "veto", "scale"),
    "evidence": ("unfc", "evidence", "primary", "crm"),
    "criteria": ("scale", "risk", "access", "criticality", "weight"),
    "weights": ("weight", "swing", "scale"),
    "ranking": (
        "chance", "band", "draw", "median", "range", "known", "evidence", "like", "veto",
        "scale", "next", "pilot", "crm", "risk", "access", "criticality",
    ),
    "methods": ("sum", "topsis", "consensus", "tau"),
    "robustness": ("draw", "chance", "band", "range", "tornado"),
    "shortlist": ("chance", "band", "draw", "evidence", "veto", "unfc"),
    "portfolio": ("pilot", "stage", "draw", "frontier", "crm"),
    "pilots": ("pilot", "stage", "trl", "unfc"),
    "viability": ("npv", "draw", "tornado"),
    "report": ("chance", "band", "fingerprint", "record"),
    "export": ("record", "fingerprint"),
    "workshop": ("swing", "w", "hidden"),
    "hindcast": ("hindcast", "chance", "draw"),
}  # fmt: skip
