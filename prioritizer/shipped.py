"""Where the files that come with the package lie, and where a person's own data go.

In a checkout they lie beside the package; in a wheel, inside it.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# A child process imports the package from here.
IMPORT_ROOT = PACKAGE.parent
_IN_WHEEL = PACKAGE / "_shipped"
IS_CHECKOUT = not _IN_WHEEL.is_dir()
ROOT = IMPORT_ROOT if IS_CHECKOUT else _IN_WHEEL

APP = ROOT / "app.py"
CRITERIA = ROOT / "criteria"
REFERENCE = CRITERIA / "reference"
OUTLINES = ROOT / "static" / "topojson"
BASE_MAP = ROOT / "static" / "map"
SAMPLE = ROOT / "sample_data" / "sites.csv"
OUTCOMES = SAMPLE.with_name("outcomes.csv")
SAMPLE_NAME = "sample"

DATA_VARIABLE = "PRIORITIZER_DATA"


def own_data() -> Path:
    """Return the folder of a person's own data; it may not exist yet.

    The one named in PRIORITIZER_DATA; else ``data`` in a checkout, and for an installed package
    the platform's folder for the data of a user, never one inside the package.
    """
    if named := os.environ.get(DATA_VARIABLE, ""):
        return Path(named).expanduser()
    if IS_CHECKOUT:
        return ROOT / "data"
    from platformdirs import user_data_path

    return user_data_path("pilot-prioritizer", appauthor=False)


def named_sites(spec: str) -> str:
    """Return the path of the sample where a text is its name and no such file exists."""
    return str(SAMPLE) if spec == SAMPLE_NAME and not Path(spec).exists() else spec


def named_outcomes(spec: str) -> str:
    """Return the path of the shipped outcomes where a text is the name of the sample."""
    return str(OUTCOMES) if spec == SAMPLE_NAME and not Path(spec).exists() else spec
