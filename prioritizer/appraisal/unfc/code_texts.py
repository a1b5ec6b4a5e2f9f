"""Which codes the texts of a site suggest; never a negated, a planned or a void one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from prioritizer.domain.code_proposal import CodePhrase, CodeProposal, Use
from prioritizer.domain.columns import site_columns
from prioritizer.domain.site import Site, Source

# The texts that are read, in order; citations of the sources that they name come after them.
TEXT_COLUMNS = (
    "tonnage_basis", "sampling_type", "mineralogy", "reprocessing_studies",
    "recoveries_reported", "permit_status", "site_status", "representative_reason", "notes",
)  # fmt: skip
CITING = ("tonnage_source", "sampling_source", "reprocessing_source", "maturity_source")
SOURCE = "source"
# The column whose estimate a void phrase takes all standing from.
ESTIMATE, NO_ESTIMATE = "resource_class", "none"
BETWEEN = r"[\s\-–/]+"
SENTENCE = re.compile(r"(?:[^.;!?\n|]|\.(?=\S))+[.;!?]?")


@dataclass(frozen=True, slots=True)
class _Proposing:
    """A compiled phrase that proposes a code, and a word without which no text says it."""

    phrase: CodePhrase
    pattern: re.Pattern[str]
    needed: str


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of a site: where it stands, what it says, which sources it has."""

    column: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A code in a sentence, with the place of its words."""

    phrase: CodePhrase
    sentence: str
    start: int
    end: int


class CodeReader:
    """Finds codes in texts by the phrases of a book; compiled once for many sites."""

    def __init__(self, phrases: Iterable[CodePhrase]) -> None:
        book = tuple(phrases)
        listed = [_word(one.phrase) for one in book if one.use is Use.LIST]
        self._proposing = tuple(
            _Proposing(one, _pattern(one.phrase, listed), _longest(one.phrase))
            for one in book
            if one.use is Use.PROPOSAL
        )
        self._cue = _cues(one for one in book if one.use in (Use.NEGATION, Use.NOT_YET))
        self._void = _any(
            [_pattern(o.phrase, listed, r"\W+") for o in book if o.use is Use.VOID]
        )
        self._known: dict[str, tuple[_Found, ...]] = {}

    def proposals(self, site: Site, sources: Mapping[str, Source]) -> tuple[CodeProposal, ...]:
        """Return the codes that the texts of a site suggest and its columns do not hold.

        Parameters
        ----------
        sources
            By id: those whose citations may be read.

        Returns
        -------
        tuple of CodeProposal
            In the order of the columns of a site table; each code once, with the first words
            that say so.
        """
        texts = _texts(site, sources)
        is_void = any(self._void.search(text.text) for text in texts)
        found: dict[tuple[str, str], CodeProposal] = {}
        for text in texts:
            for one in self._codes(text):
                key = (one.phrase.column, one.phrase.code)
                if is_void and key[0] == ESTIMATE and key[1] != NO_ESTIMATE:
                    continue
                if key not in found and key[1] != _code_now(site, key[0]):
                    found[key] = _proposal(site, text, one)
        order = list(site_columns())
        ranked = sorted(found.values(), key=lambda one: order.index(one.column))
        return tuple(_with_others(one, ranked) for one in ranked)

    def _codes(self, text: _Text) -> list[_Found]:
        if text.text not in self._known:
            sentences = (match[0].strip() for match in SENTENCE.finditer(text.text))
            self._known[text.text] = tuple(
                one for sentence in sentences for one in self._in_sentence(sentence)
            )
        kind = text.column.partition(" ")[0]
        return [
            o for o in self._known[text.text] if not o.phrase.where or kind in o.phrase.where
        ]

    def _in_sentence(self, sentence: str) -> list[_Found]:
        """Return what a sentence says for sure: no question, no cue beside the words."""
        if sentence.endswith("?"):
            return []
        found, folded = [], _folded(sentence)
        for one in self._proposing:
            # Most phrases are not there, and a look for a word is ten times faster.
            if one.needed not in folded:
                continue
            for match in one.pattern.finditer(sentence):
                gaps = " ".join(gap for gap in match.groups() if gap)
                beside = f"{sentence[: match.start()]} … {gaps} … {sentence[match.end() :]}"
                if not self._cue.search(beside):
                    found.append(_Found(one.phrase, sentence, *match.span()))
        return [one for one in found if not any(_covers(other, one) for other in found)]


def _covers(other: _Found, one: _Found) -> bool:
    """Return whether longer words of the same column hold these, as prefeasibility does.

    The words of a list hold each other without saying anything else.
    """
    if "&" in other.phrase.phrase:
        return False
    is_longer = other.end - other.start > one.end - one.start
    is_around = other.start <= one.start and one.end <= other.end
    return other.phrase.column == one.phrase.column and is_longer and is_around


def _texts(site: Site, sources: Mapping[str, Source]) -> list[_Text]:
    columns = site_columns()
    texts = [
        _Text(name, site.texts[name], site.sources.get(columns[name].source, ""))
        for name in TEXT_COLUMNS
        if site.texts.get(name)
    ]
    cited = (part for name in CITING for part in site.sources.get(name, "").split(";"))
    for source_id in dict.fromkeys(part.strip() for part in cited):
        if source_id in sources:
            citation = sources[source_id].citation
            texts.append(_Text(f"{SOURCE} {source_id}", citation, source_id))
    return texts


def _code_now(site: Site, column: str) -> str:
    value = getattr(site, column)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or ""


def _proposal(site: Site, text: _Text, one: _Found) -> CodeProposal:
    phrase = one.phrase
    return CodeProposal(
        site_id=site.site_id,
        name=site.name,
        column=phrase.column,
        code_now=_code_now(site, phrase.column),
        source_now=site.sources.get(site_columns()[phrase.column].source, ""),
        code=phrase.code,
        words=one.sentence[one.start : one.end],
        sentence=one.sentence,
        text_column=text.column,
        language=phrase.language,
        source=text.source,
    )


def _with_others(one: CodeProposal, every: Sequence[CodeProposal]) -> CodeProposal:
    others = (o.code for o in every if o.column == one.column and o.code != one.code)
    return replace(one, others=tuple(others))


def _folded(text: str) -> str:
    """Return a text without case; every i is one letter, with its dot or without."""
    return text.casefold().replace("ı", "i").replace("\u0307", "")


def _longest(phrase: str) -> str:
    words = [_folded(word.removesuffix("*")) for word in phrase.split() if word not in "…&"]
    return max(words, key=len)


def _word(word: str) -> str:
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")


def _pattern(phrase: str, listed: Sequence[str], between: str = BETWEEN) -> re.Pattern[str]:
    """Return the pattern of a phrase; what stands in its gaps is kept as groups."""
    parts = [r"(?<!\w)"]
    is_first = True
    for word in phrase.split():
        if word == "…":
            parts.append(rf"((?:{between}[\w'’]+){{0,3}}?)")
        elif word == "&":
            parts.append(rf"(?:[\s\-–/,&+]+(?:{'|'.join(listed)})(?!\w))*")
        else:
            parts.append(("" if is_first else between) + _word(word))
        is_first = False
    return re.compile("".join(parts) + r"(?!\w)", re.IGNORECASE)


def _cues(phrases: Iterable[CodePhrase]) -> re.Pattern[str]:
    """Return the pattern of every word that keeps a proposal back; no part of a compound."""
    words = (BETWEEN.join(_word(w) for w in one.phrase.split()) for one in phrases)
    return re.compile(rf"(?<![\w\-])(?:{'|'.join(words)})(?![\w\-])|n['’]t\b", re.IGNORECASE)


def _any(patterns: Sequence[re.Pattern[str]]) -> re.Pattern[str]:
    joined = "|".join(pattern.pattern for pattern in patterns) or r"(?!)"
    return re.compile(joined, re.IGNORECASE)
