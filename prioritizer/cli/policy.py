"""The policy lists by which a material counts as critical, as an option of several commands."""

from __future__ import annotations

from pathlib import Path

import click

from prioritizer.cli.places import PLACE
from prioritizer.domain.reference import USUAL_POLICY_LISTS, Reference
from prioritizer.readers.policy import read_policy_list
from prioritizer.readers.reference import read_reference

policy_option = click.option(
    "--policy-list",
    "--policy",
    "policies",
    multiple=True,
    type=PLACE,
    metavar="LIST",
    help="A policy list, or a CSV file with symbol and class; may be repeated. "
    f"{' and '.join(USUAL_POLICY_LISTS)} if left out; the others stand in "
    "criteria/reference/policy_list_index.csv.",
)


def read_policies(names: object) -> Reference:
    """Return the reference tables under the named lists, own ones read in.

    Raises
    ------
    InputError
        If a list is not known.
    DataError
        If a table of one's own has faults.
    """
    reference = read_reference()
    ids: list[str] = []
    for name in names if isinstance(names, tuple) else ():
        if str(name).casefold().endswith(".csv"):
            own, reference = read_policy_list(Path(str(name)), reference)
            ids.append(own)
        else:
            ids.append(str(name))
    return reference.with_policy(ids or None)
