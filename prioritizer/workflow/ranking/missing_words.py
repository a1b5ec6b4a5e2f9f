"""What there is to find out about a site, in the language spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prioritizer.languages.speech import gettext, noop

# What appraisal names as missing, always in the same words; a test asks all of the sample.
KNOWN = (
    noop("whether releases are observed"),
    noop("distance to surface water"),
    noop("protected areas nearby"),
    noop("consequence class of the dam or heap"),
    noop("distance to a railway"),
    noop("distance to a port"),
    noop("distance to a road"),
    noop("distance to a power line"),
    noop("distance to a settlement"),
    noop("distance to a plant that takes the feed"),
    noop("tonnage or volume"),
    noop("a best estimate of the tonnage, known as a range only"),
    noop("the other end of the tonnage"),
    noop("thickness"),
    noop("dry bulk density"),
    noop("a representative assay of a recoverable metal"),
    noop("assays of critical raw materials"),
    noop("social acceptance"),
    noop("technology readiness level for this material"),
    noop("permit status"),
    noop("owner's position"),
)
# Words before symbols of elements, which are the same in every language.
OF_WHAT = {
    "assays of {}": noop("assays of {what}"),
    "typical primary grade of {}": noop("typical primary grade of {what}"),
    "mean grade of {}, known as a range only": noop(
        "mean grade of {what}, known as a range only"
    ),
    "recovery of {}": noop("recovery of {what}"),
    "price of {}": noop("price of {what}"),
    "criticality of {}": noop("criticality of {what}"),
}
_PATTERNS = tuple(
    (re.compile("(.+)".join(map(re.escape, start.split("{}")))), text)
    for start, text in OF_WHAT.items()
)


def said(name: str) -> str:
    """Return one thing to find out; words that somebody made up stay as they are."""
    if name in KNOWN:
        return gettext(name)
    for pattern, text in _PATTERNS:
        if found := pattern.fullmatch(name):
            return gettext(text, what=found[1])
    return gettext(name)


def to_find_out(names: Sequence[str]) -> str:
    """Return a sentence on all there is to find out; blank where there is nothing."""
    if not names:
        return ""
    return gettext("To find out: {things}.", things="; ".join(map(said, names)))
