"""Advice that names an option of a command, in the words of the page that gives the choice."""

from __future__ import annotations

import re

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
# What advice for the command line or for files has in it.
SIGNS = ("--", "python -m", "'use' in the grades table")
# Whole phrases first: some advice is another one in the page.
PHRASES = (
    (
        r'state the two columns, as in --map "X=northing" --map "Y=easting"',
        "choose easting and northing for the two columns under Columns",
    ),
    (
        r"say which side: --set \w+_hemisphere=\w \(or \w\)",
        "choose the side of longitudes or latitudes without a sign, below",
    ),
    (
        r'or say which column holds them: --map "COLUMN=site_id"',
        "or call the column that holds them site_id",
    ),
    (
        r'Say what they are: --map "COLUMN=grade:Cu", or =analyte, =grade and =grade_unit',
        "Call them so: Cu (%), or analyte, grade and grade_unit",
    ),
    (
        r"Correct --map, --unit, --value or the profile",
        "Correct the columns below, or the profile",
    ),
    (r"or state another --crs", "or state another coordinate system"),
    (
        r"write yes as its 'use' in the grades table",
        "use the file, and take the grade in on the page Sites",
    ),
    (
        r'say(?: for example)? --value "(?P<header>[^"]*?):(?P<text>[^":]*)=\w+"',
        r"choose its meaning under Words and codes",
    ),
    (
        r'[Ss]ay(?: what the columns are:)? --map "(?P<header>[^"]*?)=FIELD"(?: or =ignore)?',
        r"choose its field under Columns",
    ),
    (r'or say what they are: --map "COLUMN=FIELD"', "or choose their fields under Columns"),
    (
        r'say(?: what the columns are:)? --map "(?P<header>[^"]*)=(?P<field>[\w:]+)"',
        r"choose the field \g<field> for its column",
    ),
    (
        r'say which: --unit "(?P<header>[^"]*)=UNIT" \((?P<known>[^()]*)\)',
        r"type it under Columns (\g<known>)",
    ),
    (r"say --map to (\w+) and (\w+)", r"choose the fields \1 and \2"),
    (r"say --map where", "choose a field under Columns where"),
    (r"Correct --map or the profile", "Correct the field under Columns, or the profile"),
    (r"State --unit if that is so", "Type the unit under Columns if that is so"),
    (r"Correct --unit or the profile", "Correct the unit under Columns, or the profile"),
    (r"Leave --encoding out, or state another", "Choose another encoding"),
    (r"Split the file or raise --max-rows", "Split the file"),
    (r",? delete columns that are not needed, or raise --max-mb",
     ", or delete columns that are not needed"),
    (r"Correct --set", "Correct the words of the page for what the file does not say"),
    (r"Write (?:one|it again) with --save-profile(?: of this version)?",
     "Save one with the button below an import"),
    (r"Say --normalization none, or give", "Give"),
    (r"Write the proposals again with --propose", "Make the proposals again"),
    (r"Choose another, or say --overwrite", "Choose another"),
    (r"one of those that --dry-run lists", "one of those that are listed"),
    (r"the table that classify --propose writes", "the table of proposed codes"),
    (
        r"Rank all facilities \(--status all\), or drop the must\b",
        "Rank the working facilities too, on the page Ranking, or lift the lock on the page "
        "Shortlist",
    ),
    (
        r"Drop the must not, or rank all facilities \(--status all\)",
        "Lift the lock on the page Shortlist, or rank the working facilities too, on the page "
        "Ranking",
    ),
    (r"\(--status all\)", "(Facilities, on the ranking page)"),
    (r": --status all, or on the ranking page", " on the ranking page"),
    (r": --status historical", " on the ranking page"),
    (r"\(rank --format csv\)", "(on the page Export)"),
    (r"\(report --format gpkg\)", "(on the page Export)"),
    (r"(: )?python -m prioritizer export SITES --output sites\.gpkg",
     ", made on the page Export"),
    (r"Read it once: python -m prioritizer import (.*) --out FOLDER\. Then use "
     r"FOLDER/sites\.csv", "Read it on the page Import"),
    (r"python -m prioritizer inventory save SITES\.csv \S+ --why '[^']*'",
     "keep an import on the page Import"),
    (r"python -m prioritizer workshop demo --store \S+", "a rehearsal on the page Workshop"),
    (r"by: import FILE --into sites\.db", "on the page Import"),
)  # fmt: skip
WORDS = {
    "--crs": "the coordinate system",
    "--decimal": "the decimal mark",
    "--delimiter": "the delimiter",
    "--encoding": "the encoding",
    "--layer": "the layer",
    "--map": "the field under Columns",
    "--sheet": "the sheet",
    "--unit": "the unit under Columns",
    "--value": "its meaning under Words and codes",
}
_SENTENCE = re.compile(r"(^|[.!?] )(the \w)")


def in_the_page(advice: str) -> str:
    """Return advice with what to choose in the page instead of an option to type."""
    if not any(sign in advice for sign in SIGNS):
        return advice
    for phrase, words in PHRASES:
        advice = re.sub(phrase, words, advice)
    choice = OPTION.sub(lambda found: WORDS.get(found.group(), found.group()), advice)
    choice = re.sub(
        r"choose another with the (sheet|layer)", r"choose another \1 below", choice
    )
    choice = choice.replace("State it with the", "State the")
    return _SENTENCE.sub(lambda m: m.group(1) + m.group(2)[0].upper() + m.group(2)[1:], choice)
