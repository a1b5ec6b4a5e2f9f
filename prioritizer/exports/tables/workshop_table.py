"""The rankings of a workshop as CSV: a row per site and round, safe in a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping
from typing import Any

from prioritizer.exports.tables.csv_file import guarded


def write(data: Mapping[str, Any], names: Mapping[str, str], *, head: str) -> bytes:
    """Return one row per round and site, with its place under every rule and in every camp.

    Sites that the room did not judge follow with the reason; a room that an earlier version
    froze may not name them. A camp of which only the size may be told has no places.

    Parameters
    ----------
    data
        What `workflow.workshop.result_data.result_data` returns.
    names
        What each site is called, by id.
    head
        The head of the log at the time, so that the table can be tied to a record.
    """
    rounds = data["rounds"]
    # The places under the mean of groups are not told where a group is hidden.
    rules = list(dict.fromkeys(rule for found in rounds for rule in found["ranks"]))
    # Rooms that an earlier version froze say nothing about chances.
    is_sure = bool(rounds) and "section" in rounds[0]
    aside = data.get("set_aside")
    n_camps = max((len(found["camps"]) for found in rounds), default=0)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        [
            "round",
            "site_id",
            "name",
            "share_of_people_who_list_it",
            *(f"place_{rule}" for rule in rules),
            *(f"place_in_camp_{number + 1}" for number in range(n_camps)),
            *(("chance_on_the_list", "section") if is_sure else ()),
            *(() if aside is None else ("why_not_judged",)),
            "head_of_log",
        ]
    )
    n_blank = 1 + len(rules) + n_camps + 2 * is_sure
    for found in rounds:
        camps: list[Mapping[str, Any]] = [camp.get("ranks", {}) for camp in found["camps"]]
        order = sorted(names, key=lambda site: (found["ranks"][rules[0]][site], site))
        for site in order:
            places = [camp.get(site, "") for camp in camps] + [""] * (n_camps - len(camps))
            writer.writerow(
                [
                    found["round"],
                    guarded(site),
                    guarded(names[site]),
                    found["shortlist_shares"].get(site, 0),
                    *(found["ranks"].get(rule, {}).get(site, "") for rule in rules),
                    *places,
                    *((found["chance"][site], found["section"][site]) if is_sure else ()),
                    *(() if aside is None else ("",)),
                    head,
                ]
            )
        for site, entry in (aside or {}).items():
            texts = (guarded(site), guarded(entry["name"]), *[""] * n_blank)
            writer.writerow([found["round"], *texts, guarded(entry["reason"]), head])
    return codecs.BOM_UTF8 + text.getvalue().encode()
