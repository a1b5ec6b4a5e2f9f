"""The section of the report on what is not known, and what most sites lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from prioritizer.domain.words import percent
from prioritizer.exports.blocks import Block, Heading, name_of, table
from prioritizer.exports.report.input import ReportInput
from prioritizer.workflow.ranking.assess import missing

FEW_SITES = 10


NEARLY_ALL = 0.8


def gaps(found: ReportInput) -> Iterator[Block]:
    """Yield what is missing: for the shortlist site by site, for the inventory in numbers."""
    yield Heading("Data gaps", starts_page=True)
    asked = {
        site.site_id: missing(site, found.criteria, found.reference)
        for site in found.register.sites
    }
    common = _lacked_by_most(asked)
    ranks = found.assessment.ranking.gap_share
    yield table(
        ("Site", "Score on gaps", "Not known"),
        [
            (
                name_of(entry.name),
                "–" if entry.row is None else percent(ranks[entry.row]),
                _telling(asked[entry.site_id], common) or "nothing that the criteria ask for",
            )
            for entry in found.listed
        ],
        (3.2, 1.3, 6.5),
        right=(1,),
        caption="What is not known about the shortlisted sites, and how much of the score "
        f"rests on it.{_said_once(common)}",
    )
    counts = Counter(name for names in asked.values() for name in names).most_common(15)
    n = len(found.register)
    yield table(
        ("Not known", "Sites", "Share"),
        [(name, str(count), percent(count / n)) for name, count in counts],
        (6, 1, 1),
        right=(1, 2),
        caption=f"The commonest gaps among all {n} sites.",
    )


def _lacked_by_most(asked: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return what nearly every site lacks, so that it is said once and not at each site."""
    counts = Counter(name for names in asked.values() for name in names)
    if len(asked) < FEW_SITES:
        return ()
    return tuple(name for name, n in counts.most_common() if n >= NEARLY_ALL * len(asked))


def _telling(names: Sequence[str], common: Sequence[str]) -> str:
    """Return what this site lacks, with a mark for what nearly all lack."""
    own = [name for name in names if name not in common]
    n_common = len(names) - len(own)
    if n_common:
        own.append(f"and {n_common} of the common ones" if own else f"{n_common} common ones")
    return ", ".join(own)


def _said_once(common: Sequence[str]) -> str:
    return f" Common ones, lacking at nearly every site: {', '.join(common)}." if common else ""
