"""Proposed codes as a table to be edited and given back, as text and as plain data."""

from __future__ import annotations

import json
from collections.abc import Sequence

from prioritizer.domain.code_proposal import CodeProposal
from prioritizer.domain.words import counted
from prioritizer.exports.tables.flat import csv_table, text_table
from prioritizer.workflow.sites.code_proposals import proposal_data

HEADER = (
    "site_id", "name", "column", "code_now", "code", "words", "sentence", "text_column",
    "language", "source", "others", "standing", "confirm", "confirmed_by", "confirmed_on",
)  # fmt: skip
COLUMNS = ("site", "column", "now", "proposed", "words", "in", "standing")


def as_csv(proposals: Sequence[CodeProposal]) -> bytes:
    """Return the table that ``classify --confirm`` reads; nothing in it is confirmed."""
    rows = [
        (
            one.site_id, one.name, one.column, one.code_now, one.code, one.words,
            one.sentence, one.text_column, one.language, one.source, ";".join(one.others),
            one.standing, "", "", "",
        )
        for one in proposals
    ]  # fmt: skip
    return csv_table(HEADER, rows)


def as_json(proposals: Sequence[CodeProposal]) -> bytes:
    """Return a list of proposals."""
    data = [proposal_data(one) for one in proposals]
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def as_text(proposals: Sequence[CodeProposal]) -> bytes:
    """Return a short table and how to confirm what is right in it."""
    rows = [
        (
            one.site_id,
            one.column,
            one.code_now or "-",
            one.code,
            one.words,
            one.text_column,
            one.standing,
        )
        for one in proposals
    ]
    table = text_table(COLUMNS, rows) if rows else "No text suggests a code.\n"
    said = counted(len(proposals), "proposal")
    hint = (
        f"\n{said}. None is used. To confirm: write them with --format csv --output "
        "codes.csv, fill in confirm, confirmed_by and confirmed_on, and give the file back "
        "with --confirm codes.csv.\n"
    )
    return (table + (hint if rows else "")).encode()


WRITERS = {"table": as_text, "json": as_json, "csv": as_csv}
