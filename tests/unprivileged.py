"""A way to run a command for which rights count, also where the tests run as administrator."""

from __future__ import annotations

import os
import shutil

import pytest


def prefix() -> list[str]:
    """Return the words to put before a command; skip the test where there is no way."""
    if os.geteuid() != 0:
        return []
    tool = shutil.which("setpriv")
    if tool is None:
        pytest.skip("nothing is closed to the system's administrator, and there is no setpriv")
    return [tool, "--bounding-set=-dac_override,-dac_read_search"]
